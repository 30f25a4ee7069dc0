/** Parses the worker's command line; pure. Wrong arguments throw `WrongUse`. */
import { commandOf, optionsOf, refuse, WrongUse } from "@manga-assist/process/arguments"

export const usage = `Keeps answers to popular questions fresh before they are asked.

  precompute run                   pass after pass until stopped; the default
  precompute run --once            one pass, its report as JSON, exit 0
  precompute run --dry-run         what a pass would renew, why and at what cost; asks no model
  precompute run --pattern NAME    one pass over this pattern alone ("demand": mined questions)
  precompute report [--json]       hits and time saved beside the expected ones, coverage, tokens
  precompute wordings [--json]     learned wordings with their names, ends and origins; beside a running worker
  precompute wordings remove ID…   these, for 30 days; "wordings clear": all, and what was reported of them
  precompute switches [--json]     what the cache answers no other words with: too many of them were wrong
  precompute switches on NAME…     puts these on again
  precompute --help

The schedule is the shop's schedule.json, or the file that PRECOMPUTE_SCHEDULE names.
Exit: 0 done, or stopped after having run until then; 1 broken; 2 wrong arguments or schedule; 130 stopped by a signal
before it was done.`

export type Request = ReturnType<typeof requestOf>

/** The worker alone goes on until it is stopped. */
export const endsByItself = (request: Request): boolean =>
  request.command !== "run" || request.once || request.dryRun

const ofRun = { "--once": "switch", "--dry-run": "switch", "--pattern": "value" } as const

export const requestOf = (args: ReadonlyArray<string>) => {
  const { command, rest } = commandOf(args, ["run", "report", "wordings", "switches"], "run")
  if (command === "wordings") return { command, ...wordingsOf(rest) } as const
  if (command === "switches") return { command, ...switchesOf(rest) } as const
  if (command === "report") {
    const { has } = optionsOf(rest, { "--json": "switch" }, { of: command })
    return { command, json: has("--json") } as const
  }
  const { has, value } = optionsOf(rest, ofRun, { of: command })
  const pattern = value("--pattern")
  return {
    command,
    once: has("--once") || pattern !== undefined,
    dryRun: has("--dry-run"),
    pattern,
  } as const
}

/** What becomes of learned wordings: listed, removed by their names, or all cleared. */
const wordingsOf = ([verb, ...ids]: ReadonlyArray<string>) => {
  const plain = { json: false, remove: [], clear: false }
  if (verb === undefined) return plain
  if (verb === "--json" && ids.length === 0) return { ...plain, json: true }
  if (verb === "clear" && ids.length === 0) return { ...plain, clear: true }
  if (verb !== "remove") {
    throw new WrongUse(`unknown argument ${[verb, ...ids].join(" ")} of wordings`, true)
  }
  if (ids.length === 0) refuse("wordings remove needs the name of at least one wording")
  const bad = ids.find((id) => !/^[\w-]{22}$/u.test(id))
  return bad === undefined ? { ...plain, remove: ids } : refuse(`${bad} is no name of a wording`)
}

const switchesOf = ([verb, ...on]: ReadonlyArray<string>) => {
  if (verb === undefined) return { json: false, on }
  if (verb === "--json" && on.length === 0) return { json: true, on }
  if (verb !== "on") throw new WrongUse(`unknown argument ${verb} of switches`, true)
  return on.length === 0 ? refuse("switches on needs at least one name") : { json: false, on }
}
