/**
 * The services that the workers share through Redis, as one layer: the token budget with the tokens bought, answers
 * already paid for, the questions that customers ask most, the published list of the worker's answers, how busy
 * customers keep the model, and the clock. `layerPortsOfProcess` replaces them within one process.
 */
import { RedisConnection } from "@manga-assist/connections"
import { Effect, Layer } from "effect"
import { CustomerLoad } from "../spending/CustomerPriority.ts"
import { Demand } from "../questions/Demand.ts"
import { KnownAnswers } from "../answers/KnownAnswers.ts"
import { Popular } from "../questions/Popular.ts"
import { StoreClock } from "../schedule/StoreClock.ts"
import { TokenBudget } from "../spending/TokenBudget.ts"

export type WorkerPorts = CustomerLoad | Demand | KnownAnswers | Popular | StoreClock | TokenBudget

/** Each falls back to this process where Redis is not configured. */
export const layerPorts: Layer.Layer<WorkerPorts, never, RedisConnection> = Layer.mergeAll(
  CustomerLoad.layer,
  Demand.layer,
  KnownAnswers.layer,
  Popular.layer,
  StoreClock.layer,
  TokenBudget.layer,
)

/** Nobody else to share with: no demand is mined, no load told. */
export const layerPortsOfProcess: Layer.Layer<WorkerPorts> = layerPorts.pipe(
  Layer.provide(
    Layer.succeed(RedisConnection, {
      configured: false,
      run: () => Effect.die("no port runs commands where Redis is not configured"),
    }),
  ),
)
