/** The orchestrator as a process: the server over the store's own connections. */
import { layerConnections } from "@manga-assist/assistant"
import { runMain } from "@manga-assist/process"
import { Console, Context, Effect, Layer } from "effect"
import { OrchestratorServer } from "./OrchestratorServer.ts"
import { layerServer } from "./Server.ts"

/** Drain timeout at most ten minutes, then the sinks' five seconds, then the sockets. */
const stopWithinMs = 620_000

runMain(
  Effect.scoped(
    Effect.gen(function* () {
      const { operatorUrl, url } = Context.get(
        yield* Layer.build(layerServer(layerConnections)),
        OrchestratorServer,
      )
      yield* Console.log(`operator ${operatorUrl}`)
      yield* Console.log(`listening ${url}`)
      return yield* Effect.never
    }),
  ),
  stopWithinMs,
)
