/**
 * Leadership for programs without Effect: a term is a promise, its end an `AbortSignal`. `set` writes with the number
 * of the term as fencing token, so that a later leader's value is never overwritten.
 *
 * The published file holds what it needs of Effect and of the Redis client (`tooling/bundle`), and its types name none
 * of it.
 */
import "@manga-assist/options/node"
import { RedisConnection, redisUrl as redisUrlRule } from "@manga-assist/connections/redis"
import { checksOf, func, milliseconds, needed, number, object, text } from "@manga-assist/options"
import { ConfigProvider, Context, Effect, Exit, Layer, Logger, Scope } from "effect"
import { fencedSet } from "./FencedSet.ts"
import { LeaderError } from "./LeaderError.ts"
import { makeLeadership, type Term } from "./Leadership.ts"
import type { LeadershipOptions } from "./LeadershipOptions.ts"

export { LeaderError }

/** Logs to standard error: what a program prints on standard output is its own. */
const run = Effect.runPromiseWith(Context.make(Logger.LogToStderr, true))

/** A command that takes longer is given up. */
const commandMs = 2_000

export interface LeaderOptions extends LeadershipOptions {
  /** `redis://…`; without it this process leads alone, and what it sets is in its memory. */
  readonly redisUrl?: string | undefined
}

export interface LeaderTerm {
  /** Higher than that of any term before. */
  readonly number: number
  /** Aborted when the lead is known to be lost, and at `close`. */
  readonly signal: AbortSignal
}

export interface Leader {
  /** Waits until this process leads. Rejects once it is closed. */
  readonly term: () => Promise<LeaderTerm>
  readonly isLeading: () => boolean
  /**
   * Writes a key for `ttlMs` as the leader. Rejects with a `LeaderError`: `not-leading`, `fenced` where a later leader
   * has written it, or `store` where Redis does not answer, be it this command or the lock.
   */
  readonly set: (key: string, value: string, ttlMs: number) => Promise<void>
  /** What any leader has set. Rejects with a `LeaderError` as `store`. */
  readonly get: (key: string) => Promise<string | undefined>
  /** Gives the lead up at once; another process leads within a heartbeat. */
  readonly close: () => Promise<void>
  readonly [Symbol.asyncDispose]: () => Promise<void>
}

const asLeaderError = (error: unknown): LeaderError => {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (cause instanceof LeaderError) return cause
  }
  return new LeaderError({ reason: "store", detail: String(error), cause: error })
}

const check = checksOf("@manga-assist/leader")
const rules = object<LeaderOptions>({
  key: needed(text),
  lockMs: milliseconds(),
  heartbeatMs: milliseconds(),
  onTrouble: func,
  redisUrl: redisUrlRule,
})

/** Rejects with an `OptionError`. */
export const leader = async (options: LeaderOptions): Promise<Leader> => {
  check("leader", rules, options)
  const { heartbeatMs = 1_000, lockMs = 4_000, redisUrl } = options
  check("leader", number({ above: 0, most: lockMs }), heartbeatMs, "heartbeatMs")
  const scope = Scope.makeUnsafe()
  const settings = ConfigProvider.fromUnknown(redisUrl === undefined ? {} : { REDIS_URL: redisUrl })
  const connection = RedisConnection.layerOptional.pipe(
    Layer.provide(ConfigProvider.layer(settings)),
  )
  const { leadership, redis } = await run(
    Effect.gen(function* () {
      // Built in the scope, not provided: a provided layer would be closed with this effect.
      const context = yield* Layer.build(connection)
      const made = yield* Effect.provide(makeLeadership(options), context)
      return { leadership: made, redis: Context.get(context, RedisConnection) }
    }).pipe(Scope.provide(scope)),
  )
  const closed = new AbortController()
  const own = new Map<string, { readonly value: string; readonly until: number }>()
  const signals = new WeakMap<Term, AbortSignal>()

  const signalOf = (term: Term): AbortSignal => {
    const known = signals.get(term)
    if (known !== undefined) return known
    const lost = new AbortController()
    run(term.lost, { signal: closed.signal }).then(
      () => lost.abort(new LeaderError({ reason: "not-leading", detail: "the lead is lost" })),
      () => undefined,
    )
    const signal = AbortSignal.any([lost.signal, closed.signal])
    signals.set(term, signal)
    return signal
  }

  const current = () => (closed.signal.aborted ? undefined : leadership.current())

  const set = async (key: string, value: string, ttlMs: number): Promise<void> => {
    closed.signal.throwIfAborted()
    const term = leadership.current()
    if (term === undefined) {
      const detail = "this process does not lead"
      throw leadership.trouble() ?? new LeaderError({ reason: "not-leading", detail })
    }
    if (!redis.configured) {
      own.set(key, { value, until: performance.now() + ttlMs })
      return
    }
    const { number } = term
    const write = redis.run("leader.set", commandMs, (client) =>
      fencedSet(client, { key, fence: `fence:{${key}}`, value, ttlMs, number }),
    )
    // Asking first tells a lost lead even for a key that no later leader has written.
    await run(Effect.andThen(term.confirm, write).pipe(Effect.mapError(asLeaderError)))
  }

  const get = async (key: string): Promise<string | undefined> => {
    const held = own.get(key)
    if (!redis.configured) return held && held.until > performance.now() ? held.value : undefined
    const read = redis.run("leader.get", commandMs, (client) => client.get(key))
    return (await run(Effect.mapError(read, asLeaderError))) ?? undefined
  }

  const close = async (): Promise<void> => {
    closed.abort(new LeaderError({ reason: "not-leading", detail: "it is closed" }))
    await run(Scope.close(scope, Exit.void))
  }

  return {
    term: async () => {
      closed.signal.throwIfAborted()
      const waiting = run(leadership.term, { signal: closed.signal })
      const term = await waiting.catch((error: unknown) => {
        closed.signal.throwIfAborted()
        throw error
      })
      return { number: term.number, signal: signalOf(term) }
    },
    isLeading: () => current() !== undefined,
    set,
    get,
    close,
    [Symbol.asyncDispose]: close,
  }
}
