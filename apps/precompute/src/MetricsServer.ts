/**
 * HTTP server for the worker's `/metrics` and `/healthz`, on `METRICS_PORT` of loopback or of `METRICS_HOST`; without a
 * port it is not started. `/healthz` is 200 while the process lives, whether or not it leads, and 503 once the leader hangs,
 * which a restart mends.
 *
 * `/metrics` includes figures that all workers share in Redis; while Redis does not answer, only this worker's own.
 */
import { wholeNumber } from "@manga-assist/process"
import { listening } from "@manga-assist/process/listening"
import { Config, ConfigProvider, Effect, Layer } from "effect"
import { createServer, type ServerResponse } from "node:http"
import { WordingLearning } from "./wordings/WordingLearning.ts"
import { summaryMetrics } from "./wordings/WordingSummary.ts"
import { figures } from "./report/Figures.ts"
import { metricsText } from "./report/MetricsText.ts"
import { PrecomputeWorker } from "./worker/Worker.ts"

type Needs = WordingLearning | PrecomputeWorker | Effect.Services<typeof figures>

const sharedMs = 2_500
const requestMs = 10_000

/** Nothing while Redis does not answer. */
const soon = <A, E, R>(read: Effect.Effect<A, E, R>): Effect.Effect<A | undefined, never, R> =>
  read.pipe(
    Effect.timeout(sharedMs),
    Effect.orElseSucceed(() => undefined),
  )

const wordingMetrics = Effect.flatMap(WordingLearning, ({ state, totals }) =>
  Effect.map(state, (known) => summaryMetrics(known, totals)),
)

const page = Effect.gen(function* () {
  const { leadership, pausedMs, schedule, totals } = yield* PrecomputeWorker
  const own = metricsText({
    leading: leadership.current() !== undefined,
    pausedMs: yield* pausedMs,
    totals: totals(),
    tokensPerHour: schedule.tokensPerHour,
    shared: yield* soon(figures),
  })
  return own + ((yield* soon(wordingMetrics)) ?? "")
})

const send = (response: ServerResponse, status: number, type: string, body: string): void => {
  response.writeHead(status, { "content-type": type, "cache-control": "no-store" })
  response.end(body)
}

const loopback = "127.0.0.1"

const failed = (message: string) =>
  new Config.ConfigError(new ConfigProvider.SourceError({ message }))

const listen = Effect.fnUntraced(function* (port: number, host: string) {
  const { heartbeat } = yield* PrecomputeWorker
  const run = Effect.runForkWith(yield* Effect.context<Needs>())
  const server = createServer({ requestTimeout: requestMs }, (request, response) => {
    const path = (request.url ?? "/").split("?", 1)[0]
    if (request.method !== "GET" && request.method !== "HEAD") {
      send(response, 405, "text/plain", "use GET or HEAD\n")
    } else if (path === "/healthz") {
      const ok = !heartbeat.isHung()
      send(response, ok ? 200 : 503, "application/json", `${JSON.stringify({ ok })}\n`)
    } else if (path === "/metrics") {
      run(
        page.pipe(
          Effect.map((text) => {
            send(response, 200, "text/plain; version=0.0.4; charset=utf-8", text)
          }),
          Effect.catchCause((cause) =>
            Effect.andThen(
              Effect.logError("the metrics page failed", cause),
              Effect.sync(() => {
                send(response, 500, "text/plain", "the metrics could not be read\n")
              }),
            ),
          ),
        ),
      )
    } else send(response, 404, "text/plain", "no such path: /metrics, /healthz\n")
  })
  const at = yield* listening(server, { port, host }).pipe(
    Effect.mapError(({ message }) => {
      const on = host === loopback ? host : `METRICS_HOST ${host}`
      return failed(`METRICS_PORT ${port} on ${on} cannot be listened on: ${message}`)
    }),
  )
  yield* Effect.logInfo(`metrics on http://${host}:${at}/metrics`)
})

export const layerMetricsServer: Layer.Layer<never, Config.ConfigError, Needs> =
  Layer.effectDiscard(
    Effect.gen(function* () {
      const text = yield* Config.String("METRICS_PORT").pipe(Config.withDefault(""))
      if (text === "") return
      const port = yield* wholeNumber("METRICS_PORT", { min: 0, max: 65_535, byDefault: 0 })
      const host = yield* Config.String("METRICS_HOST").pipe(Config.withDefault(""))
      yield* listen(port, host === "" ? loopback : host)
    }),
  )
