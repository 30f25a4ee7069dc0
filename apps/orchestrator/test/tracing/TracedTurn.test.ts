/** Traces as a receiver gets them, over HTTP. */
import { Turn, type TurnEvent } from "@manga-assist/assistant"
import { ConfigProvider, Effect, Exit, Layer, Logger, References, Scope } from "effect"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { hostname } from "node:os"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { traced } from "../../src/tracing/TracedTurn.ts"
import type { Span } from "../../src/tracing/TurnSpans.ts"
import { failed, hit, looked, miss, request, secret, slow, unanswered } from "./finishedTurns.ts"

interface Received {
  readonly path: string
  readonly headers: Readonly<Record<string, unknown>>
  readonly text: string
}

let received: Array<Received> = []
let answer = 200
const receiver = createServer((asked, reply) => {
  let text = ""
  asked.setEncoding("utf8")
  asked.on("data", (part: string) => (text += part))
  asked.on("end", () => {
    received.push({ path: asked.url ?? "", headers: asked.headers, text })
    reply.writeHead(answer).end("{}")
  })
})

beforeEach(async () => {
  received = []
  answer = 200
  await new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", resolve))
})
afterEach(() => new Promise<void>((resolve) => receiver.close(() => resolve())))

/** A turn that says what the test hands it. */
const scripted = (events: () => ReadonlyArray<TurnEvent>) =>
  Turn.of({
    draft: () => {},
    closed: () => {},
    run: (_, emit) => Effect.sync(() => events().forEach(emit)),
    atOnce: (_, emit) => {
      events().forEach(emit)
      return true
    },
  })

const base = () => `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`

/** Builds the turn under the environment, runs it and closes: what waits is sent. */
const running = async <A>(
  environment: Readonly<Record<string, string>>,
  inner: Turn["Service"],
  use: (turn: Turn["Service"]) => A,
): Promise<A> => {
  const scope = Effect.runSync(Scope.make())
  const layer = traced(Layer.succeed(Turn, inner)).pipe(
    Layer.provide(ConfigProvider.layer(ConfigProvider.fromEnv({ env: { ...environment } }))),
  )
  const context = await Effect.runPromise(Layer.buildWithScope(layer, scope))
  try {
    return use(Effect.runSync(Effect.provideContext(Turn, context)))
  } finally {
    await Effect.runPromise(Scope.close(scope, Exit.void))
  }
}

const spans = (): ReadonlyArray<Span> =>
  received.flatMap(({ text }) => {
    const body = JSON.parse(text) as {
      readonly resourceSpans: ReadonlyArray<{
        readonly scopeSpans: ReadonlyArray<{ readonly spans: ReadonlyArray<Span> }>
      }>
    }
    return body.resourceSpans.flatMap(({ scopeSpans }) =>
      scopeSpans.flatMap((scope) => scope.spans),
    )
  })

const all = () => ({ OTEL_EXPORTER_OTLP_ENDPOINT: base(), OTEL_TRACES_SAMPLER: "always_on" })
const none = () => ({ OTEL_EXPORTER_OTLP_ENDPOINT: base(), OTEL_TRACES_SAMPLER: "always_off" })

const heard = (events: ReadonlyArray<TurnEvent>, environment: Readonly<Record<string, string>>) =>
  running(
    environment,
    scripted(() => events),
    (turn) => {
      const said: Array<TurnEvent> = []
      turn.atOnce(request(), (event) => said.push(event))
      Effect.runSync(turn.run(request(), (event) => said.push(event)))
      return said
    },
  )

const attributesOf = (span: Span | undefined) =>
  Object.fromEntries(
    (span?.attributes ?? []).map(({ key, value }) => [key, Object.values(value)[0]]),
  )

describe("without an endpoint", () => {
  it.each([{}, { OTEL_EXPORTER_OTLP_ENDPOINT: "http://127.0.0.1:9", OTEL_SDK_DISABLED: "true" }])(
    "the turn is the very same one: %o",
    async (environment) => {
      const inner = scripted(() => hit)
      const same = await running(environment, inner, (turn) => turn === inner)
      expect(same).toBe(true)
    },
  )
})

