/** Reads the questions that customers ask most, as the servers counted them, most frequent first. */
import { RedisConnection } from "@manga-assist/connections"
import { Context, Effect, Layer } from "effect"
import { type RankedQuestion, rankedQuestions } from "./RankedQuestions.ts"

export class Demand extends Context.Service<
  Demand,
  {
    /** The most asked first. */
    readonly top: (count: number) => Effect.Effect<ReadonlyArray<RankedQuestion>>
  }
>()("precompute/Demand") {
  static readonly layerNone: Layer.Layer<Demand> = Layer.succeed(Demand, {
    top: () => Effect.succeed([]),
  })

  static readonly layer: Layer.Layer<Demand, never, RedisConnection> = Layer.effect(
    Demand,
    Effect.map(RedisConnection, (redis) => ({
      top: (count) => rankedQuestions(redis, "demand", count),
    })),
  )
}
