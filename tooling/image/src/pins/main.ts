/**
 * `pnpm pins`: whether what builds and releases fetch is named by a digest that nobody can move, and, where there is a
 * network, writes the digests. It asks `skopeo` for images and `git` for actions.
 */
import { commandLine, commandOf, optionsOf } from "@manga-assist/process/arguments"
import { execFileSync } from "node:child_process"
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { pinned, type Reference, referencesIn } from "./Pins.ts"

const usage = `pnpm pins check   fails unless every base image and action is pinned; release workflows run it
pnpm pins write   pins them, or moves the pins to what the tags are now; needs skopeo, git and a network

Exit codes: 0 done, 1 something is not pinned or could not be asked, 64 wrong arguments`

const say = (line: string) => void process.stderr.write(`${line}\n`)
const root = fileURLToPath(new URL("../../../..", import.meta.url))
const workflows = join(root, ".github/workflows")

const files = [
  join(root, "Dockerfile"),
  join(root, "compose.yaml"),
  ...readdirSync(workflows).map((name) => join(workflows, name)),
].filter((file) => existsSync(file))

const ask = (command: string, ...args: ReadonlyArray<string>): string =>
  execFileSync(command, args, { encoding: "utf8", timeout: 60_000 })

/** Of an annotated tag, the commit that it names. */
const commitOf = ({ name, tag }: Reference): string | undefined => {
  const repository = name.split("/").slice(0, 2).join("/")
  const said = ask("git", "ls-remote", `https://github.com/${repository}`, tag, `${tag}^{}`)
  const lines = said.trim().split("\n")
  return (lines.find((line) => line.endsWith("^{}")) ?? lines[0])?.split("\t")[0]
}

const digestOf = ({ name, tag }: Reference): string => {
  const image = name.includes(".") ? name : `docker.io/library/${name}`
  return ask("skopeo", "inspect", "--format", "{{.Digest}}", `docker://${image}:${tag}`).trim()
}

const pinOf = (reference: Reference): string => {
  const pin = reference.kind === "image" ? digestOf(reference) : commitOf(reference)
  if (pin !== undefined && /^(sha256:[0-9a-f]{64}|[0-9a-f]{40})$/.test(pin)) return pin
  throw new Error(`nobody knows ${reference.name} ${reference.tag}`)
}

const check = (): void => {
  for (const file of files) {
    for (const { name, pin, tag } of referencesIn(readFileSync(file, "utf8"))) {
      if (pin !== undefined) continue
      say(`${file.slice(root.length)}: ${name} is fetched by ${tag}, which can be moved`)
      process.exitCode = 1
    }
  }
  if (process.exitCode === 1) say("pnpm pins write, where there is a network, pins them")
}

const write = (): void => {
  for (const file of files) {
    const text = readFileSync(file, "utf8")
    writeFileSync(file, pinned(text, pinOf))
  }
}

const job = commandLine({ usage, wrongUse: 64 }, (args) => {
  const { command, rest } = commandOf(args, ["check", "write"])
  optionsOf(rest, {}, { of: command })
  return command
})
if (job === "check") check()
if (job === "write") {
  try {
    write()
  } catch (error) {
    say(error instanceof Error ? error.message : String(error))
    process.exitCode = 1
  }
}
