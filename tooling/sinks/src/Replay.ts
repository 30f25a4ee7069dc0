/**
 * `sinks replay`: writes waiting records to their targets, with the store's own sinks (queues that write records in the
 * background).
 *
 * From disk: the records that an ended process left in its spool, the sinks' folder on disk. The command fails while a
 * running process has one of the spool's folders in use, because that process replays them itself. From the dead-letter
 * queue: up to a thousand messages at a time, in the order of their records and each record once, as the queue keeps
 * neither. A message is deleted only after its sink has written the record or sent it to the queue anew; messages that
 * no sink accepts stay in the queue.
 */
import {
  CachedAnswers,
  layerSinks,
  SessionStore,
  SinkMetrics,
  StoreTables,
} from "@manga-assist/assistant"
import { inspectSpool } from "@manga-assist/async-sinks/spool"
import { RedisTagVersions, TieredCacheStore } from "@manga-assist/caching"
import { DynamoDocuments, RedisConnection, RedisSubscriber } from "@manga-assist/connections"
import { ConfigProvider, Context, Effect, Layer } from "effect"
import { type DeadLetterQueue, type ReceivedLetter, requireQueue } from "./DeadLetterQueue.ts"
import { SinksError } from "./SinksError.ts"
import { dataDirectory, spoolDirectory } from "./SpoolDirectory.ts"

type Print = (line: string) => void

const drainMs = 30_000
/** Messages of the queue that are put in order: their writes end before others see them again. */
const mostTogether = 1_000
/** Between two lines of progress. */
const progressMs = 1_000

const sinks = layerSinks.pipe(
  Layer.provide([CachedAnswers.layer, SessionStore.layer]),
  Layer.provide([
    TieredCacheStore.layerNotified(),
    RedisTagVersions.layer(),
    StoreTables.layer,
    DynamoDocuments.layer,
  ]),
  Layer.provide([RedisConnection.layerOptional, RedisSubscriber.layerOptional]),
)

const openSinks = Effect.map(Layer.build(sinks), (context) => Context.get(context, SinkMetrics))

export const replay = Effect.fnUntraced(function* (
  job: { readonly queue: boolean; readonly most: number; readonly dryRun: boolean },
  print: Print,
  progress: Print,
) {
  if (!job.queue) return yield* fromDisk(job.dryRun, print, progress)
  const queue = yield* requireQueue
  const { waiting } = yield* queue.counts
  if (job.dryRun) {
    print(`would replay ${Math.min(waiting, job.most)} of ${waiting} messages of ${queue.url}`)
    return
  }
  // A folder of its own, beside that of the process that is at work.
  const dataDir = `${yield* dataDirectory}/replay`
  yield* fromQueue(queue, Math.min(waiting, job.most), print, progress).pipe(
    Effect.provide(
      ConfigProvider.layerAdd(ConfigProvider.fromUnknown({ DATA_DIR: dataDir }), {
        asPrimary: true,
      }),
    ),
  )
})

const fromDisk = Effect.fnUntraced(function* (dryRun: boolean, print: Print, progress: Print) {
  const directory = yield* spoolDirectory
  const folders = inspectSpool(directory)
  const busy = folders.find(({ usedBy }) => usedBy !== undefined)
  if (busy !== undefined) {
    const detail = `${busy.usedBy} has ${directory}/${busy.sink} and replays it by itself`
    return yield* new SinksError({ reason: "in-use", detail })
  }
  const waiting = folders.reduce((sum, folder) => sum + folder.waiting, 0)
  if (dryRun || waiting === 0) {
    print(`${dryRun ? "would replay" : "replayed"} ${waiting} records from ${directory}`)
    return
  }
  const opened = yield* openSinks
  const left = () => Object.values(opened.counters()).reduce((sum, { pending }) => sum + pending, 0)
  const show = Effect.sync(() => progress(`${waiting - left()} of ${waiting}`))
  yield* Effect.sleep(progressMs).pipe(
    Effect.andThen(show),
    Effect.forever,
    Effect.forkScoped({ startImmediately: true }),
  )
  const drained = yield* opened.drain(drainMs)
  print(`replayed ${waiting - left()} of ${waiting} records`)
  if (!drained) return yield* new SinksError({ reason: "left", detail: whyLeft(opened) })
})

const fromQueue = Effect.fnUntraced(function* (
  queue: DeadLetterQueue,
  most: number,
  print: Print,
  progress: Print,
) {
  const opened = yield* openSinks
  let done = 0
  let refused = 0
  while (done + refused < most) {
    const received = yield* receiveSome(queue, Math.min(mostTogether, most - done - refused))
    if (received.length === 0) break
    const offered = offerInOrder(opened, received)
    refused += received.length - offered.length
    if (!(yield* opened.drain(drainMs))) break
    for (let at = 0; at < offered.length; at += 10) {
      yield* queue.remove(offered.slice(at, at + 10).map(({ receipt }) => receipt))
    }
    done += offered.length
    progress(`${done + refused} of about ${most}`)
  }
  print(`replayed ${done} of about ${most} messages; ${refused} refused by their sinks`)
  if (done < most) {
    return yield* new SinksError({ reason: "left", detail: whyLeft(opened) })
  }
})

const receiveSome = Effect.fnUntraced(function* (queue: DeadLetterQueue, most: number) {
  const all: Array<ReceivedLetter> = []
  while (all.length < most) {
    const some = yield* queue.receive(false)
    if (some.length === 0) break
    all.push(...some)
  }
  return all
})

/** Those that their sinks took, or that a message before them had held. */
const offerInOrder = (
  opened: SinkMetrics["Service"],
  received: ReadonlyArray<ReceivedLetter>,
): ReadonlyArray<ReceivedLetter> => {
  const taken = new Set<string>()
  return received
    .toSorted((one, other) => (one.letter?.at ?? 0) - (other.letter?.at ?? 0))
    .filter((each) => {
      const record = `${each.letter?.sink} ${each.letter?.id}`
      if (!taken.has(record) && !offer(opened, each)) return false
      taken.add(record)
      return true
    })
}

const offer = (opened: SinkMetrics["Service"], { letter }: ReceivedLetter): boolean => {
  if (letter === undefined) return false
  try {
    return opened.reoffer(letter.sink, JSON.parse(letter.record))
  } catch {
    return false
  }
}

const whyLeft = (opened: SinkMetrics["Service"]): string => {
  const failures = Object.entries(opened.reports()).flatMap(([sink, { lastFailure }]) =>
    lastFailure === undefined ? [] : [`${sink}: ${lastFailure}`],
  )
  return failures.length === 0 ? "messages that no sink knows stay" : failures.join("; ")
}