describe("a traced turn", () => {
  it("says everything that it says without traces", async () => {
    expect(await heard(miss, all())).toEqual([...miss, ...miss])
  })

  it("is a tree: stages below the turn, parts below their stage", async () => {
    await running(
      all(),
      scripted(() => miss),
      (turn) => turn.atOnce(request(), () => {}),
    )
    const found = spans()
    const root = found.find(({ name }) => name === "turn")
    expect(found.map(({ name }) => name)).toEqual([
      "turn",
      "recall",
      "retrieve",
      "search",
      "chat jp.large",
      "chat jp.small",
    ])
    expect(new Set(found.map(({ traceId }) => traceId)).size).toBe(1)
    expect(root?.parentSpanId).toBeUndefined()
    const parentOf = (name: string) => {
      const span = found.find((each) => each.name === name)
      return found.find(({ spanId }) => spanId === span?.parentSpanId)?.name
    }
    expect(["recall", "retrieve", "search", "chat jp.small"].map(parentOf)).toEqual([
      "turn",
      "turn",
      "retrieve",
      "turn",
    ])
    expect(root?.events?.map(({ name }) => name)).toEqual(["first-products", "first-token"])
  })

  it("has the times of its timeline", async () => {
    await running(
      all(),
      scripted(() => miss),
      (turn) => turn.atOnce(request(), () => {}),
    )
    const began = performance.timeOrigin + 1_000
    const search = spans().find(({ name }) => name === "search")
    expect(Number(search?.startTimeUnixNano) / 1e6).toBeCloseTo(began + 14, 1)
    expect(Number(search?.endTimeUnixNano) / 1e6).toBeCloseTo(began + 50, 1)
  })

  it("names the calls of the model as OpenTelemetry does", async () => {
    await running(
      all(),
      scripted(() => miss),
      (turn) => turn.atOnce(request(), () => {}),
    )
    const [large, small] = spans().filter(({ name }) => name.startsWith("chat "))
    expect(small?.kind).toBe(3)
    expect(attributesOf(small)).toMatchObject({
      "gen_ai.operation.name": "chat",
      "gen_ai.provider.name": "aws.bedrock",
      "gen_ai.request.model": "jp.small",
      "gen_ai.request.stream": true,
      "gen_ai.response.model": "jp.small",
      "gen_ai.response.time_to_first_chunk": 0.25,
      "gen_ai.usage.input_tokens": "1800",
      "gen_ai.usage.output_tokens": "90",
      "gen_ai.usage.cache_read.input_tokens": "1024",
    })
    expect(attributesOf(large)).toMatchObject({
      "gen_ai.request.model": "jp.large",
      "manga_assist.stage.outcome": "first-token-timeout",
      "error.type": "first-token-timeout",
    })
    expect(large?.status.code).toBe(2)
    expect(attributesOf(large)).not.toHaveProperty("gen_ai.usage.input_tokens")
  })

  it("has a span of what was looked up, between two calls of a model", async () => {
    await running(
      all(),
      scripted(() => looked),
      (turn) => turn.atOnce(request(), () => {}),
    )
    const found = spans()
    expect(found.map(({ name }) => name)).toEqual([
      "turn",
      "retrieve",
      "search",
      "chat jp.small",
      "tool-call",
      "execute_tool find_products, price_of",
      "search",
      "chat jp.large",
    ])
    expect(new Set(found.map(({ spanId }) => spanId)).size).toBe(found.length)
    const [small, large] = found.filter(({ name }) => name.startsWith("chat "))
    expect(attributesOf(small)["gen_ai.response.finish_reasons"]).toEqual({
      values: [{ stringValue: "tool_call" }],
    })
    expect(found.map(({ status }) => status.code)).not.toContain(2)
    expect(attributesOf(large)).toMatchObject({ "gen_ai.response.model": "jp.large" })
    expect(attributesOf(found.find(({ name }) => name.startsWith("execute_tool")))).toMatchObject({
      "gen_ai.operation.name": "execute_tool",
      "gen_ai.tool.name": "find_products, price_of",
    })
  })

  it("has the stages of a turn that failed, too", async () => {
    await running(
      all(),
      scripted(() => failed),
      (turn) => turn.atOnce(request(), () => {}),
    )
    expect(spans().map(({ name }) => name)).toEqual(["turn", "recall", "chat"])
    expect(attributesOf(spans()[0])).toMatchObject({
      "manga_assist.degraded": { values: [{ stringValue: "retrieval-late" }] },
    })
  })

  it("ended as its caller ended it, where that interrupted it", async () => {
    const failure = failed.findLast(({ type }) => type === "turn-failed")
    if (failure?.type !== "turn-failed") throw new Error("none failed")
    await running(
      none(),
      scripted(() => hit),
      (turn) => turn.atOnce(request({ stopped: () => failure.failure }), () => {}),
    )
    expect(spans()[0]?.status).toEqual({ code: 2, message: failure.failure.code })
    expect(spans().map(({ name }) => name)).toEqual(["turn", "recall", "chat"])
  })

  it.each([
    ["complete", { values: [{ stringValue: "stop" }] }],
    ["max-tokens", { values: [{ stringValue: "length" }] }],
    ["blocked", { values: [{ stringValue: "content_filter" }] }],
    ["refused", { values: [{ stringValue: "content_filter" }] }],
    ["cancelled", undefined],
  ] as const)("gives OpenTelemetry's word for why a model ended: %s", async (finish, reasons) => {
    const events = miss.map((event) =>
      event.type === "turn-end" ? { ...event, end: { ...event.end, finish } } : event,
    )
    await running(
      all(),
      scripted(() => events),
      (turn) => turn.atOnce(request(), () => {}),
    )
    const call = spans().find(({ name }) => name === "chat jp.small")
    expect(attributesOf(call)["gen_ai.response.finish_reasons"]).toEqual(reasons)
  })

  it("belongs to the caller's trace", async () => {
    const trace = "0af7651916cd43dd8448eb211c80319c"
    const from = (flags: string) =>
      request({ traceparent: `00-${trace}-b7ad6b7169203331-${flags}` })
    await running(
      { ...none(), OTEL_TRACES_SAMPLER: "parentbased_always_off" },
      scripted(() => hit),
      (turn) => turn.atOnce(from("01"), () => {}),
    )
    expect(spans()[0]).toMatchObject({ traceId: trace, parentSpanId: "b7ad6b7169203331" })
    received = []
    await running(
      { ...all(), OTEL_TRACES_SAMPLER: "parentbased_always_on" },
      scripted(() => hit),
      (turn) => turn.atOnce(from("00"), () => {}),
    )
    expect(spans()).toEqual([])
  })

  it("is named by what it logs, also where no caller has a trace", async () => {
    const logged: Array<unknown> = []
    const logger = Logger.make(({ fiber }) => {
      logged.push(fiber.getRef(References.CurrentLogAnnotations)["trace_id"])
    })
    const inner = scripted(() => hit)
    const logging = Turn.of({
      ...inner,
      run: (asked, emit) => Effect.andThen(Effect.logInfo("in the turn"), inner.run(asked, emit)),
    })
    const trace = "0af7651916cd43dd8448eb211c80319c"
    await running(all(), logging, (turn) => {
      for (const traceparent of [undefined, `00-${trace}-b7ad6b7169203331-01`]) {
        const asked = request(traceparent === undefined ? {} : { traceparent })
        Effect.runSync(turn.run(asked, () => {}).pipe(Effect.provide(Logger.layer([logger]))))
      }
    })
    const kept = spans().filter(({ name }) => name === "turn")
    expect(logged).toEqual(kept.map(({ traceId }) => traceId))
    expect(logged[1]).toBe(trace)
  })

  it("tells nothing that a customer wrote, read or is named", async () => {
    for (const events of [miss, looked, hit, slow, unanswered, failed]) await heard(events, all())
    expect(spans().length).toBeGreaterThan(10)
    expect(received.map(({ text }) => text).join()).not.toContain(secret)
  })

  it.each([
    ["failed", failed],
    ["without a model", unanswered],
    ["too slow", slow],
  ])("is kept whatever the sampler says: %s", async (_, events) => {
    await heard(events, none())
    expect(spans().filter(({ name }) => name === "turn")).toHaveLength(2)
  })

  it("is not kept when nothing is remarkable and the sampler says no", async () => {
    await heard(hit, none())
    await heard(miss, none())
    expect(received).toEqual([])
  })
})

