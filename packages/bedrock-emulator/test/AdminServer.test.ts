import { afterAll, beforeAll, beforeEach, expect, test } from "vitest"
import { type AdminServer, startAdminServer } from "../src/http/AdminServer.ts"
import { countRequest } from "../src/service/Counters.ts"
import { chatLatency, noLatency } from "../src/service/LatencyModel.ts"
import { makeServiceHub } from "../src/service/ServiceHub.ts"

const hub = makeServiceHub({ seed: 1, latency: noLatency, jitter: true })
const services = ["bedrock", "opensearch", "dynamodb"] as const
for (const name of services) hub.context(name)
let admin: AdminServer

beforeAll(async () => {
  const models = { none: noLatency, chat: chatLatency(700, 12) }
  admin = await startAdminServer({ hub, host: "127.0.0.1", port: 0, models })
})
afterAll(() => admin.close())
beforeEach(() => hub.faults.replace([]))

const ask = async (method: string, path: string, body?: string) => {
  const response = await fetch(admin.url + path, {
    method,
    ...(body === undefined ? {} : { body }),
  })
  return {
    status: response.status,
    headers: response.headers,
    // oxlint-disable-next-line typescript/no-explicit-any -- asserted on below, field by field
    body: (await response.json()) as any,
  }
}

test("stats show every service; a reset clears counters and keeps gauges", async () => {
  const counters = hub.counters("bedrock")
  counters.connections = 3
  counters.connectionsOpen = 2
  counters.inputTokens = 9
  countRequest(counters, "Converse")
  const before = await ask("GET", "/stats")
  expect(before.body.bedrock).toEqual({
    connections: 3,
    connectionsOpen: 2,
    handshakes: 0,
    streamsOpened: 0,
    streamsOpen: 0,
    streamsCancelled: 0,
    requests: { Converse: 1 },
    inputTokens: 9,
    outputTokens: 0,
    struck: {},
  })
  expect(Object.keys(before.body)).toEqual([...services])
  expect(before.body.dynamodb).not.toHaveProperty("inputTokens")
  const after = await ask("POST", "/stats/reset")
  expect(after.status).toBe(200)
  expect(after.body.bedrock).toMatchObject({
    connections: 0,
    connectionsOpen: 2,
    requests: {},
    inputTokens: 0,
  })
})

test("PUT /faults replaces the whole list, [] heals", async () => {
  const list = [{ service: "bedrock", kind: "goaway", rate: 0.5 }]
  expect(await ask("PUT", "/faults", JSON.stringify(list))).toMatchObject({
    status: 200,
    body: list,
  })
  const next = [{ service: "opensearch", kind: "slow", delayMs: 5, operation: "Search", count: 3 }]
  await ask("PUT", "/faults", JSON.stringify(next))
  expect((await ask("GET", "/faults")).body).toEqual([{ ...next[0], struck: 0 }])
  expect((await ask("PUT", "/faults", "[]")).body).toEqual([])
})

test("a refused list leaves the faults as they were, and lists what is known", async () => {
  const list = [{ service: "dynamodb", kind: "throttle" }]
  await ask("PUT", "/faults", JSON.stringify(list))
  const refused = await ask("PUT", "/faults", '[{"service":"s3","kind":"reset"}]')
  expect(refused).toMatchObject({ status: 400, body: { field: "[0].service", known: services } })
  const stream = await ask("PUT", "/faults", '[{"service":"dynamodb","kind":"goaway"}]')
  expect(stream.status).toBe(400)
  expect(stream.body.error).toContain("only bedrock can")
  expect((await ask("GET", "/faults")).body).toMatchObject(list)
})

test("faults tell how often they struck and what is left of them; a list may be put back", async () => {
  const { fault } = hub.context("dynamodb")
  await ask("POST", "/stats/reset")
  await ask("PUT", "/faults", '[{"service":"dynamodb","kind":"throttle","count":2}]')
  fault("GetItem")
  const { body: told } = await ask("GET", "/faults")
  expect(told).toEqual([{ service: "dynamodb", kind: "throttle", count: 1, struck: 1 }])
  expect((await ask("PUT", "/faults", JSON.stringify(told))).body).toEqual([
    { ...told[0], struck: 0 },
  ])
  fault("GetItem")
  expect((await ask("GET", "/faults")).body).toEqual([])
  expect((await ask("GET", "/stats")).body.dynamodb.struck).toEqual({ throttle: 2 })
  expect((await ask("POST", "/stats/reset")).body.dynamodb.struck).toEqual({})
})

