/**
 * The chat server as a program, over connections to the configured Bedrock, DynamoDB, OpenSearch and Redis. (Benchmarks
 * start the same server over connections of their own.)
 */
import { layerConnections, Turn } from "@manga-assist/assistant"
import { missingSettings, runMain } from "@manga-assist/process"
import { commandLine, optionsOf } from "@manga-assist/process/arguments"
import { Console, Context, Effect, Layer } from "effect"
import { identitySettings } from "./IdentityConfig.ts"
import { OrchestratorServer } from "./OrchestratorServer.ts"
import { layerServer } from "./Server.ts"
import { traced } from "./tracing/TracedTurn.ts"

/** Drain timeout at most ten minutes, then the sinks' five seconds, then the sockets. */
const stopWithinMs = 620_000

const usage = `orchestrator
The chat server. Takes no arguments; every setting is a name of the environment (docs/operations.md).
Prints "operator http://HOST:PORT" and "listening http://HOST:PORT" and serves until SIGTERM or SIGINT.

Exit codes: 0 stopped in order, 3 stopped, but acknowledged records could not be delivered (the log says where they lie),
1 not started or broken, 2 unknown option, 130 second signal`

export const start = (): void => {
  if (commandLine({ usage, wrongUse: 2 }, (args) => optionsOf(args, {})) === undefined) return
  const missing = missingSettings(process.env, identitySettings(process.env))
  if (missing === undefined) {
    runMain(
      Effect.scoped(
        Effect.gen(function* () {
          const { operatorUrl, url } = Context.get(
            yield* Layer.build(layerServer(layerConnections, traced(Turn.layer))),
            OrchestratorServer,
          )
          yield* Console.log(`operator ${operatorUrl}`)
          yield* Console.log(`listening ${url}`)
          return yield* Effect.never
        }),
      ),
      stopWithinMs,
    )
  } else {
    console.error(`error: ${missing}`)
    process.exitCode = 1
  }
}
