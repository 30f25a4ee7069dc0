/** The orchestrator as a process: the server over the store's own connections. */
import { layerConnections, Turn } from "@manga-assist/assistant"
import { runMain } from "@manga-assist/process"
import { Console, Context, Effect, Layer } from "effect"
import { OrchestratorServer } from "./OrchestratorServer.ts"
import { layerServer } from "./Server.ts"
import { traced } from "./tracing/TracedTurn.ts"

/** Drain timeout at most ten minutes, then the sinks' five seconds, then the sockets. */
const stopWithinMs = 620_000

runMain(
  Effect.scoped(
    Effect.gen(function* () {
      const { host, port } = Context.get(
        yield* Layer.build(layerServer(layerConnections, traced(Turn.layer))),
        OrchestratorServer,
      )
      yield* Console.log(`listening http://${host}:${port}`)
      return yield* Effect.never
    }),
  ),
  stopWithinMs,
)
