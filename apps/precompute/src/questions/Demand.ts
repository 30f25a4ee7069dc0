/** What customers ask and how it was answered, as the servers counted it. */
import { RedisConnection } from "@manga-assist/connections"
import { Context, Effect, Layer } from "effect"
import type { PrecomputeError } from "../PrecomputeError.ts"
import { measured, type Measurement } from "./Measured.ts"
import { type RankedQuestion, rankedQuestions } from "./RankedQuestions.ts"

export class Demand extends Context.Service<
  Demand,
  {
    /** The most asked first. */
    readonly top: (count: number) => Effect.Effect<ReadonlyArray<RankedQuestion>>
    /** The last 24 hours; `undefined` where nothing was counted. */
    readonly measured: Effect.Effect<Measurement | undefined, PrecomputeError>
  }
>()("precompute/Demand") {
  static readonly layer: Layer.Layer<Demand, never, RedisConnection> = Layer.effect(
    Demand,
    Effect.map(RedisConnection, (redis) => ({
      top: (count) => rankedQuestions(redis, "demand", count),
      measured: measured(redis),
    })),
  )
}
