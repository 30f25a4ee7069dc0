import { ConfigProvider, Effect, Layer } from "effect"
import { text } from "node:stream/consumers"
import { beforeEach, expect, it } from "vitest"
import { DynamoDocuments } from "../src/dynamodb/DynamoDocuments.ts"
import { OpenSearchConnection } from "../src/opensearch/OpenSearchConnection.ts"
import { RedisConnection } from "../src/redis/RedisConnection.ts"
import { warmUp, type WarmUpTarget } from "../src/warmup/WarmUp.ts"
import { WarmUpTargets } from "../src/warmup/WarmUpTargets.ts"
import { dynamoAt, http, json } from "./storeHarness.ts"

beforeEach(() => dynamoAt(undefined))

type Services = OpenSearchConnection | DynamoDocuments | RedisConnection

const provided = <A>(
  effect: Effect.Effect<A, unknown, Services>,
  environment: Readonly<Record<string, string>> = {},
) =>
  Effect.runPromise(
    effect.pipe(
      Effect.provide(
        Layer.mergeAll(
          OpenSearchConnection.layer,
          DynamoDocuments.layer,
          RedisConnection.layerOptional,
        ),
      ),
      Effect.provide(
        ConfigProvider.layer(
          ConfigProvider.fromUnknown({
            OPENSEARCH_URL: "http://127.0.0.1:1",
            OPENSEARCH_INDEX: "things",
            ...environment,
          }),
        ),
      ),
    ),
  )

const warmed = (
  target: Effect.Effect<WarmUpTarget, never, Services>,
  environment: Readonly<Record<string, string>> = {},
) =>
  provided(
    Effect.gen(function* () {
      const { services } = yield* warmUp([yield* target], { deadlineMs: 5_000 })
      return services[0]
    }),
    environment,
  )

const vector = { field: "embedding", dimensions: 4 }

it("asks OpenSearch for one neighbour, over as many connections as traffic needs", async () => {
  const searches: Array<string> = []
  const server = await http(async (request, response) => {
    searches.push(`${request.url} ${await text(request)}`)
    return json(response, 200, { hits: { hits: [] } })
  })
  const result = await warmed(
    WarmUpTargets.opensearch({ critical: true, vector, connections: 3 }),
    { OPENSEARCH_URL: server.url },
  )
  expect(result).toMatchObject({ name: "opensearch", critical: true, ok: true })
  expect(server.connections).toBeGreaterThanOrEqual(3)
  const query = { knn: { embedding: { vector: [1, 0, 0, 0], k: 1 } } }
  const body = { size: 1, _source: false, track_total_hits: false, query }
  expect(searches[0]).toBe(`/things/_search ${JSON.stringify(body)}`)
})

it("says that the index does not exist, or has other dimensions", async () => {
  const error = { type: "index_not_found_exception", reason: "no such index [things]" }
  const missing = await http((_, response) => json(response, 404, { error, status: 404 }))
  const target = WarmUpTargets.opensearch({ critical: true, vector })
  expect(await warmed(target, { OPENSEARCH_URL: missing.url })).toMatchObject({
    ok: false,
    detail: expect.stringContaining("no such index [things]"),
  })
  const other = await http((_, response) => {
    json(response, 400, { error: { type: "search_phase_execution_exception" } })
  })
  expect(await warmed(target, { OPENSEARCH_URL: other.url })).toMatchObject({ ok: false })
})

it("reads one item of DynamoDB that is not there; a missing table is a failure", async () => {
  const bodies: Array<string> = []
  const server = await http(async (request, response) => {
    bodies.push(await text(request))
    json(response, 200, {})
  })
  dynamoAt(server.url)
  const target = WarmUpTargets.dynamodb({ critical: true, table: "t", key: { id: "none" } })
  expect(await warmed(target)).toMatchObject({ name: "dynamodb", ok: true })
  expect(JSON.parse(bodies[0] ?? "")).toEqual({ TableName: "t", Key: { id: { S: "none" } } })
  expect(server.connections).toBeGreaterThanOrEqual(8)
  const missing = await http((_, response) => {
    json(response, 400, { __type: "com.amazonaws#ResourceNotFoundException", message: "no table" })
  })
  dynamoAt(missing.url)
  expect(await warmed(target)).toMatchObject({
    ok: false,
    detail: expect.stringContaining("no table"),
  })
})

it("opens no connection in a thousand turns of four customers after it", async () => {
  const server = await http((request, response) => {
    json(response, 200, request.url === "/" ? {} : { hits: { hits: [] } })
  })
  dynamoAt(server.url)
  const counted = Effect.gen(function* () {
    const targets = [
      yield* WarmUpTargets.opensearch({ critical: true, vector }),
      yield* WarmUpTargets.dynamodb({ critical: true, table: "t", key: { id: "none" } }),
    ]
    yield* warmUp(targets, { deadlineMs: 30_000 })
    const before = server.connections
    // A call of each service one after the other, as often and at once as they come.
    const turn = Effect.all(targets.map(({ call }) => call))
    const turns = Array.from({ length: 1_000 }, () => turn)
    yield* Effect.all(turns, { concurrency: 4, discard: true })
    return server.connections - before
  })
  expect(await provided(counted, { OPENSEARCH_URL: server.url })).toBe(0)
})

it("finds no fault with a Redis that is not configured, only with one that is away", async () => {
  const target = WarmUpTargets.redis({ critical: false })
  expect(await warmed(target)).toMatchObject({ ok: true })
  expect(await warmed(target, { REDIS_URL: "redis://127.0.0.1:1" })).toMatchObject({
    ok: false,
    detail: expect.stringContaining("ECONNREFUSED"),
  })
})
