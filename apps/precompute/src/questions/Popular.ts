/**
 * Publishes the cache keys of the worker's answers in Redis, so that every server loads them into memory before anybody
 * asks.
 */
import { tellPopular } from "@manga-assist/assistant"
import { RedisConnection } from "@manga-assist/connections"
import { Context, Effect, Layer } from "effect"
import type { Entry } from "./Entry.ts"

export class Popular extends Context.Service<
  Popular,
  { readonly tell: (entries: ReadonlyArray<Entry>) => Effect.Effect<void> }
>()("precompute/Popular") {
  static readonly layer: Layer.Layer<Popular, never, RedisConnection> = Layer.effect(
    Popular,
    Effect.map(RedisConnection, (redis) => ({
      tell: (entries) =>
        redis.configured
          ? tellPopular(
              redis,
              entries.map(({ place, wordings: [question] }) => ({ place, question })),
            )
          : Effect.void,
    })),
  )
}
