import { createServer, type Server, type Socket } from "node:net"
import { ConfigProvider, Context, Effect, Exit, Layer, References, Scope } from "effect"
import { afterEach, beforeEach, expect, it } from "vitest"
import { EndpointPage, layerEndpointHealth } from "../src/metrics/EndpointHealth.ts"
import { MetricsRegistry } from "../src/metrics/MetricsRegistry.ts"

let server: Server
let redis = ""
const sockets = new Set<Socket>()
/** Called for each connection: five make a window. */
let connected: (count: number) => void = () => undefined

beforeEach(async () => {
  let count = 0
  server = createServer((socket) => {
    sockets.add(socket)
    socket.on("error", () => undefined)
    count += 1
    connected(count)
  })
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening))
  const address = server.address()
  redis = `redis://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`
})
afterEach(async () => {
  for (const socket of sockets) socket.destroy()
  await new Promise((closed) => server.close(closed))
})

const started = async (environment: Record<string, string>) => {
  const scope = Effect.runSync(Scope.make())
  const layer = Layer.merge(layerEndpointHealth, MetricsRegistry.layer).pipe(
    Layer.provide([
      MetricsRegistry.layer,
      ConfigProvider.layer(ConfigProvider.fromUnknown(environment)),
      Layer.succeed(References.MinimumLogLevel, "None"),
    ]),
  )
  const context = await Effect.runPromise(Layer.buildWithScope(layer, scope))
  return {
    page: Context.get(context, EndpointPage),
    metrics: Context.get(context, MetricsRegistry).render,
    close: () => Effect.runPromise(Scope.close(scope, Exit.void)),
  }
}

/** Looks again at every turn of the loop: the window ends by itself. */
const until = async (isTrue: () => boolean) => {
  while (!isTrue()) await new Promise((resume) => setImmediate(resume))
}

it("measures in the background and tells it as a page and as gauges", async () => {
  const fifth = new Promise<void>((resolve) => {
    connected = (count) => count === 5 && resolve()
  })
  const { page, metrics, close } = await started({ REDIS_URL: redis })
  // Nothing was waited for: the page answers before the first window has ended.
  expect(page()).toMatchObject({ enabled: true, rounds: 0, endpoints: [] })
  await fifth
  await until(() => /outcome="complete"\} 1/.test(metrics()))
  expect(page()).toMatchObject({
    enabled: true,
    rounds: 1,
    lateRounds: 0,
    endpoints: [
      {
        name: "redis",
        kind: "in-vpc",
        status: "healthy",
        isPrivate: false,
        reasons: [{ code: "loopback" }],
      },
    ],
  })
  expect(metrics()).toContain('manga_assist_endpoint_health{endpoint="redis",kind="in-vpc"} 1\n')
  expect(metrics()).toContain('manga_assist_endpoint_private{endpoint="redis"} 0\n')
  expect(metrics()).toMatch(
    /manga_assist_endpoint_latency_seconds\{endpoint="redis",step="tcp"\} 0(\.\d+)?\n/,
  )
  await close()
})

it("measures nothing when it is off", async () => {
  const { page, metrics, close } = await started({ REDIS_URL: redis, ENDPOINT_HEALTH: "off" })
  expect(page()).toEqual({ enabled: false })
  expect(metrics()).not.toContain("manga_assist_endpoint_health")
  await close()
})

it.each([
  ["ENDPOINT_HEALTH", "maybe", "must be one of on, off"],
  ["ENDPOINT_HEALTH_INTERVAL_MS", "10", "must be a whole number from 1000 to 86400000"],
  ["ENDPOINT_HEALTH_METRICS", "statsd", "must be one of off, cloudwatch"],
])("refuses %s=%s", async (name, value, rule) => {
  await expect(started({ [name]: value })).rejects.toThrow(`${name} ${rule}`)
})
