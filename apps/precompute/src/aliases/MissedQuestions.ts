/**
 * Reads customers' wordings that the grammar does not fully understand, as the servers counted them, most frequent
 * first.
 */
import { RedisConnection } from "@manga-assist/connections"
import { Context, Effect, Layer } from "effect"
import { type RankedQuestion, rankedQuestions } from "../questions/RankedQuestions.ts"

export type MissedQuestion = Pick<RankedQuestion, "locale" | "text">

export class MissedQuestions extends Context.Service<
  MissedQuestions,
  {
    readonly top: (count: number) => Effect.Effect<ReadonlyArray<MissedQuestion>>
  }
>()("precompute/MissedQuestions") {
  static readonly layer: Layer.Layer<MissedQuestions, never, RedisConnection> = Layer.effect(
    MissedQuestions,
    Effect.map(RedisConnection, (redis) => ({
      top: (count) => rankedQuestions(redis, "missed", count),
    })),
  )
}
