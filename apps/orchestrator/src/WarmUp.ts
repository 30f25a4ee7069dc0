/**
 * Warm before ready: every service is called over the connections that turns will use.
 *
 * Until the critical ones have answered, warm-up is tried again, so a task that starts while a
 * dependency is away becomes ready by itself when it is back.
 */
import { type AnsweringNeeds, rehearse, StoreTables } from "@manga-assist/assistant"
import {
  type BedrockTransport,
  type DynamoDocuments,
  type OpenSearchConnection,
  type RedisConnection,
  warmUp,
  type WarmUpReport,
  WarmUpTargets,
} from "@manga-assist/connections"
import { Effect, Layer } from "effect"
import { Readiness } from "./Readiness.ts"

/** A cold OpenSearch collection takes 10 to 30 s to wake; a try is repeated, not prolonged. */
const deadlineMs = 10_000
const pause = "500 millis"

type Services =
  | AnsweringNeeds
  | BedrockTransport
  | DynamoDocuments
  | OpenSearchConnection
  | RedisConnection
  | StoreTables

const line = (report: WarmUpReport) =>
  report.services
    .map(({ name, ok, firstMs, warmMs, detail }) =>
      ok ? `${name} ${firstMs ?? 0} → ${warmMs ?? 0} ms` : `${name} failed (${detail})`,
    )
    .join(" · ")

/** Redis alone is not critical: without it answers are only kept nearer. */
export const layerReadiness: Layer.Layer<Readiness, never, Services> = Layer.effect(
  Readiness,
  Effect.gen(function* () {
    const { products } = yield* StoreTables
    const rehearsed = yield* Effect.context<AnsweringNeeds>()
    const targets = [
      yield* WarmUpTargets.bedrock({ critical: true }),
      yield* WarmUpTargets.opensearch({ critical: true }),
      yield* WarmUpTargets.dynamodb({ critical: true, table: products, key: { id: "warm-up" } }),
      yield* WarmUpTargets.redis({ critical: false }),
      { name: "turn", critical: false, call: Effect.provideContext(rehearse, rehearsed) },
    ]
    let last: WarmUpReport = { ready: false, services: [] }
    const once = warmUp(targets, { deadlineMs }).pipe(
      Effect.tap((report) =>
        Effect.suspend(() => {
          last = report
          return report.ready
            ? Effect.logInfo(`warm: ${line(report)}`)
            : Effect.logWarning(`not warm yet: ${line(report)}`)
        }),
      ),
    )
    yield* once.pipe(
      Effect.tap((report) => (report.ready ? Effect.void : Effect.sleep(pause))),
      Effect.repeat({ until: (report) => report.ready }),
      Effect.ignoreCause({ log: "Error" }),
      Effect.forkScoped({ startImmediately: true }),
    )
    return Readiness.of({
      report: () => ({
        passed: last.ready,
        services: last.services.map(({ name, ok, firstMs, warmMs, detail }) => ({
          name,
          ok,
          firstMs: firstMs ?? 0,
          warmMs: warmMs ?? 0,
          detail,
        })),
      }),
    })
  }),
)
