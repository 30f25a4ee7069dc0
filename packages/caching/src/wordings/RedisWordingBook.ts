/**
 * A `WordingBook` shared through Redis or Valkey, single node or Cluster.
 *
 * The whole book is loaded at the start and after each change, on a notice or within five seconds; a look-up never asks
 * Redis. Reports (used, right, wrong) are collected in memory and written to Redis every second. While Redis
 * is down the book keeps its wordings until they expire, and the reports wait. If Redis has lost its data, the book
 * becomes empty.
 */
import { RedisConnection, RedisSubscriber, repeatForever } from "@manga-assist/connections/redis"
import { Clock, Effect, Layer, Option, Queue, Schema } from "effect"
import { CacheError } from "../CacheError.ts"
import { mostWordings, Wording, wordingId } from "./Wording.ts"
import {
  type Approval,
  findIn,
  type Held,
  makeMemoryBook,
  noCounters,
  overIn,
  settledAmong,
  WordingBook,
  type WordingBookOptions,
  type WordingState,
} from "./WordingBook.ts"
import { WordingJudgement } from "./WordingJudgement.ts"
import { makeWordingLedger, type SharedWordings, wordingChannel } from "./WordingLedger.ts"
import { WordingReports } from "./WordingReports.ts"

export const RedisWordingBook = {
  /** For this instance alone where Redis is not configured. */
  layer: (
    options: WordingBookOptions,
  ): Layer.Layer<WordingBook, never, RedisConnection | RedisSubscriber> =>
    Layer.effect(WordingBook, make(options)),
}

const lookEvery = "5 seconds"
const reportEvery = "1 second"

const encoded = Schema.encodeSync(Schema.fromJsonString(Wording))
const decode = Schema.decodeUnknownOption(Schema.fromJsonString(Wording))

const unavailable = (operation: CacheError["operation"]) => (cause: unknown) =>
  new CacheError({ reason: "unavailable", operation, cause })

const make = Effect.fnUntraced(function* (options: WordingBookOptions) {
  const redis = yield* RedisConnection
  const subscriber = yield* RedisSubscriber
  if (!redis.configured) return yield* makeMemoryBook(options)
  const clock = yield* Clock.Clock
  const now = () => clock.currentTimeMillisUnsafe()
  const ledger = makeWordingLedger(redis)
  let held: Held = new Map()
  const reports = new WordingReports()
  const counters = noCounters()
  let judgement = new WordingJudgement()
  let off: string | undefined
  let version: string | null = null
  let totals = { used: 0, right: 0, wrong: 0 }

  const take = ({ entries, totals: counted }: SharedWordings) => {
    const read = [...entries].flatMap(([id, text]) => {
      const wording = Option.getOrUndefined(decode(text))
      // Under another id it is not what was approved.
      return wording === undefined || wordingId(wording) !== id ? [] : [[id, wording] as const]
    })
    counters.unreadable = entries.size - read.length
    held = new Map(read.filter(([id]) => !reports.wrong.has(id)).slice(0, mostWordings))
    const count = (name: string) => Number(counted[name] ?? 0)
    totals = { used: count("used"), right: count("right"), wrong: count("wrong") }
  }

  const look = (always: boolean) =>
    Effect.gen(function* () {
      const mark = yield* ledger.mark
      if (always || mark.version !== version) {
        take(yield* ledger.load)
        version = mark.version
      }
      // What this instance has found itself and not passed on yet, the others do not know.
      if (reports.waits) return
      if (mark.off === undefined && off !== undefined) judgement = new WordingJudgement()
      off = mark.off
    }).pipe(Effect.mapError(unavailable("get")))

  const passOn = Effect.suspend(() => {
    const sending = reports.send()
    if (sending === undefined) return Effect.void
    return ledger.report(sending).pipe(
      Effect.tap(() => Effect.sync(() => reports.sent(true))),
      Effect.catch((error) => {
        counters.lostReports += reports.sent(false)
        return Effect.logDebug("reports on wordings wait", error.message)
      }),
      Effect.onInterrupt(() => Effect.sync(() => reports.sent(false))),
    )
  })

  // A message stands for all changes before the next look.
  const wakeUps = yield* Queue.dropping<void>(1)
  yield* subscriber.subscribe(wordingChannel, {
    onMessage: () => void Queue.offerUnsafe(wakeUps, undefined),
    onStanding: () => void Queue.offerUnsafe(wakeUps, undefined),
  })
  yield* look(true).pipe(
    // Asked again within seconds: no more than a line of its own at the start of a busy process.
    Effect.catch(({ cause }) => Effect.logInfo(`wordings could not be read yet: ${String(cause)}`)),
  )
  yield* Effect.addFinalizer(() => passOn)
  yield* Queue.take(wakeUps).pipe(
    Effect.timeoutOption(lookEvery),
    Effect.andThen(look(false)),
    Effect.catch((error) => Effect.logDebug("wordings could not be read", error)),
    repeatForever("reading wordings"),
    Effect.forkScoped({ startImmediately: true }),
  )
  yield* Effect.sleep(reportEvery).pipe(
    Effect.andThen(passOn),
    repeatForever("reporting on wordings"),
    Effect.forkScoped({ startImmediately: true }),
  )

  return WordingBook.of({
    find: (asked) => (off === undefined ? findIn(held, asked, options.version, now()) : undefined),
    report: (wording, report) => {
      counters[report] += 1
      const id = wordingId(wording)
      if (!reports.add(report, id)) counters.lostReports += 1
      if (report === "used") return
      off ??= judgement.judged(report, now())
      if (report === "wrong") held.delete(id)
    },
    approve: ({ lead, wordings }) =>
      ledger
        .approve(
          lead,
          overIn(held, options.version, now()),
          wordings.map((wording) => [wordingId(wording), encoded(wording)]),
        )
        .pipe(
          Effect.mapError(unavailable("set")),
          Effect.map((answer): Approval =>
            answer === "later-lead" || answer === "off"
              ? { refused: answer }
              : { kept: Number(answer) },
          ),
          Effect.tap(() => Effect.ignore(look(true))),
        ),
    remove: (ids) =>
      Effect.suspend(() => (ids === "everything" ? ledger.clear : ledger.remove(ids))).pipe(
        Effect.mapError(unavailable("remove")),
        Effect.andThen(Effect.ignore(look(true))),
      ),
    settled: (asked) =>
      asked.length === 0
        ? Effect.succeed(new Set())
        : Effect.mapBoth(ledger.removed(asked.map(wordingId)), {
            onFailure: unavailable("get"),
            onSuccess: (removed) => settledAmong(asked, removed, held, options.version, now()),
          }),
    state: Effect.andThen(
      passOn,
      Effect.map(look(true), (): WordingState => ({
        wordings: [...held.values()],
        ...(off === undefined ? {} : { off }),
        counters,
        totals,
      })),
    ),
  })
})
