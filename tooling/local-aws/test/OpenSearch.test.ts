import { Client } from "@opensearch-project/opensearch"
import { afterAll, beforeAll, expect, test } from "vitest"
import {
  noLatency,
  makeServiceHub,
  type RunningService,
} from "@manga-assist/bedrock-emulator/services"
import { startOpenSearch } from "../src/opensearch/OpenSearchServer.ts"

const hub = makeServiceHub({ seed: 1, latency: noLatency, jitter: false })
const index = "books"
let service: RunningService
let client: Client
let url: string

const books = [
  {
    id: "a1",
    kind: "series",
    genres: ["action", "drama"],
    price: 500,
    out: "2024-02-01",
    title: "Saga of Vikings",
    vector: [1, 0, 0],
  },
  {
    id: "a2",
    kind: "volume",
    genres: ["action"],
    price: 450,
    out: "2099-01-01",
    title: "Vikings at sea",
    vector: [0.8, 0.6, 0],
  },
  {
    id: "a3",
    kind: "series",
    genres: ["romance"],
    price: 700,
    title: "海賊の物語",
    vector: [0, 1, 0],
  },
  {
    id: "a4",
    kind: "series",
    genres: ["drama"],
    out: "2020-05-05",
    title: "Quiet days",
    vector: [-1, 0, 0],
  },
]

beforeAll(async () => {
  service = await startOpenSearch({
    context: hub.context("opensearch"),
    host: "127.0.0.1",
    port: 0,
  })
  url = service.environment["OPENSEARCH_URL"]!
  client = new Client({ node: url, compression: "gzip", suggestCompression: true, maxRetries: 0 })
  await client.indices.create({
    index,
    body: {
      settings: { index: { knn: true } },
      mappings: {
        dynamic: "strict",
        properties: {
          id: { type: "keyword" },
          kind: { type: "keyword" },
          genres: { type: "keyword" },
          price: { type: "integer" },
          out: { type: "date" },
          title: { type: "text", fields: { raw: { type: "keyword" } } },
          vector: {
            type: "knn_vector",
            dimension: 3,
            method: { name: "hnsw", engine: "faiss", space_type: "innerproduct" },
          },
        },
      },
    } as never,
  })
  const done = await client.bulk({
    body: books.flatMap((book) => [{ index: { _index: index, _id: book.id } }, book]) as never,
  })
  expect(done.body.errors).toBe(false)
})
afterAll(async () => {
  await client.close()
  await service.close()
})

const search = async (body: object) => {
  const { body: found } = await client.search({ index, body })
  return { ...found.hits, ids: found.hits.hits.map((hit) => hit._id) }
}
const ask = async (method: string, path: string, body?: string) => {
  const response = await fetch(url + path, {
    method,
    headers: { "content-type": "application/json" },
    ...(body === undefined ? {} : { body }),
  })
  const text = await response.text()
  return { status: response.status, body: text === "" ? undefined : JSON.parse(text) }
}

test("k-NN filters inside, scores as the engine does, and shows the fields asked for", async () => {
  const found = await search({
    size: 5,
    track_total_hits: false,
    _source: ["id"],
    query: {
      knn: {
        vector: {
          vector: [1, 0, 0],
          k: 2,
          filter: { bool: { filter: [{ term: { kind: "series" } }] } },
        },
      },
    },
  })
  expect(found.hits).toEqual([
    { _index: index, _id: "a1", _score: 2, _source: { id: "a1" } },
    { _index: index, _id: "a3", _score: 1, _source: { id: "a3" } },
  ])
  expect(found).not.toHaveProperty("total")
  const opposite = await search({ query: { knn: { vector: { vector: [1, 0, 0], k: 4 } } } })
  expect(opposite.hits.at(-1)).toMatchObject({ _id: "a4", _score: 0.5 })
  expect(
    (await search({ query: { knn: { vector: { vector: [1, 0, 0], min_score: 1.5 } } } })).ids,
  ).toEqual(["a1", "a2"])
})

test.each<[object, ReadonlyArray<string>]>([
  [{ match_all: {} }, ["a1", "a2", "a3", "a4"]],
  [{ term: { genres: "drama" } }, ["a1", "a4"]],
  [{ term: { genres: { value: "DRAMA", case_insensitive: true } } }, ["a1", "a4"]],
  [{ terms: { price: [450, "700"] } }, ["a2", "a3"]],
  [{ range: { price: { gt: 450, lte: 700 } } }, ["a1", "a3"]],
  [{ range: { out: { lte: "now" } } }, ["a1", "a4"]],
  [{ range: { out: { gt: "now/d" } } }, ["a2"]],
  [{ range: { out: { gte: "2024-02-01||-1d", lt: "2024-02-02" } } }, ["a1"]],
  [{ exists: { field: "price" } }, ["a1", "a2", "a3"]],
  [{ ids: { values: ["a4", "zz"] } }, ["a4"]],
  [{ match: { title: "vikings" } }, ["a1", "a2"]],
  [{ match: { title: { query: "vikings sea", operator: "and" } } }, ["a2"]],
  [{ match: { title: "海賊" } }, ["a3"]],
  [{ term: { "title.raw": "Quiet days" } }, ["a4"]],
  [{ bool: { should: [{ term: { id: "a1" } }, { term: { id: "a2" } }] } }, ["a1", "a2"]],
  [
    { bool: { filter: { term: { kind: "series" } }, must_not: [{ term: { genres: "drama" } }] } },
    ["a3"],
  ],
  [
    {
      bool: {
        must: [{ match_all: {} }],
        should: [{ term: { id: "a4" } }],
        minimum_should_match: 1,
      },
    },
    ["a4"],
  ],
  [{ bool: {} }, ["a1", "a2", "a3", "a4"]],
  [{ term: { unknown: "x" } }, []],
])("%j finds %j", async (query, ids) => {
  expect(
    (await search({ query })).ids.toSorted((a, b) => String(a).localeCompare(String(b))),
  ).toEqual(ids)
  const { body } = await client.count({ index, body: { query } })
  expect(body.count).toBe(ids.length)
})

