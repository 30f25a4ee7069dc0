/** A server in a process of its own, for a test that lets it open few files. Says its address, then its log. */
import { Context, Effect, Layer } from "effect"
import { layerFileLimit } from "../src/metrics/FileLimit.ts"
import { MetricsRegistry } from "../src/metrics/MetricsRegistry.ts"
import { layerWs } from "../src/transport/WsSocketServer.ts"
import { OrchestratorServer } from "../src/OrchestratorServer.ts"
import { testLayer } from "./TestServer.ts"
import { TurnScript } from "./ScriptedTurn.ts"

const server = testLayer(layerWs, new TurnScript(), [], { maxConnections: 1_000 })
Effect.runFork(
  Effect.scoped(
    Effect.gen(function* () {
      yield* Layer.build(layerFileLimit.pipe(Layer.provide(MetricsRegistry.layer)))
      const { url } = Context.get(yield* Layer.build(server), OrchestratorServer)
      process.stdout.write(`listening ${url}\n`)
      return yield* Effect.never
    }),
  ),
)
setInterval(() => {}, 1_000_000)
