/** Parses the command line of `pnpm customer`. Pure; wrong arguments throw `WrongUse`. */
import { commandOf, optionsOf, refuse } from "@manga-assist/process/arguments"

export const usage = `usage: customer find --user <id> [--scan]
       customer export --user <id> --to <file> [--scan]
       customer erase --user <id> --yes [--scan]

find      what the chat has of one customer: conversations, ratings, audit records; changes nothing.
export    the same as JSON, into a new file that only its owner may read.
erase     removes conversations and ratings, and the key under which audit and analytics name the customer.
          Servers know a key for five minutes: run it again after that, until it finds nothing.
--scan    reads the whole table of sessions instead of the customer's index, one page at a time: for turns that were
          written before there was an index, which are there for 30 days at most.

Reads the orchestrator's environment: AWS_REGION, DYNAMODB_TABLE_PREFIX, SINK_AUDIT_LOG_GROUP, DATA_DIR, …
Exit codes: 0 done, 1 failed (run it again: what is done stays done), 2 wrong arguments.`

/** As the server takes them from a token. */
const userPattern = /^[A-Za-z0-9_.@:|+-]{1,128}$/u

const kinds = { "--user": "values", "--scan": "switch" } as const

export const parseJob = (args: ReadonlyArray<string>) => {
  const given = args.length === 0 ? ["--help"] : args
  const { command: job, rest } = commandOf(given, ["find", "export", "erase"])
  const own = { find: {}, export: { "--to": "values" }, erase: { "--yes": "switch" } } as const
  const { has, matching, value } = optionsOf(rest, { ...kinds, ...own[job] }, { of: job })
  const user =
    matching("--user", userPattern, "1 to 128 letters, digits and _.@:|+-").at(-1) ??
    refuse(`${job}: --user <id>`)
  const of = { user, scan: has("--scan") }
  if (job === "export") return { ...of, job, to: value("--to") ?? refuse("export: --to <file>") }
  if (job === "erase" && !has("--yes")) refuse("erase: --yes, because it is for good")
  return { ...of, job }
}
