/**
 * Reads speculatively for the text that a customer is still typing (a draft); the message then takes the result if it
 * needs the same data.
 *
 * At most one read runs for each session; a draft that needs other data cancels it. Drafts make at most a set share
 * of all reads. Nothing here fails or delays a message.
 */
import { number, object } from "@manga-assist/options"
import { check } from "./CheckOptions.ts"
import { monotonicMs } from "./MonotonicMs.ts"
import { Clock, Effect, Exit, Fiber, type Scope } from "effect"
import { Allowance } from "./Allowance.ts"
import type { TypeAheadCounters, TypeAheadOptions } from "./TypeAheadOptions.ts"

/** What a text asks for. Two texts with one key are answered by one read. */
export interface DraftRead<A, E, R> {
  readonly key: string
  readonly read: Effect.Effect<A, E, R>
}

export interface TypeAhead<A, E, R> {
  /** `ask` is run when it is time to read; `undefined` means that the text asks for nothing yet. */
  readonly draft: (
    session: string,
    ask: Effect.Effect<DraftRead<A, E, R> | undefined, unknown, R>,
  ) => void
  /**
   * For a message that needs to read `key`: the draft's read, ended or under way, or `undefined` when
   * the message must read for itself. The effect gives `undefined` when that read fails; interrupting
   * it interrupts the read. Call it once for each message that reads. A key that is a function is asked
   * for only where a draft is held.
   */
  readonly take: (
    session: string,
    key: string | (() => string),
  ) => Effect.Effect<A | undefined> | undefined
  /**
   * The draft's read of `key`, ended or under way, left where it is for the message. `undefined` as for `take`, and where
   * the read fails; interrupting it interrupts nothing.
   */
  readonly look: (session: string, key: string) => Effect.Effect<A | undefined> | undefined
  readonly closed: (session: string) => void
  readonly counters: () => Readonly<TypeAheadCounters>
}

interface Running<A> {
  readonly key: string
  readonly startedAt: number
  readonly fiber: Fiber.Fiber<A, unknown>
}

interface Typing<A> {
  startedAt: number
  waiting: Fiber.Fiber<unknown, unknown> | undefined
  running: Running<A> | undefined
}

const rules = object<TypeAheadOptions>({
  minGapMs: number({ least: 0, most: 60_000 }),
  quietMs: number({ least: 0, most: 60_000 }),
  maxAgeMs: number({ least: 1, most: 3_600_000 }),
  maxShare: number({ least: 0, most: 0.95 }),
  burst: number({ least: 0, most: 1_000_000 }),
  maxSessions: number({ least: 1, most: 10_000_000 }),
})

/** @throws OptionError naming the option that is unknown, of another kind, or out of range */
export const makeTypeAhead = Effect.fnUntraced(function* <A, E = never, R = never>(
  options: TypeAheadOptions = {},
): Effect.fn.Return<TypeAhead<A, E, R>, never, Scope.Scope | R> {
  check("makeTypeAhead", rules, options)
  const { maxAgeMs = 10_000, maxSessions = 10_000, minGapMs = 150, quietMs = 280 } = options
  const allowance = new Allowance(options.maxShare ?? 0.75, options.burst ?? 50)
  const runFork = Effect.runForkWith(yield* Effect.context<R>())
  const sessions = new Map<string, Typing<A>>()
  const counters: TypeAheadCounters = {
    drafts: 0,
    unchanged: 0,
    started: 0,
    refused: 0,
    cancelled: 0,
    hits: 0,
    misses: 0,
    failed: 0,
  }
  const now = monotonicMs(yield* Clock.Clock)

  const cancel = (typing: Typing<A>) => {
    const { running } = typing
    typing.running = undefined
    if (running === undefined || running.fiber.pollUnsafe() !== undefined) return
    counters.cancelled += 1
    running.fiber.interruptUnsafe()
  }
  const forget = (session: string) => {
    const typing = sessions.get(session)
    if (typing === undefined) return
    sessions.delete(session)
    typing.waiting?.interruptUnsafe()
    cancel(typing)
  }
  yield* Effect.addFinalizer(() =>
    Effect.sync(() => {
      for (const session of sessions.keys()) forget(session)
    }),
  )

  const isFresh = (running: Running<A>) => now() - running.startedAt <= maxAgeMs

  const start = (typing: Typing<A>, asked: DraftRead<A, E, R> | undefined) => {
    const { running } = typing
    if (asked === undefined || (running?.key === asked.key && isFresh(running))) {
      counters.unchanged += 1
      return
    }
    cancel(typing)
    if (!allowance.spend()) {
      counters.refused += 1
      return
    }
    counters.started += 1
    typing.startedAt = now()
    typing.running = { key: asked.key, startedAt: now(), fiber: runFork(asked.read) }
  }

  const take = (
    session: string,
    key: string | (() => string),
  ): Effect.Effect<A | undefined> | undefined => {
    allowance.earn()
    const typing = sessions.get(session)
    if (typing === undefined) return undefined
    sessions.delete(session)
    typing.waiting?.interruptUnsafe()
    const { running } = typing
    const isWanted = (held: Running<A>) => held.key === (typeof key === "string" ? key : key())
    if (running === undefined || !isFresh(running) || !isWanted(running)) {
      cancel(typing)
      counters.misses += 1
      return undefined
    }
    counters.hits += 1
    return Fiber.await(running.fiber).pipe(
      Effect.map((exit) => {
        if (Exit.isSuccess(exit)) return exit.value
        counters.failed += 1
        return undefined
      }),
      Effect.onInterrupt(() =>
        Effect.sync(() => {
          running.fiber.interruptUnsafe()
        }),
      ),
    )
  }

  return {
    draft: (session, ask) => {
      counters.drafts += 1
      let typing = sessions.get(session)
      if (typing === undefined) {
        if (sessions.size >= maxSessions) {
          counters.refused += 1
          return
        }
        typing = { startedAt: Number.NEGATIVE_INFINITY, waiting: undefined, running: undefined }
        sessions.set(session, typing)
      }
      const held = typing
      held.waiting?.interruptUnsafe()
      const gapMs = Math.max(0, Math.min(minGapMs, held.startedAt + minGapMs - now()))
      const waitMs = allowance.isRich ? gapMs : Math.max(gapMs, quietMs)
      const begin = Effect.map(ask, (asked) => {
        if (sessions.get(session) === held) start(held, asked)
      })
      const fiber = runFork(waitMs > 0 ? Effect.delay(begin, waitMs) : begin)
      held.waiting = fiber.pollUnsafe() === undefined ? fiber : undefined
    },
    take,
    look: (session, key) => {
      const running = sessions.get(session)?.running
      if (running?.key !== key || !isFresh(running)) return undefined
      return Effect.map(Fiber.await(running.fiber), (exit) =>
        Exit.isSuccess(exit) ? exit.value : undefined,
      )
    },
    closed: forget,
    counters: () => counters,
  }
})
