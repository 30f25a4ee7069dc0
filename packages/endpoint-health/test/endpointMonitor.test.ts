import { createServer } from "node:net"
import { Effect, identity, Layer, Queue, Random } from "effect"
import { TestClock } from "effect/testing"
import { afterEach, beforeEach, expect, it, vi } from "vitest"
import type { EndpointReport } from "../src/checks/Check.ts"
import { layerCloudWatch } from "../src/checks/CloudWatchMetrics.ts"
import { ControlPlane } from "../src/aws/ControlPlane.ts"
import { limitsOf } from "../src/checks/Endpoint.ts"
import {
  EndpointMonitor,
  type MonitorOptions,
  type MonitorState,
} from "../src/checks/EndpointMonitor.ts"
import { MetricPublisher } from "../src/checks/MetricPublisher.ts"
import { StubAws, type StubReply } from "./StubAws.ts"

interface Changes {
  readonly port?: number
  readonly roundDeadlineMs?: number
  readonly deadlineMs?: number
  /** Pauses of exactly the interval: two short ones may be over within one adjustment of the clock. */
  readonly evenPauses?: boolean
}

const even: Random.Random = { nextDoubleUnsafe: () => 0.5, nextIntUnsafe: () => 0 }

const options = (
  resolve: NonNullable<MonitorOptions["resolve"]>,
  { port = 1, roundDeadlineMs = 30_000, deadlineMs = 2_000 }: Changes,
): MonitorOptions => ({
  endpoints: [
    {
      name: "sqs",
      host: "sqs.test.internal",
      port,
      tls: false,
      kind: "interface",
      limits: limitsOf("interface"),
    },
  ],
  intervalMs: 60_000,
  roundDeadlineMs,
  deadlineMs,
  samples: 5,
  spacingMs: 0,
  resolve,
})

type Round = ReadonlyArray<EndpointReport>

/** Runs a monitor on a test clock; `published` gives each round as it is handed on. */
const monitored = (
  resolve: NonNullable<MonitorOptions["resolve"]>,
  use: (state: () => MonitorState, published: Effect.Effect<Round>) => Effect.Effect<void>,
  changes: Changes = {},
) =>
  Effect.runPromise(
    Effect.scoped(
      Effect.gen(function* () {
        const rounds = yield* Queue.unbounded<Round>()
        const publisher = Layer.succeed(MetricPublisher, {
          publish: (reports) => Effect.asVoid(Queue.offer(rounds, reports)),
          counters: () => ({ published: 0, failed: 0, lastFailure: undefined }),
        })
        const context = yield* Layer.build(
          EndpointMonitor.layer(options(resolve, changes)).pipe(
            Layer.provide([publisher, ControlPlane.layerNone]),
          ),
        ).pipe(changes.evenPauses ? Effect.provideService(Random.Random, even) : identity)
        const { state } = yield* Effect.provideContext(EndpointMonitor, context)
        yield* use(state, Queue.take(rounds))
      }),
    ).pipe(Effect.provide(TestClock.layer())),
  )

const noSuchName = () => Promise.reject(Object.assign(new Error("no"), { code: "ENOTFOUND" }))

it("checks at once and then again, and changes what is said after three windows", async () => {
  const server = createServer((socket) => socket.on("error", () => undefined))
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening))
  const address = server.address()
  const port = typeof address === "object" && address !== null ? address.port : 0
  let resolve: NonNullable<MonitorOptions["resolve"]> = () => Promise.resolve(["127.0.0.1"])
  const statuses: Array<string> = []
  await monitored(
    (host) => resolve(host),
    (state, published) =>
      Effect.gen(function* () {
        for (let round = 0; round < 4; round += 1) {
          const [report] = yield* published
          statuses.push(report?.verdict.status ?? "")
          expect(state()).toMatchObject({ rounds: round + 1, lateRounds: 0, reports: [report] })
          resolve = noSuchName
          yield* TestClock.adjust("72 seconds")
        }
      }),
    { port, evenPauses: true },
  )
  await new Promise((closed) => server.close(closed))
  expect(statuses).toEqual(["healthy", "healthy", "healthy", "unhealthy"])
})

it("waits 80 to 120 % of the interval between rounds", async () => {
  let rounds = 0
  await monitored(
    () => {
      rounds += 1
      return noSuchName()
    },
    (_, published) =>
      Effect.gen(function* () {
        yield* published
        expect(rounds).toBe(5)
        yield* TestClock.adjust("47 seconds")
        expect(rounds).toBe(5)
        yield* TestClock.adjust("26 seconds")
        yield* published
        expect(rounds).toBe(10)
      }),
  )
})

it("counts a round that runs into its deadline, drops it, and goes on", async () => {
  let hangs = true
  await monitored(
    () => (hangs ? new Promise<never>(() => undefined) : noSuchName()),
    (state, published) =>
      Effect.gen(function* () {
        yield* TestClock.adjust("4 seconds")
        expect(state()).toMatchObject({ rounds: 0, lateRounds: 0 })
        hangs = false
        yield* TestClock.adjust("1 second")
        expect(state()).toMatchObject({ rounds: 0, lateRounds: 1, reports: [] })
        yield* TestClock.adjust("72 seconds")
        yield* published
        expect(state()).toMatchObject({ rounds: 1, lateRounds: 1 })
      }),
    { roundDeadlineMs: 5_000, deadlineMs: 60_000 },
  )
})

let stub: StubAws | undefined
beforeEach(() => {
  vi.stubEnv("AWS_ACCESS_KEY_ID", "test")
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "test")
})
afterEach(async () => {
  vi.unstubAllEnvs()
  await stub?.close()
  stub = undefined
})

const report: EndpointReport = {
  at: 1_767_323_045_000,
  endpoint: {
    name: "sqs",
    host: "sqs.test.internal",
    port: 443,
    tls: true,
    kind: "interface",
    limits: limitsOf("interface"),
  },
  window: { dns: [{ ms: 1 }], addresses: [], connects: [] },
  addresses: [],
  isPrivate: false,
  verdict: {
    status: "healthy",
    windowStatus: "healthy",
    reasons: [],
    history: { status: "healthy", windows: [] },
  },
}

const publishing = async (reply: StubReply, reports: ReadonlyArray<EndpointReport>) => {
  stub = new StubAws(() => reply)
  vi.stubEnv("AWS_ENDPOINT_URL_CLOUDWATCH", await stub.listen())
  const layer = layerCloudWatch({ region: "ap-northeast-1", namespace: "Test/Endpoints" })
  return Effect.runPromise(
    Effect.gen(function* () {
      const publisher = yield* MetricPublisher
      yield* publisher.publish(reports)
      return publisher.counters()
    }).pipe(Effect.provide(layer)),
  )
}

it("publishes in batches that PutMetricData takes", async () => {
  const reports = Array.from({ length: 400 }, () => report)
  const counters = await publishing({ body: "{}" }, reports)
  expect(counters).toEqual({ published: 1_200, failed: 0, lastFailure: undefined })
  expect(stub?.requests.map(({ action }) => action)).toEqual(["PutMetricData", "PutMetricData"])
})

it("counts what CloudWatch refuses, and does not fail", async () => {
  const body = JSON.stringify({ __type: "AccessDeniedException", message: "no" })
  expect(await publishing({ status: 400, body }, [report])).toEqual({
    published: 0,
    failed: 3,
    lastFailure: "cloudwatch:PutMetricData is not permitted (AccessDeniedException)",
  })
})
