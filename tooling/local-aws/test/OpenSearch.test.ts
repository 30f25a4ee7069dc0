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

const properties = {
  id: { type: "keyword" },
  kind: { type: "keyword" },
  genres: { type: "keyword" },
  price: { type: "integer" },
  out: { type: "date" },
  title: { type: "text" },
  vector: {
    type: "knn_vector",
    dimension: 3,
    method: { name: "hnsw", engine: "faiss", space_type: "innerproduct" },
  },
}

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
        properties,
      },
    } as never,
  })
  const done = await client.bulk({
    index,
    body: books.flatMap((book) => [{ index: {} }, book]) as never,
  })
  expect(done.body.errors).toBe(false)
})
afterAll(async () => {
  await client.close()
  await service.close()
})

const ask = async (method: string, path: string, body?: string) => {
  const response = await fetch(url + path, {
    method,
    headers: { "content-type": "application/json" },
    ...(body === undefined ? {} : { body }),
  })
  const text = await response.text()
  return { status: response.status, body: text === "" ? undefined : JSON.parse(text) }
}

test.each(["", "{}\n", "{}\n{}", "{}\n[]\n", '{"search_type":"x"}\n{}\n'])(
  "several searches that are no pairs of lines are refused (%j)",
  async (lines) => {
    const { body, status } = await ask("POST", `/${index}/_msearch`, lines)
    expect(status).toBe(400)
    expect(body.error.type).toBe("illegal_argument_exception")
  },
)

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
    "requires k",
  ],
  [
    { query: { term: { price: "cheap" } } },
    400,
    "search_phase_execution_exception",
    "failed to parse",
  ],
  [{ query: { bool: { musst: [] } } }, 400, "x_content_parse_exception", "unknown field [musst]"],
  [{ query: [] }, 400, "parsing_exception", "malformed"],
  [{ sort: ["nope"] }, 400, "search_phase_execution_exception", "No mapping found for [nope]"],
  [{ sort: ["title"] }, 400, "search_phase_execution_exception", "keyword field instead"],
  [{ size: -1 }, 400, "illegal_argument_exception", "[size] must be"],
  [{ aggs: {} }, 400, "parsing_exception", "[aggs]"],
])("refuses %j", async (body, status, type, reason) => {
  const refused = await ask("POST", `/${index}/_search`, JSON.stringify(body))
  expect(refused.status).toBe(status)
  expect(refused.body.error.type).toBe(type)
  expect(JSON.stringify(refused.body)).toContain(reason)
})

test("a bulk request may name its index in each action", async () => {
  const mappings = { dynamic: "strict", properties: { title: { type: "keyword" } } } as const
  await client.indices.create({ index: "named", body: { mappings } })
  const stats = await client.helpers.bulk({
    datasource: [{ title: "a" }, { title: "b" }],
    onDocument: () => ({ index: { _index: "named" } }),
  })
  expect(stats).toMatchObject({ successful: 2, failed: 0 })
  const mixed = '{"index":{"_index":"named"}}\n{}\n{"index":{"_index":"other"}}\n{}\n'
  expect(await ask("POST", "/_bulk", mixed)).toMatchObject({ status: 400 })
  expect(await ask("POST", "/_bulk", '{"index":{}}\n{}\n')).toMatchObject({ status: 404 })
})

test("bulk items succeed and fail by themselves", async () => {
  await ask("PUT", "/other", JSON.stringify({ mappings: { dynamic: "strict", properties } }))
  const lines = [
    { index: {} },
    { id: "b1", vector: [1, 2] },
    { index: {} },
    { id: "b2", surprise: true },
    { index: {} },
    { id: "b3", price: "cheap" },
    { index: { _id: "b4" } },
    { id: "b4" },
    { index: {} },
    { id: "b5", price: "12" },
  ]
  const { body } = await client.bulk({ index: "other", body: lines as never })
  expect(body.errors).toBe(true)
  const outcome = body.items.map(
    (item) => Object.values(item)[0] as { status: number; error?: { type: string } },
  )
  expect(outcome.map(({ status }) => status)).toEqual([400, 400, 400, 400, 201])
  expect(outcome.map(({ error }) => error?.type)).toEqual([
    "mapper_parsing_exception",
    "strict_dynamic_mapping_exception",
    "mapper_parsing_exception",
    "illegal_argument_exception",
    undefined,
  ])
  const found = await ask("POST", "/other/_search", "{}")
  expect(found.body.hits.hits).toMatchObject([{ _source: { id: "b5" } }])
  await client.indices.delete({ index: "other" })
})

test.each([
  ['{"index":{}}\n{}', "terminated by a newline"],
  ['{"zap":{}}\n{}\n', "expected field [index]"],
  ["nonsense\n", "Malformed action/metadata line [1]"],
  ["\n", "Malformed action/metadata line [1]"],
  ["", "no requests added"],
])("refuses the bulk body %j", async (body, reason) => {
  const refused = await ask("POST", `/${index}/_bulk`, body)
  expect(refused.status).toBe(400)
  expect(refused.body.error.reason).toContain(reason)
})

test("keeps what the maker of an index wrote into its mapping", async () => {
  const mappings = { _meta: { catalogue: "a1" }, dynamic: "strict", properties }
  await ask("PUT", "/marked", JSON.stringify({ mappings }))
  expect((await client.indices.getMapping({ index: "marked" })).body).toMatchObject({
    marked: { mappings: { _meta: { catalogue: "a1" } } },
  })
  await client.indices.delete({ index: "marked" })
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
    ask("PUT", "/bad", JSON.stringify({ mappings: { dynamic: "strict", properties: { field } } }))
  expect((await mapped({ type: "knn_vector" })).body.error.reason).toContain(
    "Dimension value missing",
  )
  expect((await mapped({ type: "rainbow" })).body.error.reason).toContain(
    "No handler for type [rainbow]",
  )
  expect((await ask("PUT", "/UPPER", "{}")).body.error.type).toBe("invalid_index_name_exception")
  expect(
    (await ask("PUT", "/short-lived", '{"mappings":{"dynamic":"strict","properties":{}}}')).status,
  ).toBe(200)
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

test("another method or a parameter is 404, broken JSON is 400", async () => {
  expect((await ask("DELETE", `/${index}/_search`)).status).toBe(404)
  expect((await ask("POST", `/${index}/_search?from=2`, "{}")).status).toBe(404)
  expect((await ask("POST", `/${index}/_search`, "{")).body.error.type).toBe("json_parse_exception")
  expect((await ask("POST", `/${index}/_search`, "[]")).status).toBe(400)
})