test("PUT /latency takes jitter only where it is asked for", async () => {
  const put = await ask("PUT", "/latency", '{"services":{"dynamodb":{"*":{"p95Ms":5}}}}')
  expect(put.body.jitter).toBe(false)
  expect(hub.context("dynamodb").delayMs("GetItem")).toBe(5)
  await ask("PUT", "/latency", '{"model":"none"}')
})

test("PUT /latency chooses a model by name", async () => {
  const chosen = await ask("PUT", "/latency", '{"model":"chat","jitter":false}')
  expect(chosen).toMatchObject({ status: 200, body: { model: "chat", jitter: false } })
  expect(hub.context("bedrock").delayMs("Converse")).toBe(700)
  await ask("PUT", "/latency", '{"model":"none","jitter":true}')
  expect(hub.context("bedrock").delayMs("Converse")).toBe(0)
})

test.each([
  ['{"model":"fast"}', "model", ["none", "chat"]],
  ["{}", "model", ["none", "chat"]],
  ['{"model":"none","jitter":"yes"}', "jitter", undefined],
  ['{"model":"none","speed":1}', "speed", ["model", "services", "jitter"]],
  ['{"model":"none","services":{}}', "services", undefined],
  ['{"services":{"dynamodb":{"GetItem":{"p95Ms":-1}}}}', "dynamodb.GetItem.p95Ms", undefined],
  ["[]", "latency", undefined],
  ["null", "latency", undefined],
  ["{", "body", undefined],
  ["", "body", undefined],
])("PUT /latency refuses %s", async (body, field, known) => {
  const refused = await ask("PUT", "/latency", body)
  expect(refused.status).toBe(400)
  expect(refused.body.field).toBe(field)
  expect(refused.body.known).toEqual(known)
})

test("PUT /latency takes times of one's own, and what GET tells of others'", async () => {
  const services = { dynamodb: { GetItem: { p95Ms: 3 }, "*": { p95Ms: 5 } } }
  const set = await ask("PUT", "/latency", JSON.stringify({ services, jitter: false }))
  expect(set.body).toMatchObject({ model: "own", services, jitter: false })
  expect(hub.context("dynamodb").delayMs("GetItem")).toBe(3)
  expect(hub.context("dynamodb").delayMs("Query")).toBe(5)
  const { services: told, jitter } = (await ask("GET", "/latency")).body
  await ask("PUT", "/latency", '{"model":"none","jitter":false}')
  expect(hub.context("dynamodb").delayMs("GetItem")).toBe(0)
  await ask("PUT", "/latency", JSON.stringify({ services: told, jitter }))
  expect(hub.context("dynamodb").delayMs("GetItem")).toBe(3)
  await ask("PUT", "/latency", '{"model":"none"}')
})

test("GET /calls hands each call over once, oldest first", async () => {
  const dynamodb = hub.context("dynamodb")
  await ask("GET", "/calls")
  const arrivedMs = performance.now() - 7
  dynamodb.served("GetItem", arrivedMs, 5)
  dynamodb.served("Query", arrivedMs + 1, 6)
  const { body } = await ask("GET", "/calls")
  expect(body).toMatchObject([
    { service: "dynamodb", operation: "GetItem", askedMs: 5 },
    { service: "dynamodb", operation: "Query", askedMs: 6 },
  ])
  expect(body[0].arrivedAt).toBeCloseTo(performance.timeOrigin + arrivedMs, 3)
  expect(body[0].answeredAt - body[0].arrivedAt).toBeGreaterThanOrEqual(7)
  expect((await ask("GET", "/calls")).body).toEqual([])
})

