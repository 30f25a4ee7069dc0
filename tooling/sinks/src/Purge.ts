/**
 * `sinks purge`: removes for good what waits for one sink on disk, or everything in the dead-letter queue, and prints
 * how much. A sink that a process is using is refused.
 */
import { inspectSpool, purgeSpool } from "@manga-assist/async-sinks/spool"
import { Effect } from "effect"
import { requireQueue } from "./DeadLetterQueue.ts"
import { SinksError } from "./SinksError.ts"
import { spoolDirectory } from "./SpoolDirectory.ts"

export const purge = Effect.fnUntraced(function* (
  /** Without a sink: the queue. */
  { dryRun, sink }: { readonly sink: string | undefined; readonly dryRun: boolean },
  print: (line: string) => void,
) {
  if (sink === undefined) {
    const queue = yield* requireQueue
    const { hidden, waiting } = yield* queue.counts
    if (!dryRun) yield* queue.purge
    print(`${dryRun ? "would remove" : "removed"} ${waiting + hidden} messages of ${queue.url}`)
    return
  }
  const directory = yield* spoolDirectory
  const folder = inspectSpool(directory).find((each) => each.sink === sink)
  if (folder === undefined) {
    return yield* new SinksError({ reason: "not-found", detail: `${sink} in ${directory}` })
  }
  if (dryRun) {
    print(`would remove ${folder.waiting} records, ${folder.bytes} bytes, of ${sink}`)
    return
  }
  const result = yield* Effect.try({
    try: () => purgeSpool(directory, sink),
    catch: (cause) => new SinksError({ reason: "not-found", detail: String(cause), cause }),
  })
  if ("usedBy" in result) {
    return yield* new SinksError({ reason: "in-use", detail: `${result.usedBy} has ${sink}` })
  }
  print(`removed ${result.removed} records of ${sink}`)
})