describe("the exporter", () => {
  it("sends many turns in few requests, with the service's name and headers", async () => {
    const environment = {
      ...all(),
      OTEL_SERVICE_NAME: "chat-tokyo",
      REVISION: "1a2b3c",
      OTEL_RESOURCE_ATTRIBUTES: "deployment.environment.name=staging",
      OTEL_EXPORTER_OTLP_HEADERS: "x-api-key=a%20b",
    }
    await running(
      environment,
      scripted(() => hit),
      (turn) => {
        for (let count = 0; count < 300; count += 1) turn.atOnce(request(), () => {})
      },
    )
    expect(spans().filter(({ name }) => name === "turn")).toHaveLength(300)
    expect(received).toHaveLength(2)
    expect(received[0]).toMatchObject({ path: "/v1/traces", headers: { "x-api-key": "a b" } })
    expect(received[0]?.text).toContain(
      '{"key":"service.name","value":{"stringValue":"chat-tokyo"}}',
    )
    expect(received[0]?.text).toContain("deployment.environment.name")
    const instance = `${hostname()}-${process.pid}`
    for (const [key, stringValue] of [
      ["service.instance.id", instance],
      ["service.version", "1a2b3c"],
    ]) {
      expect(received[0]?.text).toContain(JSON.stringify({ key, value: { stringValue } }))
    }
  })

  it("drops what is too much, and never holds a turn up", async () => {
    const said = await running(
      all(),
      scripted(() => hit),
      (turn) => {
        let events = 0
        for (let count = 0; count < 2_500; count += 1) turn.atOnce(request(), () => (events += 1))
        return events
      },
    )
    expect(said).toBe(2_500 * hit.length)
    expect(spans().filter(({ name }) => name === "turn")).toHaveLength(2_000)
  })

  it("leaves turns alone when the receiver refuses or is away", async () => {
    answer = 503
    expect(await heard(hit, all())).toEqual([...hit, ...hit])
    const away = {
      OTEL_EXPORTER_OTLP_ENDPOINT: "http://127.0.0.1:9",
      OTEL_TRACES_SAMPLER: "always_on",
    }
    expect(await heard(hit, away)).toEqual([...hit, ...hit])
  })
})

