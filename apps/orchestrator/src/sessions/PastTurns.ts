/**
 * Interface that finds one answered turn of a session again, for the user or anonymous visitor who had it.
 *
 * A turn is given to the owner it was written with alone. Of sessions of anonymous visitors, whoever asks has to be proven
 * to be the session's own first: in the table they are all one owner.
 */
import { Context, Effect, Layer, Schema } from "effect"

/** As it was stored, secrets of the question masked. */
export const FoundTurn = Schema.Struct({
  turn: Schema.String,
  question: Schema.String,
  answer: Schema.String,
  /** Ids of the products shown with it, in their order. */
  products: Schema.Array(Schema.String),
  /** Epoch milliseconds. */
  at: Schema.Finite,
})
export type FoundTurn = typeof FoundTurn.Type

/** `unread`: nobody could say in time. */
export class PastTurns extends Context.Service<
  PastTurns,
  {
    readonly find: (
      session: string,
      user: string | undefined,
      turn: string,
    ) => Effect.Effect<FoundTurn | "unread" | undefined>
  }
>()("orchestrator/PastTurns") {
  /** Finds nothing. */
  static readonly layerNone: Layer.Layer<PastTurns> = Layer.succeed(
    PastTurns,
    PastTurns.of({ find: () => Effect.succeed(undefined) }),
  )
}
