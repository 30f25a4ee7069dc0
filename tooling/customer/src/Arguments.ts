/** Parses the command line of `pnpm customer`; wrong arguments are returned as a message. Pure. */
import { parseArgs } from "node:util"

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

interface OfUser {
  readonly user: string
  readonly scan: boolean
}

export type Job =
  | { readonly job: "help" }
  | { readonly job: "wrong"; readonly message: string }
  | (OfUser & { readonly job: "find" })
  | (OfUser & { readonly job: "export"; readonly to: string })
  | (OfUser & { readonly job: "erase" })

const options = {
  help: { type: "boolean", short: "h" },
  user: { type: "string" },
  scan: { type: "boolean" },
  to: { type: "string" },
  yes: { type: "boolean" },
} as const

const wrong = (message: string): Job => ({ job: "wrong", message })

/** As the server takes them from a token. */
const userPattern = /^[A-Za-z0-9_.@:|+-]{1,128}$/u

export const parseJob = (words: ReadonlyArray<string>): Job => {
  let parsed: ReturnType<typeof parse>
  try {
    parsed = parse(words)
  } catch (error) {
    return wrong(error instanceof Error ? error.message : String(error))
  }
  const { positionals, values } = parsed
  const [job, ...more] = positionals
  if (values.help === true || (job === undefined && words.length === 0)) return { job: "help" }
  if (job !== "find" && job !== "export" && job !== "erase") {
    return wrong(job === undefined ? "no command" : `unknown command ${job}`)
  }
  if (more.length > 0) return wrong(`${job}: unexpected ${more[0]}`)
  if (values.user === undefined || !userPattern.test(values.user)) {
    return wrong("--user: 1 to 128 letters, digits and _.@:|+-")
  }
  if ((values.to !== undefined) !== (job === "export")) {
    return wrong(job === "export" ? "export: --to <file>" : `${job} has no --to`)
  }
  if ((values.yes === true) !== (job === "erase")) {
    return wrong(job === "erase" ? "erase: --yes, because it is for good" : `${job} has no --yes`)
  }
  const of = { user: values.user, scan: values.scan === true }
  return job === "export" ? { ...of, job, to: values.to ?? "" } : { ...of, job }
}

const parse = (words: ReadonlyArray<string>) =>
  // pnpm hands a bare `--` on.
  parseArgs({
    args: words.filter((word) => word !== "--"),
    options,
    strict: true,
    allowPositionals: true,
  })
