/**
 * Counts the open sockets and requests of each session and calls the hooks: `opened` for each of them, `closed` when
 * the last one has gone, `draft` for text that is being typed, `carry` for a visitor who signs in. A hook that throws is
 * only reported, and one that takes a second is left.
 */
import { type Context, Effect } from "effect"
import type { Visitor } from "../identity/Visitor.ts"
import type { TurnHooks } from "./TurnHooks.ts"

export class OpenSessions {
  readonly #hooks: Context.Service.Shape<typeof TurnHooks>
  readonly #failed: (cause: unknown) => void
  readonly #counts = new Map<string, number>()

  /** `failed` hears of a hook that threw. */
  constructor(hooks: Context.Service.Shape<typeof TurnHooks>, failed: (cause: unknown) => void) {
    this.#hooks = hooks
    this.#failed = failed
  }

  /** `isNew`: made for it, so that nothing of it is stored. */
  opened({ session, user }: Visitor, isNew: boolean): void {
    this.#counts.set(session, (this.#counts.get(session) ?? 0) + 1)
    this.#guarded(() => this.#hooks.opened(session, user, isNew))
  }

  draft({ mayRetract, session, user }: Visitor, text: string): void {
    this.#guarded(() => this.#hooks.draft(session, user, text, mayRetract))
  }

  /**
   * Of two sessions that are known to be this person's: whether something may be stored of the second one now. Never
   * fails.
   */
  carried(from: Visitor, { session, user }: Visitor): Effect.Effect<boolean> {
    if (user === undefined || from.user !== undefined) return Effect.succeed(false)
    return Effect.suspend(() => this.#hooks.carry(from.session, session, user)).pipe(
      Effect.timeoutOrElse({ duration: "1 second", orElse: () => Effect.succeed(true) }),
      Effect.catchCause((cause) =>
        Effect.sync(() => {
          this.#failed(cause)
          return true
        }),
      ),
    )
  }

  closed({ session, user }: Visitor): void {
    const left = (this.#counts.get(session) ?? 1) - 1
    if (left > 0) this.#counts.set(session, left)
    else {
      this.#counts.delete(session)
      this.#guarded(() => this.#hooks.closed(session, user))
    }
  }

  #guarded(hook: () => void): void {
    try {
      hook()
    } catch (cause) {
      this.#failed(cause)
    }
  }
}
