/**
 * Hooks by which the server announces opened sessions, text being typed, and closed sessions, so that data can be read
 * ahead; synchronous and never awaited. And the one by which a visitor who signs in takes the conversation along.
 *
 * A hook that throws is counted; the customer notices nothing.
 */
import { Context, Effect, Layer } from "effect"

export class TurnHooks extends Context.Service<
  TurnHooks,
  {
    /**
     * A socket or a streamed request of this session is open and the session is this user's. `isNew`: it was made for
     * them a moment ago, and nothing of it is stored.
     */
    readonly opened: (session: string, user: string | undefined, isNew: boolean) => void
    /** What is typed so far, at most four times a second for each socket; `mayRetract` as of the message to come. */
    readonly draft: (
      session: string,
      user: string | undefined,
      text: string,
      mayRetract?: true,
    ) => void
    /**
     * An anonymous visitor of the session `from` has become `user`, whose new session is `to`: true where something of it
     * is stored from now on.
     */
    readonly carry: (from: string, to: string, user: string) => Effect.Effect<boolean>
    /** The last open socket or request of this session has gone. */
    readonly closed: (session: string, user: string | undefined) => void
  }
>()("orchestrator/TurnHooks") {
  static readonly layerNone: Layer.Layer<TurnHooks> = Layer.succeed(
    TurnHooks,
    TurnHooks.of({
      opened: () => {},
      draft: () => {},
      carry: () => Effect.succeed(false),
      closed: () => {},
    }),
  )
}
