/**
 * A server in a process of its own, for a test that lets it open few files. Says its address, then its log, and `no file`
 * at each look that found none left.
 */
import { Context, Effect, Layer } from "effect"
import { layerFileLimit } from "../src/metrics/FileLimit.ts"
import { MetricsRegistry } from "../src/metrics/MetricsRegistry.ts"
import { layerWs } from "../src/transport/WsSocketServer.ts"
import { OrchestratorServer } from "../src/OrchestratorServer.ts"
import { testLayer } from "./TestServer.ts"
import { TurnScript } from "./ScriptedTurn.ts"

const server = testLayer(layerWs, new TurnScript(), [], { maxConnections: 1_000 })
const saidLooks = Layer.effect(
  MetricsRegistry,
  Effect.map(MetricsRegistry, (registry) =>
    MetricsRegistry.of({
      ...registry,
      counter: (...named) => {
        const count = registry.counter(...named)
        return (...counted) => {
          count(...counted)
          process.stdout.write("no file\n")
        }
      },
    }),
  ),
).pipe(Layer.provide(MetricsRegistry.layer))

Effect.runFork(
  Effect.scoped(
    Effect.gen(function* () {
      yield* Layer.build(layerFileLimit.pipe(Layer.provide(saidLooks)))
      const { url } = Context.get(yield* Layer.build(server), OrchestratorServer)
      process.stdout.write(`listening ${url}\n`)
      return yield* Effect.never
    }),
  ),
)
setInterval(() => {}, 1_000_000)
