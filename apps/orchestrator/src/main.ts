/**
 * The orchestrator as a process: what the server is made of, and nothing else.
 *
 * Layers close in reverse: the server drains first, then the sinks, then the connections.
 */
import {
  ContextCache,
  DemandCounts,
  DraftedRetrieval,
  layerConnections,
  layerPrefetched,
  layerSinks,
  layerStore,
  SharedModelCalls,
  Summaries,
  Turn,
} from "@manga-assist/assistant"
import { layerLogging, runMain } from "@manga-assist/process"
import { Console, Context, Effect, Layer } from "effect"
import { layerSettings, socketServerChoice } from "./Config.ts"
import { layerEndpointHealth } from "./EndpointHealth.ts"
import { MetricsRegistry } from "./MetricsRegistry.ts"
import { OrchestratorServer } from "./OrchestratorServer.ts"
import { layerPrecompute } from "./Precompute.ts"
import { layerProcessMetrics } from "./ProcessMetrics.ts"
import { ReplayStore } from "./ReplayStore.ts"
import { layerSocketServer } from "./SocketServerAuto.ts"
import { layerFeedback, layerHooks, layerOwners } from "./StoreAdapters.ts"
import { layerStoreMetrics } from "./StoreMetrics.ts"
import { layerReadiness } from "./WarmUp.ts"

const store = layerSinks.pipe(
  Layer.provideMerge(Layer.merge(DraftedRetrieval.layer, Summaries.layer)),
  Layer.provideMerge(layerPrefetched),
  Layer.provideMerge(ContextCache.layer),
  Layer.provideMerge(DemandCounts.layer),
  Layer.provideMerge(SharedModelCalls.layer),
  Layer.provideMerge(layerStore),
  Layer.provideMerge(layerConnections),
)

const sockets = Layer.unwrap(Effect.map(socketServerChoice, (choice) => layerSocketServer(choice)))

const server = Layer.mergeAll(
  OrchestratorServer.layer,
  layerStoreMetrics,
  layerProcessMetrics,
  layerPrecompute,
).pipe(
  Layer.provide(Layer.mergeAll(layerFeedback, layerHooks, layerOwners, layerReadiness, Turn.layer)),
  Layer.provide(layerEndpointHealth),
  Layer.provide([sockets, MetricsRegistry.layer, ReplayStore.layerShared]),
  Layer.provide(store),
  Layer.provide(layerSettings),
  Layer.provide(layerLogging),
)

/** Drain timeout at most ten minutes, then the sinks' five seconds, then the sockets. */
const stopWithinMs = 620_000

runMain(
  Effect.scoped(
    Effect.gen(function* () {
      const { host, port } = Context.get(yield* Layer.build(server), OrchestratorServer)
      yield* Console.log(`listening http://${host}:${port}`)
      return yield* Effect.never
    }),
  ),
  stopWithinMs,
)
