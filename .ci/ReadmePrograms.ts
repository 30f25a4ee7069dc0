/**
 * The program of each published package's README, and what it prints.
 *
 * `node ReadmePrograms.ts write FOLDER` writes them: `<package>.mjs` as it stands, `<package>.cjs` with `require`.
 * `node ReadmePrograms.ts judge PACKAGE` reads what one printed, and repeats it and ends with 1 where it should be other.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"

/** What is asked of a `package.json` here. */
export interface Manifest {
  readonly name: string
  readonly private?: boolean
  readonly description?: string
  readonly keywords?: ReadonlyArray<string>
  readonly exports: Readonly<Record<string, unknown>>
  readonly publishConfig: { readonly exports: Readonly<Record<string, unknown>> }
  readonly dependencies?: Readonly<Record<string, string>>
  readonly peerDependencies?: Readonly<Record<string, string>>
}

export interface PublishedPackage {
  /** Of its folder. */
  readonly name: string
  readonly manifest: Manifest
  readonly readme: string
  readonly program: string | undefined
}

const packages = fileURLToPath(new URL("../packages/", import.meta.url))

export const publishedPackages = (): ReadonlyArray<PublishedPackage> =>
  readdirSync(packages).flatMap((name) => {
    const folder = join(packages, name)
    const manifest: Manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"))
    if (manifest.private === true) return []
    const file = join(folder, "README.md")
    const readme = existsSync(file) ? readFileSync(file, "utf8") : ""
    return [{ name, manifest, readme, program: /^```js run\n(.*?)^```/msu.exec(readme)?.[1] }]
  })

/** The same program for `require`. */
export const asCommonJs = (program: string): string => {
  const statement = /^import (\{.*?\}) from (".*?")\n/gmsu
  const required = [...program.matchAll(statement)].map(
    ([, names, from]) => `const ${names} = require(${from})\n`,
  )
  return `${required.join("")}const main = async () => {\n${program.replaceAll(statement, "")}}\nmain()\n`
}

/** By package. */
export const printed: Readonly<Record<string, RegExp>> = {
  "answer-audit": /served 5 of 300: 5 of 5 checked answers were wrong/,
  "async-sinks": /wrote a[^]*all written: true[^]*accepted: 3, retried: \d+, written: 3/,
  "bedrock-emulator": /^Rain, then sun\.[^]*told: ModelStreamErrorException/,
  client:
    /^Vinland Saga\nYou said: What's trending this week\?\ncomplete by model\nfeedback taken: true/m,
  caching: /1000 callers, 1 read, price 8\n[^]*price 9, 2 reads/,
  connections: /^403 [^]*50 calls over 1 connections\nfetch failed: connect-failed/,
  "endpoint-health": /the endpoint is (healthy|degraded|unhealthy)/,
  language: /price MODEL=roadrunner SIZE=28\nspeaks of the person helmet/,
  "latency-budget": /ms are left: small-model\nServer-Timing: .*search/,
  leader: /leads: true, lost: false\n42 orders\nlost: true\nnot-leading: /,
  options:
    /OptionError retry.atempts is not known; the nearest is "attempts"\nOptionError retry.pauseMs must be .*\nOptionError onEnd must be a function, not left out/,
  payload: /of 40 exchanges stay whole[^]*the same: true\nrefused: corrupt/,
  prefetch: /name: 'Ana'[^]*profile: 'used', orders: 'late', stock: 'failed'/,
}

const [, started, command, argument = ""] = process.argv
if (started === fileURLToPath(import.meta.url)) {
  if (command === "write") {
    for (const { name, program } of publishedPackages()) {
      if (program === undefined) continue
      writeFileSync(join(argument, `${name}.mjs`), program)
      writeFileSync(join(argument, `${name}.cjs`), asCommonJs(program))
    }
  } else {
    const said = readFileSync(0, "utf8")
    const isAsPrinted = printed[argument]?.test(said) ?? false
    if (!isAsPrinted) {
      process.stdout.write(`the program of ${argument} printed:\n${said}\n`)
      process.exitCode = 1
    }
  }
}
