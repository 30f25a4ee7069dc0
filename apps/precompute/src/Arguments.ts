/** Parses the worker's command line; pure. */
import { type Kinds, misuseText, readArguments } from "@manga-assist/process/arguments"
import { type AliasRequest, aliasRequestOf } from "./aliases/AliasArguments.ts"

export type Request =
  | { readonly command: "help" }
  | {
      readonly command: "run"
      readonly once: boolean
      readonly dryRun: boolean
      readonly pattern: string | undefined
    }
  | { readonly command: "report"; readonly json: boolean }
  | AliasRequest
  | { readonly command: "wrong"; readonly message: string }

/** What there is to start a program for. */
export type Started = Exclude<Request, { readonly command: "help" | "wrong" }>

/** The worker alone goes on until it is stopped. */
export const endsByItself = (request: Started): boolean =>
  request.command !== "run" || request.once || request.dryRun

export const usage = `Keeps answers to popular questions fresh before they are asked.

  precompute run                   pass after pass until stopped; the default
  precompute run --once            one pass, its report as JSON, exit 0
  precompute run --dry-run         what a pass would renew, why and at what cost; asks no model
  precompute run --pattern NAME    one pass over this pattern alone ("demand": mined questions)
  precompute report [--json]       hits and time saved beside the expected ones, coverage, tokens
  precompute aliases [--json]      learned aliases with their names, ends and origins; beside a running worker
  precompute aliases remove ID…    these, for 30 days; "aliases clear": all, and what was reported of them
  precompute --help

The schedule is schedule.json of this app, or the file that PRECOMPUTE_SCHEDULE names.
Exit: 0 done, or stopped after having run until then; 1 broken; 2 wrong arguments or schedule; 130 stopped by a signal
before it was done.
`

const ofRun: Kinds = { "--once": "switch", "--dry-run": "switch", "--pattern": "value" }

const wrong = (message: string): Request => ({ command: "wrong", message })

export const requestOf = (words: ReadonlyArray<string>): Request => {
  const given = words.filter((word) => word !== "--")
  if (given.includes("--help") || given.includes("-h")) return { command: "help" }
  const [first = "run"] = given
  const named = !first.startsWith("-")
  const command = named ? first : "run"
  const options = named ? given.slice(1) : given
  if (command === "report") {
    const unknown = options.find((word) => word !== "--json")
    if (unknown !== undefined) return wrong(`unknown option ${unknown} of report`)
    return { command, json: options.includes("--json") }
  }
  if (command === "aliases") return aliasRequestOf(options)
  if (command !== "run") return wrong(`unknown command ${command}: run, report or aliases`)
  const found = readArguments(options, ofRun)
  if ("misuse" in found) {
    const { option, problem } = found.misuse
    if (problem === "unknown option") return wrong(`unknown option ${option} of run`)
    return wrong(problem === "needs a value" ? `${option} needs a name` : misuseText(found.misuse))
  }
  if (found.words[0] !== undefined) return wrong(`unknown option ${found.words[0]} of run`)
  const pattern = found.value("--pattern")
  return {
    command,
    once: found.has("--once") || pattern !== undefined,
    dryRun: found.has("--dry-run"),
    pattern,
  }
}
