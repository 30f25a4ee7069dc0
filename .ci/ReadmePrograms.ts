/**
 * The program of each published package's README.
 *
 * `node ReadmePrograms.ts FOLDER` writes them: `<package>.mjs` as it stands, `<package>.cjs` with `require`.
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

const [, started, folder] = process.argv
if (folder !== undefined && started === fileURLToPath(import.meta.url)) {
  for (const { name, program } of publishedPackages()) {
    if (program === undefined) continue
    writeFileSync(join(folder, `${name}.mjs`), program)
    writeFileSync(join(folder, `${name}.cjs`), asCommonJs(program))
  }
}
