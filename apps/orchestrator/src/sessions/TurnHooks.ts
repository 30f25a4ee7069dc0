/**
 * Hooks by which the server announces opened sessions, text being typed, and closed sessions, so that data can be read
 * ahead. Synchronous and never awaited.
 *
 * A hook that throws is counted; the customer notices nothing.
 */
import { Context, Layer } from "effect"

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
    /** The last open socket or request of this session has gone. */
    readonly closed: (session: string, user: string | undefined) => void
  }
>()("orchestrator/TurnHooks") {
  static readonly layerNone: Layer.Layer<TurnHooks> = Layer.succeed(
    TurnHooks,
    TurnHooks.of({ opened: () => {}, draft: () => {}, closed: () => {} }),
  )
}
