/** Parses the command line of `pnpm sinks`; wrong arguments are returned as a message. Pure. */
import { parseArgs } from "node:util"

export const usage = `usage: sinks inspect [--records <n>] [--json]
       sinks replay [--queue [--most <n>]] [--dry-run]
       sinks purge (--sink <name> | --queue) (--dry-run | --yes)

inspect   what waits on disk and in the dead-letter queue, since when, and why; changes nothing.
          With --records, the first n records of each.
replay    writes to their targets what an ended process left on disk. A running one does that itself.
          With --queue: what is in the dead-letter queue; messages go once their records are written.
purge     removes for good what waits for one sink, or all that is in the queue.

Reads the orchestrator's environment: DATA_DIR, SINK_DEAD_LETTER_QUEUE_URL, AWS_REGION, …
Exit codes: 0 done, 1 failed or not all could be written, 2 wrong arguments.`

export type Job =
  | { readonly job: "help" }
  | { readonly job: "wrong"; readonly message: string }
  | { readonly job: "inspect"; readonly records: number; readonly json: boolean }
  | {
      readonly job: "replay"
      readonly queue: boolean
      readonly most: number
      readonly dryRun: boolean
    }
  | {
      readonly job: "purge"
      readonly what: { readonly sink: string } | { readonly queue: true }
      readonly dryRun: boolean
    }

const options = {
  help: { type: "boolean", short: "h" },
  records: { type: "string" },
  json: { type: "boolean" },
  queue: { type: "boolean" },
  most: { type: "string" },
  sink: { type: "string" },
  "dry-run": { type: "boolean" },
  yes: { type: "boolean" },
} as const

/** Options that a job knows; any other is an error and not ignored. */
const known: Readonly<Record<string, ReadonlyArray<string>>> = {
  inspect: ["records", "json"],
  replay: ["queue", "most", "dry-run"],
  purge: ["sink", "queue", "dry-run", "yes"],
}

const wrong = (message: string): Job => ({ job: "wrong", message })

const wholeNumber = (text: string): number | undefined =>
  /^\d{1,9}$/u.test(text) ? Number(text) : undefined

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
  if (job === undefined || known[job] === undefined) {
    return wrong(job === undefined ? "no command" : `unknown command ${job}`)
  }
  if (more.length > 0) return wrong(`${job}: unexpected ${more[0]}`)
  const foreign = Object.keys(values).find((name) => known[job]?.includes(name) !== true)
  if (foreign !== undefined) return wrong(`${job} has no --${foreign}`)
  const dryRun = values["dry-run"] === true
  if (job === "inspect") {
    const records = wholeNumber(values.records ?? "0")
    if (records === undefined) return wrong("--records: a whole number")
    return { job, records, json: values.json === true }
  }
  if (job === "replay") {
    const most = values.most === undefined ? Number.MAX_SAFE_INTEGER : wholeNumber(values.most)
    if (most === undefined || most === 0) return wrong("--most: a whole number above 0")
    const queue = values.queue === true
    if (values.most !== undefined && !queue) return wrong("--most: only with --queue")
    return { job, queue, most, dryRun }
  }
  if ((values.sink === undefined) !== (values.queue === true)) {
    return wrong("purge: either --sink <name> or --queue")
  }
  if (dryRun === (values.yes === true)) return wrong("purge: either --dry-run or --yes")
  if (values.sink !== undefined && !/^[a-z0-9-]{1,64}$/u.test(values.sink)) {
    return wrong("--sink: 1 to 64 of a-z, 0-9 and hyphens")
  }
  const what = values.sink === undefined ? { queue: true as const } : { sink: values.sink }
  return { job: "purge", what, dryRun }
}

const parse = (words: ReadonlyArray<string>) =>
  // pnpm hands a bare `--` on.
  parseArgs({
    args: words.filter((word) => word !== "--"),
    options,
    strict: true,
    allowPositionals: true,
  })
