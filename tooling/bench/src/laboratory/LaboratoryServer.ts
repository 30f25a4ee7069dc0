/**
 * Program: the store's server with latency techniques (parallel reads, pooled connections, a shorter prompt, …;
 * `Technique.ts`) that a benchmark switches while it runs, by `PUT /` on the address that it prints as `control`.
 * Prefetch alone is set at its start, by `PREFETCH`.
 *
 * `LABORATORY_WARM_UP=off`: ready at once, as a task without a warm-up would be.
 */
import { createServer } from "node:http"
import { runMain } from "@manga-assist/process"
import { Console, Context, Effect, Layer } from "effect"
import { OrchestratorServer } from "orchestrator/OrchestratorServer"
import { Readiness } from "orchestrator/Readiness"
import { layerServer } from "orchestrator/Server"
import { listen } from "../measure/Loopback.ts"
import { playedConnections } from "./PlayedConnections.ts"
import { playedTurn } from "./PlayedTurn.ts"
import { Switchboard } from "./Switchboard.ts"
import { readConfiguration } from "./Technique.ts"

const board = new Switchboard()

interface Order {
  readonly configuration?: unknown
  /** Absent: exact times. */
  readonly seed?: unknown
}

const obey = (text: string) => {
  const { configuration, seed } = JSON.parse(text) as Order
  if (seed !== undefined && !Number.isSafeInteger(seed)) {
    throw new RangeError("seed: must be a whole number")
  }
  board.set(readConfiguration(configuration), seed === undefined ? undefined : Number(seed))
}

const control = Effect.acquireRelease(
  Effect.promise(async () => {
    const server = createServer((request, response) => {
      let text = ""
      request.setEncoding("utf8")
      request.on("data", (chunk: string) => (text += chunk))
      request.on("end", () => {
        try {
          obey(text)
          response.end()
        } catch (error) {
          response.statusCode = 400
          response.end(error instanceof Error ? error.message : String(error))
        }
      })
    })
    return { server, port: await listen(server) }
  }),
  ({ server }) =>
    Effect.sync(() => {
      server.close()
      server.closeAllConnections()
    }),
)

const readyAtOnce = Layer.succeed(
  Readiness,
  Readiness.of({ report: () => ({ passed: true, services: [] }) }),
)

const stopWithinMs = 30_000

runMain(
  Effect.scoped(
    Effect.gen(function* () {
      const { port } = yield* control
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
