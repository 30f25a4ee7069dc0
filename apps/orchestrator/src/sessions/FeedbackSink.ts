/** The interface for storing a customer's rating of a turn. Offering is synchronous and must not throw. */
import { Context, Layer } from "effect"

export interface FeedbackRecord {
  readonly session: string
  readonly user?: string
  readonly turn: string
  readonly rating: "up" | "down"
  readonly comment?: string
}

export class FeedbackSink extends Context.Service<
  FeedbackSink,
  {
    /** False when it could not be taken; the customer is told to try again. */
    readonly offer: (record: FeedbackRecord) => boolean
  }
>()("orchestrator/FeedbackSink") {
  /** Keeps the last 1,000 in memory, for tests. */
  static readonly layerMemory = (records: Array<FeedbackRecord>): Layer.Layer<FeedbackSink> =>
    Layer.succeed(
      FeedbackSink,
      FeedbackSink.of({ offer: (record) => records.length < 1_000 && records.push(record) > 0 }),
    )
}
