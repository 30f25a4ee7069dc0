/**
 * Writes the product index of this catalogue: every product, and with the entries of a series the embedding vector of it.
 *
 * An index is complete if it was made for this version of the catalogue (its mapping says so) and has as many documents
 * as there are products; it is left alone. Any other, so also that of a changed catalogue, is deleted and written anew,
 * and search finds nothing meanwhile: a vector collection of OpenSearch Serverless takes no document ids, so no
 * document can be overwritten.
 */
import { catalogueVersion, products } from "@manga-assist/catalogue"
import { chunksOf, eachOf } from "./EachOf.ts"
import { dimensions } from "./Embed.ts"
import { type Progress } from "./Progress.ts"
import type { SearchReply, SearchRequest } from "./SearchRequests.ts"

const batchSize = 1_000
const concurrency = 2
/** Serverless knows a new index after some seconds, and shows new documents within a minute. */
const attempts = 90
const pauseMs = 1_000

const of = (type: string, names: string) =>
  Object.fromEntries(names.split(" ").map((name) => [name, { type }]))

const keywords =
  "id seriesId kind format demographic genres authorKeys publisher status ageRating language aliases url"

const definition = () => ({
  settings: { "index.knn": true },
  mappings: {
    _meta: { catalogue: catalogueVersion() },
    dynamic: "strict",
    properties: {
      ...of("keyword", keywords),
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
})

/**
 * Entries of a series, of which searches by meaning find one: the bundle, the first volume in each format, the first
 * box set. A vector takes half of a document, and later volumes would have the same.
 */
const isEntry = ({ kind, volume }: ReturnType<typeof products>[number]): boolean =>
  kind === "series" || volume === 1

/** Rejects when a request is refused, or documents stay unseen for 90 s; the next run begins anew. */
export const writeIndex = async (options: {
  readonly request: SearchRequest
  readonly index: string
  /** Asked for only when the index has to be written. */
  readonly vectors: () => Promise<ReadonlyMap<string, ReadonlyArray<number>>>
  readonly progress: Progress
}): Promise<"written" | "complete"> => {
  const { index, progress, request } = options
  const path = `/${encodeURIComponent(index)}`
  const all = products()
  if ((await isOurs(request, path)) && (await count(request, path)) === all.length)
    return "complete"

  const vectors = new Map(
    [...(await options.vectors())].map(([id, one]) => [id, JSON.stringify(one)]),
  )
  await expect(request("DELETE", path), `deleting ${index}`, [200, 404])
  await expect(request("PUT", path, JSON.stringify(definition())), `making ${index}`)
  let done = 0
  await eachOf(chunksOf(all, batchSize), concurrency, async (some) => {
    await writeDocuments(
      request,
      path,
      some.map((product) => {
        const vector = isEntry(product) ? vectors.get(product.seriesId) : undefined
        const document = JSON.stringify(product)
        return vector === undefined ? document : `${document.slice(0, -1)},"vector":${vector}}`
      }),
    )
    done += some.length
    progress("search", done, all.length)
  })
  await untilSeen(request, path, all.length)
  await expect(
    request("POST", `${path}/_search`, JSON.stringify(firstSearch)),
    `searching ${index}`,
  )
  return "written"
}

const isOurs = async (request: SearchRequest, path: string): Promise<boolean> => {
  const { status, text } = await expect(
    request("GET", `${path}/_mapping`),
    "the mapping",
    [200, 404],
  )
  return status === 200 && text.includes(JSON.stringify({ catalogue: catalogueVersion() }))
}

const count = async (request: SearchRequest, path: string): Promise<number> => {
  const body = JSON.stringify({ size: 0, track_total_hits: true })
  const { text } = await expect(request("POST", `${path}/_search`, body), "counting documents")
  const reply: { hits?: { total?: { value?: unknown } } } = JSON.parse(text)
  return Number(reply.hits?.total?.value)
}

/** Only what was told to be unwritten is sent again: twice the same would be two documents. */
const writeDocuments = async (
  request: SearchRequest,
  path: string,
  documents: ReadonlyArray<string>,
): Promise<void> => {
  let left = documents
  for (let attempt = 1; left.length > 0; attempt += 1) {
    if (attempt > attempts) throw new Error(`opensearch: ${left.length} documents stay refused`)
    if (attempt > 1) await pause()
    const body = left.map((document) => `{"index":{}}\n${document}\n`).join("")
    const { status, text } = await request("POST", `${path}/_bulk`, body)
    if (isLater(status)) continue
    if (status !== 200) throw refused("writing documents", { status, text })
    const reply: { errors?: boolean; items?: ReadonlyArray<{ index?: BulkItem }> } =
      JSON.parse(text)
    if (reply.errors !== true) return
    left = left.filter((_, at) => {
      const item = reply.items?.[at]?.index
      if (item !== undefined && item.status < 300) return false
      if (item !== undefined && isLater(item.status)) return true
      throw refused("writing a document", { status: item?.status ?? 0, text: JSON.stringify(item) })
    })
  }
}

interface BulkItem {
  readonly status: number
}

const pause = () =>
  new Promise<void>((resolve) => {
    setTimeout(resolve, pauseMs)
  })

/** Not known yet, too many, or not able just now. */
const isLater = (status: number): boolean => status === 404 || status === 429 || status === 503

const untilSeen = async (request: SearchRequest, path: string, wanted: number): Promise<void> => {
  let seen = 0
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    if (attempt > 1) await pause()
    seen = await count(request, path)
    if (seen === wanted) return
  }
  throw new Error(`opensearch: ${seen} of ${wanted} documents are found after they were written`)
}

/** The first use of a field sorts its values out; that is not the first customer's to wait for. */
const firstSearch = {
  size: 1,
  query: {
    bool: {
      should: keywords.split(" ").map((field) => ({ term: { [field]: "" } })),
      filter: [{ range: { price: { gte: 0 } } }, { range: { stock: { gte: 0 } } }],
    },
  },
  sort: ["popularity", "releaseDate", "volume", "id"],
}

const expect = async (
  asked: Promise<SearchReply>,
  what: string,
  statuses: ReadonlyArray<number> = [200],
): Promise<SearchReply> => {
  const reply = await asked
  if (!statuses.includes(reply.status)) throw refused(what, reply)
  return reply
}

const refused = (what: string, { status, text }: SearchReply): Error =>
  new Error(`opensearch: ${what} was answered with ${status}: ${text.slice(0, 300)}`)
