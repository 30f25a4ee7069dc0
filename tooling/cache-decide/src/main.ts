/**
 * `cache-decide`: reads pairs of questions as JSON lines from standard input and decides for each whether the store
 * would answer the second with the cached answer of the first.
 *
 *   {"stored": "…", "asked": "…"}  →  {"hit": true, "reason": "…"}
 *
 * Each line of input yields one line of output, in order; empty lines are skipped. An invalid line yields {"error":
 * "…"} and exit code 65 at the end. `--wordings FILE` adds learned wordings. Output waits for a slow reader; a reader that goes away ends the program quietly.
 */
import { commandLine, optionsOf } from "@manga-assist/process/arguments"
import { createInterface } from "node:readline"
import { pipeline } from "node:stream/promises"
import { givenWordings } from "./GivenWordings.ts"

const usage = `cache-decide [--wordings FILE]

Says for each pair of questions on standard input whether the store would answer the second from its cache
with what it kept for the first.

  echo '{"stored": "How much is One Piece 105?", "asked": "price of one piece vol. 105"}' | pnpm cache-decide

A line in:  {"stored": "…", "asked": "…"}
A line out: {"hit": true, "reason": "…"}, or {"error": "…"} for a line that cannot be read

  --wordings FILE   with these learned wordings, one a line as "precompute wordings --json" lists them
  --help

Exit codes: 0 done, 64 wrong arguments, 65 a line that could not be read, 66 no such FILE.`
/** EX_DATAERR of sysexits.h. */
const badInput = 65
/** Lines are written together, so that a long run costs few system calls. */
const batchChars = 32_768

process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  process.exit(error.code === "EPIPE" ? 0 : 74)
})

const chosen = commandLine({ usage, wrongUse: 64 }, (args) => {
  const { value } = optionsOf(args, { "--wordings": "value" })
  return { file: value("--wordings") }
})
if (chosen === undefined) process.exit()
const given = await givenWordings(chosen.file, Date.now())
if ("problem" in given) {
  process.stderr.write(`error: ${given.problem}\n`)
  process.exit(given.code)
}
const { note, wordings } = given
if (note !== undefined) process.stderr.write(`note: ${note}\n`)

// What reads questions takes a second to load, which who asks for help or gives a wrong option does not wait for.
const { decideLine } = await import("./DecideLine.ts")

let failed = false

async function* decisions(): AsyncGenerator<string> {
  let pending = ""
  let number = 0
  for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
    number += 1
    if (line.trim() === "") continue
    const result = decideLine(line, number, wordings)
    failed ||= result.failed
    pending += `${result.output}\n`
    if (pending.length <= batchChars) continue
    yield pending
    pending = ""
  }
  yield pending
}
await pipeline(decisions, process.stdout)
process.exitCode = failed ? badInput : 0