test("sorts by several keys, missing values last in both directions", async () => {
  const sorted = async (sort: unknown) => (await search({ sort })).ids
  expect(await sorted([{ price: "desc" }, { id: "asc" }])).toEqual(["a3", "a1", "a2", "a4"])
  expect(await sorted([{ price: { order: "asc" } }])).toEqual(["a2", "a1", "a3", "a4"])
  expect(await sorted(["kind", { id: "desc" }])).toEqual(["a4", "a3", "a1", "a2"])
  const { hits, max_score: highest } = await search({ sort: [{ out: "asc" }], size: 1 })
  expect([hits[0]?._score, hits[0]?.sort, highest]).toEqual([
    null,
    [Date.parse("2020-05-05")],
    null,
  ])
})

test("pages, bounds the window, counts as asked", async () => {
  const page = await search({ from: 1, size: 2, sort: ["id"] })
  expect([page.ids, page.total]).toEqual([["a2", "a3"], { value: 4, relation: "eq" }])
  expect((await search({ size: 0 })).hits).toEqual([])
  expect((await search({ track_total_hits: 2 })).total).toEqual({ value: 2, relation: "gte" })
  await expect(search({ from: 9_999, size: 2 })).rejects.toMatchObject({ statusCode: 400 })
})

test("_source: false, one name, includes and excludes, patterns", async () => {
  const source = async (filter: unknown) =>
    (await search({ query: { ids: { values: ["a1"] } }, _source: filter })).hits[0]?._source
  expect(await source(false)).toBeUndefined()
  expect(await source("price")).toEqual({ price: 500 })
  expect(await source({ includes: ["pri*", "id"], excludes: ["id"] })).toEqual({ price: 500 })
  expect(await source({ excludes: ["vector", "t*", "genres"] })).toEqual({
    id: "a1",
    kind: "series",
    price: 500,
    out: "2024-02-01",
  })
})

test.each<[object, number, string, string]>([
  [{ query: { fuzzy: { title: "x" } } }, 400, "parsing_exception", "unknown query [fuzzy]"],
  [
    { query: { knn: { vector: { vector: [1, 2], k: 1 } } } },
    400,
    "search_phase_execution_exception",
    "invalid dimension: 2. Dimension should be: 3",
  ],
  [
    { query: { knn: { price: { vector: [1], k: 1 } } } },
    400,
    "search_phase_execution_exception",
    "is not knn_vector type",
  ],
  [
    { query: { knn: { vector: { vector: [1, 0, 0] } } } },
    400,
    "illegal_argument_exception",
    "exactly one of k",
  ],
  [{ query: { term: { price: "cheap" } } }, 400, "illegal_argument_exception", "failed to parse"],
  [{ query: { bool: { musst: [] } } }, 400, "parsing_exception", "does not support [musst]"],
  [{ query: [] }, 400, "parsing_exception", "malformed"],
  [{ sort: ["nope"] }, 400, "search_phase_execution_exception", "No mapping found for [nope]"],
  [{ sort: ["title"] }, 400, "search_phase_execution_exception", "keyword field instead"],
  [{ size: -1 }, 400, "illegal_argument_exception", "cannot be negative"],
  [{ aggs: {} }, 400, "parsing_exception", "[aggs]"],
  [
    { query: JSON.parse(`${'{"bool":{"must":['.repeat(30)}{"match_all":{}}${"]}}".repeat(30)}`) },
    400,
    "illegal_argument_exception",
    "nested depth",
  ],
])("refuses %j", async (body, status, type, reason) => {
  const refused = await ask("POST", `/${index}/_search`, JSON.stringify(body))
  expect(refused.status).toBe(status)
  expect(refused.body.error.type).toBe(type)
  expect(JSON.stringify(refused.body)).toContain(reason)
})

