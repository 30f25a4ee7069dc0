/**
 * Program: the store's server with latency techniques (parallel reads, pooled connections, a shorter prompt, …;
 * `Technique.ts`) that a benchmark switches while it runs, by `PUT /` on the address that it prints as `control`.
 * Prefetch alone is set at its start, by `PREFETCH`.
 *
 * `LABORATORY_WARM_UP=off`: ready at once, as a task without a warm-up would be.
 */
import { createServer } from "node:http"
import { json } from "node:stream/consumers"
import { runMain } from "@manga-assist/process"
import { Console, Context, Effect, Layer } from "effect"
import { OrchestratorServer } from "orchestrator/OrchestratorServer"
import { Readiness } from "orchestrator/Readiness"
import { layerServer } from "orchestrator/Server"
import { listen } from "../measure/Loopback.ts"
import { playedConnections } from "./PlayedConnections.ts"
import { playedTurn } from "./PlayedTurn.ts"
import { Switchboard } from "./Switchboard.ts"

const board = new Switchboard()

// Only the bench speaks here; it keeps no process alive.
const control = createServer((request, response) => {
  json(request)
    .then((order) => board.set(order as Parameters<Switchboard["set"]>[0]))
    .then(
      () => response.end(),
      (error: unknown) => response.writeHead(400).end(String(error)),
    )
}).unref()

const readyAtOnce = Layer.succeed(
  Readiness,
  Readiness.of({ report: () => ({ passed: true, services: [] }) }),
)

const stopWithinMs = 30_000

runMain(
  Effect.scoped(
    Effect.gen(function* () {
      const port = yield* Effect.promise(() => listen(control))
      yield* Console.log(`control http://127.0.0.1:${port}`)
      const cold = process.env["LABORATORY_WARM_UP"] === "off" ? [readyAtOnce] : []
      const server = layerServer(playedConnections(board), playedTurn(board), ...cold)
      const built = Context.get(yield* Layer.build(server), OrchestratorServer)
      yield* Console.log(`operator ${built.operatorUrl}`)
      yield* Console.log(`listening ${built.url}`)
      return yield* Effect.never
    }),
  ),
  stopWithinMs,
)
