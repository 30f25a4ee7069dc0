/** Creates the search index and writes every product with the vector of its series. */
import { products } from "@manga-assist/catalogue"
import { chunksOf, eachOf } from "./EachOf.ts"
import { dimensions } from "./Embed.ts"
import { type Progress } from "./Progress.ts"

const batchSize = 1_000
const concurrency = 2
const requestDeadlineMs = 30_000

const of = (type: string, names: string) =>
  Object.fromEntries(names.split(" ").map((name) => [name, { type }]))

const mapping = {
  settings: { "index.knn": true },
  mappings: {
    dynamic: "strict",
    properties: {
      ...of(
        "keyword",
        "id seriesId kind format demographic genres authorKeys publisher status ageRating language aliases url",
      ),
      ...of("integer", "volume price stock popularity firstYear volumes pages"),
      ...of("date", "releaseDate"),
      ...of("text", "title japaneseTitle romaji author authorJapanese synopsis synopsisJapanese"),
      vector: {
        type: "knn_vector",
        dimension: dimensions,
        method: { name: "hnsw", engine: "faiss", space_type: "innerproduct" },
      },
    },
  },
}

/** The index is new or is left as it is: rejects when a write is refused. */
export const seedSearch = async (options: {
  readonly url: string
  readonly index: string
  readonly vectors: ReadonlyMap<string, ReadonlyArray<number>>
  readonly progress: Progress
}): Promise<void> => {
  const address = `${options.url}/${encodeURIComponent(options.index)}`
  await request("PUT", address, "application/json", JSON.stringify(mapping))
  const all = products()
  const vectors = new Map([...options.vectors].map(([id, vector]) => [id, JSON.stringify(vector)]))
  let done = 0
  await eachOf(chunksOf(all, batchSize), concurrency, async (some) => {
    const lines = some.map((product) => {
      const vector = vectors.get(product.seriesId) ?? "null"
      const document = `${JSON.stringify(product).slice(0, -1)},"vector":${vector}}`
      return `{"index":{"_id":${JSON.stringify(product.id)}}}\n${document}\n`
    })
    await request("POST", `${address}/_bulk`, "application/x-ndjson", lines.join(""))
    done += some.length
    options.progress("search", done, all.length)
  })
  await request("POST", `${address}/_search`, "application/json", JSON.stringify(firstSearch))
}

/** The first use of a field sorts its values out; that is not the first customer's to wait for. */
const firstSearch = {
  size: 1,
  query: {
    bool: {
      should: "id seriesId kind format demographic genres authorKeys publisher status ageRating"
        .split(" ")
        .map((field) => ({ term: { [field]: "" } })),
      filter: [{ range: { price: { gte: 0 } } }, { range: { stock: { gte: 0 } } }],
    },
  },
  sort: ["popularity", "releaseDate", "volume", "id"],
}

const request = async (
  method: string,
  url: string,
  contentType: string,
  body: string,
): Promise<void> => {
  const response = await fetch(url, {
    method,
    headers: { "content-type": contentType, connection: "close" },
    body,
    signal: AbortSignal.timeout(requestDeadlineMs),
  })
  const text = await response.text()
  if (!response.ok || text.includes('"errors":true')) {
    throw new Error(
      `opensearch: ${method} ${url} answered ${response.status}: ${text.slice(0, 300)}`,
    )
  }
}