test("bulk items succeed and fail by themselves", async () => {
  const lines = [
    { index: { _id: "b1" } },
    { id: "b1", vector: [1, 2] },
    { index: { _id: "b2" } },
    { id: "b2", surprise: true },
    { create: { _id: "a1" } },
    { id: "a1" },
    { update: { _id: "nobody" } },
    { doc: { price: 1 } },
    { delete: { _id: "nobody" } },
    { index: { _id: "b3" } },
    { id: "b3", price: "12" },
    { update: { _id: "b3" } },
    { doc: { price: 13 } },
    { delete: { _id: "b3" } },
  ]
  const { body } = await client.bulk({ index, body: lines as never })
  expect(body.errors).toBe(true)
  const outcome = body.items.map(
    (item) => Object.values(item)[0] as { status: number; error?: { type: string } },
  )
  expect(outcome.map(({ status }) => status)).toEqual([400, 400, 409, 404, 404, 201, 200, 200])
  expect(outcome.map(({ error }) => error?.type).slice(0, 4)).toEqual([
    "mapper_parsing_exception",
    "strict_dynamic_mapping_exception",
    "version_conflict_engine_exception",
    "document_missing_exception",
  ])
  expect((await search({})).ids).toHaveLength(4)
})

test.each([
  ['{"index":{"_id":"1"}}\n{}', "terminated by a newline"],
  ['{"zap":{}}\n{}\n', "expected field [create]"],
  ["nonsense\n", "Malformed action/metadata line [1]"],
  ['{"index":{"_id":"1"}}\n', "source of line [1] is missing"],
  ["\n", "no requests added"],
])("refuses the bulk body %j", async (body, reason) => {
  const refused = await ask("POST", `/${index}/_bulk`, body)
  expect(refused.status).toBe(400)
  expect(refused.body.error.reason).toContain(reason)
})

test("keeps what the maker of an index wrote into its mapping", async () => {
  await ask("PUT", "/marked", JSON.stringify({ mappings: { _meta: { catalogue: "a1" } } }))
  expect((await client.indices.getMapping({ index: "marked" })).body).toMatchObject({
    marked: { mappings: { _meta: { catalogue: "a1" } } },
  })
  await client.indices.delete({ index: "marked" })
})

test("documents one by one", async () => {
  const created = await client.index({ index, id: "c1", body: { id: "c1", price: 1 } })
  expect([created.statusCode, created.body.result]).toEqual([201, "created"])
  await client.index({ index, id: "c1", body: { id: "c1", price: 2 } })
  const { body } = await client.get({ index, id: "c1" })
  expect(body).toMatchObject({ found: true, _version: 2, _source: { price: 2 } })
  const many = await client.mget({ index, body: { ids: ["c1", "zz"] } })
  expect(many.body.docs.map((doc) => "found" in doc && doc.found)).toEqual([true, false])
  expect((await client.delete({ index, id: "c1" })).body.result).toBe("deleted")
  await expect(client.get({ index, id: "c1" })).rejects.toMatchObject({ statusCode: 404 })
  expect((await search({ query: { term: { price: 2 } } })).ids).toEqual([])
})

test("several searches in one request", async () => {
  const body = [{ index }, { query: { term: { id: "a1" } } }, { index: "nowhere" }, {}]
  const { body: found } = await client.msearch({ body })
  expect(found.responses.map((one) => "status" in one && one.status)).toEqual([200, 404])
})

test("indices: exists, again, unknown, dropped; bad mappings", async () => {
  expect((await client.indices.exists({ index })).body).toBe(true)
  expect((await client.indices.exists({ index: "nowhere" })).body).toBe(false)
  expect((await ask("PUT", `/${index}`, "{}")).body.error.type).toBe(
    "resource_already_exists_exception",
  )
  expect((await ask("POST", "/nowhere/_search", "{}")).body.error.type).toBe(
    "index_not_found_exception",
  )
  const mapped = (field: object) =>
    ask("PUT", "/bad", JSON.stringify({ mappings: { properties: { field } } }))
  expect((await mapped({ type: "knn_vector" })).body.error.reason).toContain(
    "Dimension value missing",
  )
  expect((await mapped({ type: "rainbow" })).body.error.reason).toContain(
    "No handler for type [rainbow]",
  )
  expect((await ask("PUT", "/UPPER", "{}")).body.error.type).toBe("invalid_index_name_exception")
  expect((await ask("PUT", "/short-lived", "{}")).status).toBe(200)
  expect((await ask("DELETE", "/short-lived")).status).toBe(200)
  expect((await ask("HEAD", "/short-lived")).status).toBe(404)
})

test.each([
  "/",
  "/_cluster/health",
  "/_cluster/stats",
  "/_nodes",
  "/_nodes/stats",
  `/${index}/_refresh`,
])("%s is not there, as on OpenSearch Serverless", async (path) => {
  expect((await ask("GET", path)).status).toBe(404)
})

test("a known path with another method is 405, broken JSON is 400", async () => {
  expect((await ask("DELETE", `/${index}/_search`)).status).toBe(405)
  expect((await ask("POST", `/${index}/_search`, "{")).body.error.type).toBe("json_parse_exception")
  expect((await ask("POST", `/${index}/_search`, "[]")).status).toBe(400)
  expect((await ask("GET", "/%E0%A4%A/_doc/%")).status).toBe(404)
})
