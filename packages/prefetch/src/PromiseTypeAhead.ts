/**
 * `makeTypeAhead` for programs without Effect: a draft's read is an async function.
 *
 * A read that is of no use any more, and every read at `close`, is aborted by its signal.
 */
import { func, text } from "@manga-assist/options"
import { Effect, Exit, Scope } from "effect"
import { check } from "./CheckOptions.ts"
import { makeTypeAhead as makeEffectTypeAhead } from "./TypeAhead.ts"
import type { TypeAheadCounters, TypeAheadOptions } from "./TypeAheadOptions.ts"

/** A session or key that is no text, and a `read` that is no function, are an `OptionError`: thrown, or rejected with. */
export interface PromiseTypeAhead<A> {
  /**
   * The text typed so far asks for `key`: `read` is called when it is time, unless a read of this key is under way. Two
   * texts with one key are answered by one read. What `read` throws counts as `failed`.
   */
  readonly draft: (
    session: string,
    key: string,
    read: (signal: AbortSignal) => Promise<A> | A,
  ) => void
  /**
   * For a message that needs to read `key`: what the draft's read gives, awaited where it is under way. `undefined` where
   * the message must read for itself: nothing was read ahead, something else, too long ago, or it failed. Call it once
   * for each message that reads.
   */
  readonly take: (session: string, key: string) => Promise<A | undefined>
  /** As `take`, and leaves the read where it is for the message. */
  readonly look: (session: string, key: string) => Promise<A | undefined>
  /** The session is gone: cancels its read. */
  readonly leave: (session: string) => void
  readonly counters: () => Readonly<TypeAheadCounters>
  /** Ends every read and keeps nothing. */
  readonly close: () => Promise<void>
  readonly [Symbol.asyncDispose]: () => Promise<void>
}

/** @throws OptionError naming the option that is unknown, of another kind, or out of range */
export const makeTypeAhead = <A>(options: TypeAheadOptions = {}): PromiseTypeAhead<A> => {
  const scope = Scope.makeUnsafe()
  const ahead = Effect.runSync(makeEffectTypeAhead<A>(options).pipe(Scope.provide(scope)))
  const checked = (name: string, session: string, key: string) => {
    check(name, text, session, "session")
    check(name, text, key, "key")
  }
  const close = () => Effect.runPromise(Scope.close(scope, Exit.void))
  return {
    draft: (session, key, read) => {
      checked("draft", session, key)
      check("draft", func, read, "read")
      ahead.draft(
        session,
        Effect.succeed({ key, read: Effect.promise(async (signal) => read(signal)) }),
      )
    },
    take: async (session, key) => {
      checked("take", session, key)
      const read = ahead.take(session, key)
      return read && Effect.runPromise(read)
    },
    look: async (session, key) => {
      checked("look", session, key)
      const read = ahead.look(session, key)
      return read && Effect.runPromise(read)
    },
    leave: (session) => {
      check("leave", text, session, "session")
      ahead.closed(session)
    },
    counters: ahead.counters,
    close,
    [Symbol.asyncDispose]: close,
  }
}
