/**
 * Warms every connection before the server reports ready, and keeps checking the services afterwards, for operators.
 *
 * Warm-up repeats until all critical services have answered. A server that is started while one of them is out of order
 * therefore becomes ready by itself when the service is back.
 */
import {
  type AnsweringNeeds,
  FollowedNames,
  ModelLoad,
  rehearse,
  SinkMetrics,
  StoreTables,
} from "@manga-assist/assistant"
import {
  type BedrockTransport,
  type DynamoDocuments,
  type OpenSearchConnection,
  type RedisConnection,
  WarmUpTargets,
  watchServices,
} from "@manga-assist/connections"
import { wholeNumber } from "@manga-assist/process"
import { type Config, Effect, Layer } from "effect"
import { warmSocketsWithin } from "./metrics/FileLimit.ts"
import { Readiness, type ServiceReport } from "./transport/Readiness.ts"

/** What the store's index holds; see `ProductSearch`. */
const vector = { field: "vector", dimensions: 256 }

type Services =
  | AnsweringNeeds
  | BedrockTransport
  | DynamoDocuments
  | OpenSearchConnection
  | RedisConnection
  | FollowedNames
  | ModelLoad
  | SinkMetrics
  | StoreTables

const probeMs = wholeNumber("READINESS_PROBE_MS", { min: 100, max: 600_000, byDefault: 5_000 })

/** A reason to come and look. */
const reportOf = (name: string, trouble: string | undefined, well: string): ServiceReport => ({
  name,
  ok: trouble === undefined,
  firstMs: 0,
  warmMs: 0,
  awayMs: 0,
  detail: trouble ?? well,
})

/** Redis alone is not critical at the start: without it answers are only kept nearer. */
export const layerReadiness: Layer.Layer<Readiness, Config.ConfigError, Services> = Layer.effect(
  Readiness,
  Effect.gen(function* () {
    const { products } = yield* StoreTables
    const names = yield* FollowedNames
    const named = Effect.provideService(FollowedNames.untilRead, FollowedNames, names)
    const rehearsed = yield* Effect.context<AnsweringNeeds>()
    const connections = yield* warmSocketsWithin
    const targets = [
      yield* WarmUpTargets.bedrock({ critical: true }),
      yield* WarmUpTargets.opensearch({ critical: true, vector, connections }),
      yield* WarmUpTargets.dynamodb({
        critical: true,
        table: products,
        key: { id: "warm-up" },
        connections,
      }),
      yield* WarmUpTargets.redis({ critical: false }),
      { name: "names", critical: true, watched: false, call: named },
      {
        name: "turn",
        critical: false,
        watched: false,
        // It rehearses with titles.
        call: Effect.andThen(named, Effect.provideContext(rehearse, rehearsed)),
      },
    ]
    const watch = yield* watchServices(targets, { everyMs: yield* probeMs })
    const { trouble } = yield* SinkMetrics
    const load = yield* ModelLoad
    return Readiness.of({
      report: () => {
        const { ready, services } = watch.report()
        return {
          passed: ready,
          services: [
            ...services.map(({ awayMs, name, ok, firstMs, warmMs, detail }) => ({
              name,
              ok,
              firstMs: firstMs ?? 0,
              warmMs: warmMs ?? 0,
              detail,
              awayMs: Math.round(awayMs),
            })),
            reportOf("models", load.trouble(), "refuse nothing"),
            reportOf("records", trouble(), "all are kept"),
          ],
        }
      },
    })
  }),
)