describe("settings", () => {
  it.each([
    ["OTEL_EXPORTER_OTLP_ENDPOINT", "collector:4318"],
    ["OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "grpc://collector"],
    ["OTEL_TRACES_SAMPLER", "sometimes"],
    ["OTEL_TRACES_SAMPLER_ARG", "1.5"],
    ["OTEL_EXPORTER_OTLP_TIMEOUT", "soon"],
    ["OTEL_EXPORTER_OTLP_HEADERS", "no-pair"],
    ["OTEL_TRACES_EXPORTER", "zipkin"],
    ["OTEL_SDK_DISABLED", "perhaps"],
  ])("stop the start when they are wrong, and are named: %s", async (name, value) => {
    const environment = { ...all(), [name]: value }
    await expect(
      running(
        environment,
        scripted(() => hit),
        () => {},
      ),
    ).rejects.toThrow(name)
  })

  it("never show the value of a header", async () => {
    const environment = { ...all(), OTEL_EXPORTER_OTLP_HEADERS: `authorization=%zz${secret}` }
    const failure = await running(
      environment,
      scripted(() => hit),
      () => "",
    ).catch(String)
    expect(failure).toContain("OTEL_EXPORTER_OTLP_HEADERS")
    expect(failure).not.toContain(secret)
  })
})
