/**
 * `sinks inspect`: prints the records that wait on disk and up to ten of those in the dead-letter queue, with age and
 * reason.
 *
 * Changes no record; a message of the queue that is shown counts as received once more.
 */
import { inspectSpool, type SpoolFolder, waitingRecords } from "@manga-assist/async-sinks/spool"
import { Clock, Effect } from "effect"
import { openQueue } from "./DeadLetterQueue.ts"
import { spoolDirectory } from "./SpoolDirectory.ts"

const age = (ms: number): string => {
  const seconds = Math.round(ms / 1_000)
  if (seconds < 120) return `${seconds} s`
  return seconds < 7_200 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 3_600)} h`
}

const lineOf = (folder: SpoolFolder, now: number): string => {
  const { corruptLines, oldestAt, setAsideBytes, unknownFiles } = folder
  return [
    folder.sink.padEnd(12),
    `${folder.waiting} waiting`,
    oldestAt === undefined ? undefined : `oldest ${age(Math.max(0, now - oldestAt))}`,
    `${folder.bytes} bytes in ${folder.files} files`,
    corruptLines > 0 ? `${corruptLines} unreadable lines` : undefined,
    setAsideBytes > 0 ? `${setAsideBytes} bytes set aside in "corrupt"` : undefined,
    unknownFiles > 0 ? `${unknownFiles} files of another version` : undefined,
    folder.usedBy === undefined ? "no process has it" : `${folder.usedBy} has it`,
  ]
    .filter((part) => part !== undefined)
    .join(" · ")
}

export const inspect = Effect.fnUntraced(function* (
  job: { readonly records: number; readonly json: boolean },
  print: (line: string) => void,
) {
  const directory = yield* spoolDirectory
  const folders = inspectSpool(directory)
  const queue = yield* openQueue
  const counts = queue === undefined ? undefined : yield* queue.counts
  const seen = queue === undefined ? [] : yield* queue.receive(true)
  const letters = seen.flatMap(({ letter }) => letter ?? [])
  if (job.json) {
    print(JSON.stringify({ directory, folders, queue: counts, letters }))
    return
  }
  const now = yield* Clock.currentTimeMillis
  print(folders.length === 0 ? `nothing in ${directory}` : `on disk, ${directory}`)
  for (const folder of folders) {
    print(`  ${lineOf(folder, now)}`)
    if (job.records === 0) continue
    for (const record of waitingRecords(directory, folder.sink, job.records)) print(`    ${record}`)
  }
  if (queue === undefined || counts === undefined) {
    print("no dead-letter queue: SINK_DEAD_LETTER_QUEUE_URL is not set")
    return
  }
  print(`dead-letter queue, ${queue.url}: ${counts.waiting} waiting, ${counts.hidden} under way`)
  for (const { at, attempts, id, reason, record, sink } of letters) {
    print(`  ${sink.padEnd(12)} ${id} · ${age(now - at)} · ${attempts} attempts · ${reason}`)
    if (job.records > 0) print(`    ${record}`)
  }
  const foreign = seen.length - letters.length
  if (foreign > 0) print(`  ${foreign} messages that are no dead letters`)
})