test("unknown path, wrong method, huge body", async () => {
  expect((await ask("GET", "/nothing")).status).toBe(404)
  expect((await ask("GET", "/constructor")).status).toBe(404)
  const wrong = await ask("POST", "/faults", "[]")
  expect([wrong.status, wrong.headers.get("allow")]).toEqual([405, "GET, PUT"])
  expect((await ask("PUT", "/faults", "x".repeat(1_000_001))).status).toBe(413)
  expect((await ask("GET", "/stats")).status).toBe(200)
})

test("requests are kept once somebody asks for them, the last so many, oldest first", async () => {
  const { asked } = hub.context("bedrock")
  const add = (turn: string | undefined, text: string) => {
    const body = Buffer.from(JSON.stringify({ messages: [], turn }))
    const answer = { text, toolUses: [], stopReason: "end_turn" as const }
    asked({ at: 7, operation: "ConverseStream", model: "m", turn, body, answer })
  }
  const told = async (query = "?service=bedrock") =>
    (await ask("GET", `/requests${query}`)).body.map(
      ({ answer }: { readonly answer: { readonly text: string } }) => answer.text,
    )
  add("a", "before")
  expect(await told()).toEqual([])
  expect(await ask("PUT", "/requests", '{"keep": 3}')).toMatchObject({
    status: 200,
    body: { keep: 3 },
  })
  for (const [turn, text] of [
    ["a", "one"],
    ["a", "two"],
    [undefined, "three"],
    ["b", "four"],
  ] as const) {
    add(turn, text)
  }
  expect((await ask("GET", "/requests?service=bedrock")).body[0]).toEqual({
    at: 7,
    operation: "ConverseStream",
    model: "m",
    body: { messages: [], turn: "a" },
    answer: { text: "two", toolUses: [], stopReason: "end_turn" },
  })
  // Reading takes nothing away.
  expect(await told()).toEqual(["two", "three", "four"])
  expect(await told("?service=bedrock&turn=a")).toEqual(["two"])
  expect(await told("?service=bedrock&turn=c")).toEqual([])
  expect(await told("?limit=2")).toEqual(["three", "four"])
  expect(await told("?service=bedrock&turn=b&limit=5")).toEqual(["four"])
  await ask("PUT", "/requests", '{"keep": 1}')
  expect(await told()).toEqual(["four"])
  await ask("PUT", "/requests", '{"keep": 0}')
  add("a", "five")
  expect(await told()).toEqual([])
})

test("large requests leave together with their bytes", async () => {
  const { asked } = hub.context("bedrock")
  await ask("PUT", "/requests", '{"keep": 100}')
  const body = Buffer.from(JSON.stringify("x".repeat(30_000_000)))
  const answer = { text: "", toolUses: [] }
  for (let at = 0; at < 6; at += 1) {
    asked({ at, operation: "Converse", model: "m", turn: undefined, body, answer })
  }
  expect(hub.requests.list({}).map(({ at }) => at)).toEqual([2, 3, 4, 5])
  await ask("PUT", "/requests", '{"keep": 0}')
})

test.each([
  ["GET", "/requests?service=redis", "service", ["bedrock"]],
  ["GET", "/requests?session=1", "session", ["service", "turn", "limit"]],
  ["GET", "/requests?limit=0", "limit", undefined],
  ["GET", "/requests?limit=1.5", "limit", undefined],
  ["GET", "/requests?limit=x", "limit", undefined],
  ["GET", "/requests?turn=a&turn=b", "turn", undefined],
  ["GET", "/stats?turn=a", "turn", []],
  ["PUT", "/requests?limit=1", "limit", []],
])("%s %s is refused", async (method, path, field, known) => {
  const refused = await ask(method, path, method === "PUT" ? '{"keep": 1}' : undefined)
  expect(refused).toMatchObject({ status: 400, body: { field } })
  expect(refused.body.known).toEqual(known)
})

test.each([-1, 10_001, 1.5, "2"])("PUT /requests refuses to keep %j", async (keep) => {
  expect(await ask("PUT", "/requests", JSON.stringify({ keep }))).toMatchObject({
    status: 400,
    body: { field: "keep" },
  })
})
