/**
 * An `AliasBook` (approved wordings, each mapped to another question's cached answer) shared through Redis or Valkey,
 * single node or Cluster.
 *
 * The whole book is loaded at the start and after each change, on a notice or within five seconds; a look-up never asks
 * Redis. Reports on aliases (used, right, wrong) are collected in memory and written to Redis every second. While Redis
 * is down the book keeps its aliases until they expire, and the reports wait. If Redis has lost its data, the book
 * becomes empty.
 */
import { RedisConnection, RedisSubscriber, repeatForever } from "@manga-assist/connections/redis"
import { Clock, Effect, Layer, Option, Queue, Schema } from "effect"
import { Alias, aliasId } from "./Alias.ts"
import {
  AliasBook,
  type AliasBookOptions,
  type AliasState,
  type Approval,
  defaultAliasBytes,
  emptyAliasCounters,
  makeMemoryBook,
} from "./AliasBook.ts"
import { AliasJudgement } from "./AliasJudgement.ts"
import { aliasChannel, makeAliasLedger, type SharedAliases } from "./AliasLedger.ts"
import { AliasReports } from "./AliasReports.ts"
import { AliasTable } from "./AliasTable.ts"
import { CacheError } from "../CacheError.ts"

export const RedisAliasBook = {
  /** For this instance alone where Redis is not configured. */
  layer: (
    options: AliasBookOptions,
  ): Layer.Layer<AliasBook, never, RedisConnection | RedisSubscriber> =>
    Layer.effect(AliasBook, make(options)),
}

const lookEvery = "5 seconds"
const reportEvery = "1 second"

const encoded = Schema.encodeSync(Schema.fromJsonString(Alias))
const decode = Schema.decodeUnknownOption(Schema.fromJsonString(Alias))

const unavailable = (operation: CacheError["operation"]) => (cause: unknown) =>
  new CacheError({ reason: "unavailable", operation, cause })

const make = Effect.fnUntraced(function* (options: AliasBookOptions) {
  const redis = yield* RedisConnection
  const subscriber = yield* RedisSubscriber
  if (!redis.configured) return yield* makeMemoryBook(options)
  const clock = yield* Clock.Clock
  const now = () => clock.currentTimeMillisUnsafe()
  const ledger = makeAliasLedger(redis)
  const table = new AliasTable(options.maxBytes ?? defaultAliasBytes)
  const reports = new AliasReports()
  const counters = emptyAliasCounters()
  let judgement = new AliasJudgement()
  let off: string | undefined
  let version: string | null = null
  let totals = { used: 0, right: 0, wrong: 0 }

  const take = ({ entries, totals: counted }: SharedAliases) => {
    const read = [...entries].flatMap(([id, text]) => {
      const alias = Option.getOrUndefined(decode(text))
      // Under another id it is not what was approved.
      return alias === undefined || aliasId(alias) !== id ? [] : [alias]
    })
    counters.unreadable = entries.size - read.length
    table.replace(read)
    counters.leftOut = table.leftOut
    table.remove(reports.wrong)
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
      if (mark.off === undefined && off !== undefined) judgement = new AliasJudgement()
      off = mark.off
    }).pipe(Effect.mapError(unavailable("get")))

  const passOn = Effect.suspend(() => {
    const sending = reports.send()
    if (sending === undefined) return Effect.void
    return ledger.report(sending).pipe(
      Effect.tap(() => Effect.sync(() => reports.sent(true))),
      Effect.catch((error) => {
        counters.lostReports += reports.sent(false)
        return Effect.logDebug("reports on aliases wait", error.message)
      }),
      Effect.onInterrupt(() => Effect.sync(() => reports.sent(false))),
    )
  })

  // A message stands for all changes before the next look.
  const wakeUps = yield* Queue.dropping<void>(1)
  yield* subscriber.subscribe(aliasChannel, {
    onMessage: () => void Queue.offerUnsafe(wakeUps, undefined),
    onStanding: () => void Queue.offerUnsafe(wakeUps, undefined),
  })
  yield* look(true).pipe(
    // Asked again within seconds: no more than a line of its own at the start of a busy process.
    Effect.catch(({ cause }) => Effect.logInfo(`aliases could not be read yet: ${String(cause)}`)),
  )
  yield* Effect.addFinalizer(() => passOn)
  yield* Queue.take(wakeUps).pipe(
    Effect.timeoutOption(lookEvery),
    Effect.andThen(look(false)),
    Effect.catch((error) => Effect.logDebug("aliases could not be read", error)),
    repeatForever("reading aliases"),
    Effect.forkScoped({ startImmediately: true }),
  )
  yield* Effect.sleep(reportEvery).pipe(
    Effect.andThen(passOn),
    repeatForever("reporting on aliases"),
    Effect.forkScoped({ startImmediately: true }),
  )

  return AliasBook.of({
    find: (asked) => (off === undefined ? table.find(asked, options.version, now()) : undefined),
    report: (alias, report) => {
      counters[report] += 1
      const id = aliasId(alias)
      if (!reports.add(report, id)) counters.lostReports += 1
      if (report === "used") return
      off ??= judgement.judged(report, now())
      if (report === "wrong") table.remove(new Set([id]))
    },
    approve: ({ aliases, forget, lead }) =>
      ledger
        .approve(
          lead,
          forget,
          aliases.map((alias) => [aliasId(alias), encoded(alias)]),
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
    state: Effect.andThen(
      passOn,
      Effect.map(look(true), (): AliasState => ({
        aliases: table.all,
        bytes: table.bytes,
        ...(off === undefined ? {} : { off }),
        counters,
        totals,
      })),
    ),
  })
})
