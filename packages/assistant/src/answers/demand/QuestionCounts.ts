/**
 * Counts which questions are asked most, in Redis and in the background, so that they can be answered ahead of demand.
 *
 * Nothing personal is counted: only fully understood questions whose answer depends on nobody, and a text is stored
 * only after three sessions asked it. What the grammar does not understand as a whole is counted separately,
 * with slots for titles, people, genres, places and figures (`sharedWording`). Sessions are hashed with a key that lives a day, into a HyperLogLog;
 * each counts once a day for a question. While Redis is down up to 2,000 counts of each kind wait; the rest is dropped
 * and reported. Without Redis nothing is counted.
 */
import { RedisConnection, repeatForever } from "@manga-assist/connections"
import { sharedWording } from "@manga-assist/store-grammar"
import { Clock, Context, Effect, Layer, type Scope, Semaphore } from "effect"
import { LRUCache } from "lru-cache"
import { hash } from "node:crypto"
import { countableText, patternOfDemand } from "./CountableText.ts"
import { type DemandSpace, makeQuestionCountStore, type Observation } from "./QuestionCountStore.ts"
import type { Question } from "../../reading/Question.ts"

export interface Asked {
  readonly session: string
  readonly question: Question
  /** What answered; absent when nothing did. */
  readonly source?: string | undefined
  /** Milliseconds from the arrival to the first content. */
  readonly firstContentMs: number
}

export interface DemandCounters {
  /** Questions given to `observe`. */
  observed: number
  /** Counted apart, as wordings with slots: not understood as a whole. */
  missed: number
  /** Not counted as demand: words that nobody knows, personal, or not to be kept. */
  private: number
  /** Beyond what a session may contribute in an hour. */
  noisy: number
  /** Lost: more than may wait for Redis, or none is configured. */
  dropped: number
}

export class QuestionCounts extends Context.Service<
  QuestionCounts,
  {
    /** Synchronous, never throws, never waits. */
    readonly observe: (asked: Asked) => void
    /** Writes what waits, after a write that is under way; never fails. Done each second and at the end. */
    readonly flush: Effect.Effect<void>
    readonly counters: () => Readonly<DemandCounters>
  }
>()("@manga-assist/assistant/QuestionCounts") {
  static readonly layer: Layer.Layer<QuestionCounts, never, RedisConnection> = Layer.effect(
    QuestionCounts,
    Effect.suspend(() => makeDemandCounts()),
  )
}

/** Between two writes. */
const flushEveryMs = 1_000
/** Waiting for a write; more a second is no demand to be learned from but a flood, or Redis is away for long. */
const mostWaiting = 2_000
/** Different questions that one session may add in an hour. */
const mostPerSession = 30
const hourMs = 3_600_000
const rememberedSessions = 20_000

/** One question's place in the counts; tells nothing that its words would not. */
const memberOf = (locale: string, text: string): string =>
  hash("sha256", `${locale} ${text}`, "base64url").slice(0, 22)

const makeDemandCounts = Effect.fnUntraced(function* (): Effect.fn.Return<
  QuestionCounts["Service"],
  never,
  RedisConnection | Scope.Scope
> {
  const redis = yield* RedisConnection
  const clock = yield* Clock.Clock
  const counters: DemandCounters = { observed: 0, missed: 0, private: 0, noisy: 0, dropped: 0 }
  const observations: Record<DemandSpace, Array<Observation>> = { demand: [], missed: [] }
  const answered = new Map<string, number>()
  const shares = new LRUCache<string, { readonly hour: number; readonly members: Set<string> }>({
    max: rememberedSessions,
  })

  /** Is there room in a session's share of this hour, and is it new there? */
  const shareOf = (session: string, member: string): "new" | "known" | "full" => {
    const hour = Math.floor(clock.currentTimeMillisUnsafe() / hourMs)
    const before = shares.get(session)
    const share = before?.hour === hour ? before : { hour, members: new Set<string>() }
    if (share !== before) shares.set(session, share)
    if (share.members.has(member)) return "known"
    if (share.members.size >= mostPerSession) return "full"
    share.members.add(member)
    return "new"
  }

  const add = (field: string, amount: number) =>
    answered.set(field, (answered.get(field) ?? 0) + amount)

  const observe = ({ firstContentMs, question, session, source }: Asked): void => {
    counters.observed += 1
    if (source !== undefined) {
      const field = `${patternOfDemand(question)}|${source}`
      add(`${field}|asked`, 1)
      add(`${field}|ms`, Math.max(0, Math.round(firstContentMs)))
    }
    // What the store says itself needs no answer ahead, and no other words.
    if (source === "store") return
    const understood = countableText(question)
    const text = understood ?? sharedWording(question)?.text
    if (text === undefined) {
      counters.private += 1
      return
    }
    const space = understood === undefined ? "missed" : "demand"
    const member = memberOf(question.locale, text)
    const share = shareOf(session, member)
    if (share === "full") {
      counters.noisy += 1
      return
    }
    const waiting = observations[space]
    if (share === "new" && waiting.length >= mostWaiting) {
      shares.get(session)?.members.delete(member)
      counters.dropped += 1
      return
    }
    if (space === "missed") counters.missed += 1
    // Asked again in the same hour, it would change nothing in Redis.
    if (share === "new") waiting.push({ member, locale: question.locale, text, session })
  }

  if (!redis.configured) {
    return QuestionCounts.of({
      observe: () => {
        counters.observed += 1
        counters.dropped += 1
      },
      flush: Effect.void,
      counters: () => counters,
    })
  }

  const write = (space: DemandSpace, fields: ReadonlyArray<readonly [string, number]>) => {
    const batch = observations[space]
    if (batch.length + fields.length === 0) return Effect.void
    observations[space] = []
    return ledgers[space].write(batch, fields).pipe(
      Effect.catch((error) => {
        // Counted already or not: told again, a session still counts once. `fields` would count twice.
        const room = Math.max(0, mostWaiting - observations[space].length)
        observations[space] = [...batch.slice(0, room), ...observations[space]]
        const lost = batch.slice(room)
        counters.dropped += lost.length
        // Asked again, they count.
        for (const { member, session } of lost) shares.get(session)?.members.delete(member)
        return Effect.logDebug("demand could not be counted yet", error.message)
      }),
    )
  }
  const ledgers = {
    demand: makeQuestionCountStore(redis, "demand"),
    missed: makeQuestionCountStore(redis, "missed"),
  }
  const oneWrite = yield* Semaphore.make(1)
  const flush = Effect.suspend(() => {
    const fields = [...answered]
    answered.clear()
    return Effect.andThen(
      write("demand", fields),
      Effect.suspend(() => write("missed", [])),
    )
  }).pipe(oneWrite.withPermit)
  yield* Effect.addFinalizer(() => flush)
  yield* Effect.sleep(flushEveryMs).pipe(
    Effect.andThen(flush),
    repeatForever("counting demand"),
    Effect.forkScoped({ startImmediately: true }),
  )
  return QuestionCounts.of({ observe, flush, counters: () => counters })
})
