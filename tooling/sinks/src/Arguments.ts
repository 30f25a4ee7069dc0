/** Parses the command line of `pnpm sinks`. Pure; wrong arguments throw `WrongUse`. */
import { commandOf, optionsOf, refuse } from "@manga-assist/process/arguments"

export const usage = `usage: sinks inspect [--records <n>] [--json]
       sinks replay [--queue [--most <n>]] [--dry-run]
       sinks purge (--sink <name> | --queue) (--dry-run | --yes)

inspect   what waits on disk and in the dead-letter queue, since when, and for the queue why; changes nothing.
          With --records, the first n records of each.
replay    writes to their targets what an ended process left on disk. A running one does that itself.
          With --queue: what is in the dead-letter queue; messages go once their records are written.
purge     removes for good what waits for one sink, or all that is in the queue.

Reads the orchestrator's environment: DATA_DIR, SINK_DEAD_LETTER_QUEUE_URL, AWS_REGION, …
Exit codes: 0 done, 1 failed or not all could be written, 2 wrong arguments.`

const most = 999_999_999

export const parseJob = (args: ReadonlyArray<string>) => {
  const given = args.length === 0 ? ["--help"] : args
  const { command: job, rest } = commandOf(given, ["inspect", "replay", "purge"])
  if (job === "inspect") {
    const { has, number } = optionsOf(
      rest,
      { "--records": "values", "--json": "switch" },
      { of: job },
    )
    return { job, records: number("--records", 0, most) ?? 0, json: has("--json") } as const
  }
  if (job === "replay") {
    const kinds = { "--queue": "switch", "--most": "values", "--dry-run": "switch" } as const
    const { has, number } = optionsOf(rest, kinds, { of: job })
    if (has("--most") && !has("--queue")) refuse("--most: only with --queue")
    const atMost = number("--most", 1, most) ?? Number.MAX_SAFE_INTEGER
    return { job, queue: has("--queue"), most: atMost, dryRun: has("--dry-run") } as const
  }
  const { has, matching } = optionsOf(
    rest,
    { "--sink": "values", "--queue": "switch", "--dry-run": "switch", "--yes": "switch" },
    { of: job },
  )
  if (has("--sink") === has("--queue")) refuse("purge: either --sink <name> or --queue")
  if (has("--dry-run") === has("--yes")) refuse("purge: either --dry-run or --yes")
  const sink = matching("--sink", /^[a-z0-9-]{1,64}$/u, "1 to 64 of a-z, 0-9 and hyphens").at(-1)
  return { job, sink, dryRun: has("--dry-run") } as const
}
