/**
 * The search index of products. A vector collection of OpenSearch Serverless accepts no ids of documents, so that nothing
 * can be overwritten, nor removed by a query: a document is added, and the one that it replaces removed by the id that the
 * collection gave it.
 */
import { Effect, Option, Stream } from "effect"
import { dimensions } from "./Embed.ts"
import type { SearchReply, SearchRequest } from "../SearchRequests.ts"
import { attempt, busy, parsed, untilDone } from "./Call.ts"
import { CatalogueError } from "../CatalogueError.ts"

/** Documents of one answer; with it all ids of 100,000 products take a hundred searches. */
const pageSize = 1_000

const of = (type: string, names: string) =>
  Object.fromEntries(names.split(" ").map((name) => [name, { type }]))

const keywords =
  "id seriesId kind format demographic genres authorKeys publisher status ageRating language aliases url source hash"

/** Changes with what documents hold, so that an older index is not taken for one of these. */
const layout = 2

const definition = {
  settings: { "index.knn": true },
  mappings: {
    _meta: { layout },
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

/** A document as the collection knows it. */
export interface Held {
  readonly document: string
  readonly id: string
  readonly hash: string
}

export interface ProductIndex {
  /** `none`: there is no index of that name. Fails if there is one of another layout. */
  readonly look: Effect.Effect<"ours" | "none", CatalogueError>
  readonly make: Effect.Effect<void, CatalogueError>
  /** In the order of their ids; what was written in the last minute may be missing. */
  readonly documents: (source: string) => Stream.Stream<Held, CatalogueError>
  /** By id of the product, as JSON; those that documents have now. */
  readonly vectors: (
    ids: ReadonlyArray<string>,
  ) => Effect.Effect<ReadonlyMap<string, string>, CatalogueError>
  /** Documents as JSON; ids as the collection gave them, also those in the result, of what was added. */
  readonly write: (
    add: ReadonlyArray<string>,
    remove: ReadonlyArray<string>,
  ) => Effect.Effect<ReadonlyArray<string>, CatalogueError>
  /** Uses every field once. */
  readonly warm: Effect.Effect<void, CatalogueError>
}

/** Not known yet, too many, or not able just now. */
const isLater = (status: number): boolean => status === 404 || status === 429 || status >= 500

interface SearchAnswer {
  readonly hits?: { readonly hits?: ReadonlyArray<Hit> }
}

interface Hit {
  readonly _id: string
  readonly _source: { readonly id: string; readonly hash?: string; readonly vector?: unknown }
}

export const productIndex = (request: SearchRequest, index: string): ProductIndex => {
  const path = `/${encodeURIComponent(index)}`

  const refused = (what: string, { status, text }: SearchReply) =>
    new CatalogueError({
      reason: isLater(status) ? "busy" : "refused",
      detail: `opensearch: ${what} was answered with ${status}: ${text.slice(0, 300)}`,
    })

  const ask = (
    what: string,
    statuses: ReadonlyArray<number>,
    ...call: Parameters<SearchRequest>
  ): Effect.Effect<SearchReply, CatalogueError> =>
    attempt(`opensearch: ${what}`, () => request(...call)).pipe(
      Effect.filterOrFail(
        ({ status }) => statuses.includes(status),
        (reply) => refused(what, reply),
      ),
      Effect.retry(untilDone),
    )

  const search = (body: object): Effect.Effect<ReadonlyArray<Hit>, CatalogueError> =>
    ask("a search", [200], "POST", `${path}/_search`, JSON.stringify(body)).pipe(
      Effect.flatMap(({ text }) => parsed<SearchAnswer>("opensearch: a search", text)),
      Effect.map(({ hits }) => hits?.hits ?? []),
    )

  /** From an id on, itself among them: it may have more documents than the page before had room for. */
  const page = (source: string, from: string) =>
    search({
      size: pageSize,
      track_total_hits: false,
      _source: ["id", "hash"],
      query: { bool: { filter: [{ term: { source } }, { range: { id: { gte: from } } }] } },
      sort: [{ id: "asc" }],
    })

  const documents = (source: string): Stream.Stream<Held, CatalogueError> =>
    Stream.paginate({ from: "", last: new Set<string>() }, ({ from, last }) =>
      Effect.map(page(source, from), (hits) => {
        const fresh = hits.filter(({ _id }) => !last.has(_id))
        const next = hits.at(-1)?._source.id ?? ""
        const isEnd = hits.length < pageSize || fresh.length === 0
        return [
          fresh.map(({ _id, _source: { hash = "", id } }) => ({ document: _id, id, hash })),
          isEnd
            ? Option.none()
            : Option.some({ from: next, last: new Set(hits.map(({ _id }) => _id)) }),
        ]
      }),
    )

  return {
    look: Effect.flatMap(
      attempt("opensearch: the mapping", () => request("GET", `${path}/_mapping`)).pipe(
        Effect.filterOrFail(
          ({ status }) => status === 200 || status === 404,
          (reply) => refused("the mapping", reply),
        ),
        Effect.retry(untilDone),
      ),
      ({ status, text }) => {
        if (status === 404) return Effect.succeed("none" as const)
        if (text.includes(`"_meta":{"layout":${layout}}`)) return Effect.succeed("ours" as const)
        return new CatalogueError({
          reason: "refused",
          detail: `opensearch: ${index} is no index of this version: delete it, or set OPENSEARCH_INDEX to a new name`,
        })
      },
    ),
    make: Effect.asVoid(ask(`making ${index}`, [200], "PUT", path, JSON.stringify(definition))),
    documents,
    vectors: (ids) =>
      ids.length === 0
        ? Effect.succeed(new Map())
        : Effect.map(
            search({
              size: pageSize,
              _source: ["id", "vector"],
              query: { bool: { filter: [{ terms: { id: ids } }] } },
              sort: [{ id: "asc" }],
            }),
            (hits) =>
              new Map(
                hits.flatMap(({ _source: { id, vector } }) =>
                  vector === undefined ? [] : [[id, JSON.stringify(vector)] as const],
                ),
              ),
          ),
    write: (add, remove) =>
      Effect.suspend(() => {
        let left: ReadonlyArray<string> = [
          ...add.map((document) => `{"index":{}}\n${document}\n`),
          ...remove.map((document) => `{"delete":{"_id":${JSON.stringify(document)}}}\n`),
        ]
        const added: Array<string> = []
        if (left.length === 0) return Effect.succeed(added)
        return attempt("opensearch: writing documents", () =>
          request("POST", `${path}/_bulk`, left.join("")),
        ).pipe(
          Effect.flatMap((reply) =>
            reply.status === 200
              ? parsed<BulkAnswer>("opensearch: writing documents", reply.text)
              : Effect.fail(refused("writing documents", reply)),
          ),
          Effect.flatMap((answer) => {
            const after = leftOf(left, answer)
            if ("refused" in after) {
              return refused("writing a document", { status: 400, text: after.refused })
            }
            left = after.left
            added.push(...after.added)
            return left.length === 0
              ? Effect.succeed(added)
              : Effect.fail(busy(`opensearch: ${left.length} documents stay refused`))
          }),
          Effect.retry(untilDone),
        )
      }),
    warm: Effect.asVoid(search(firstSearch)),
  }
}

interface BulkItem {
  readonly status: number
  readonly _id?: string
  readonly error?: unknown
}

interface BulkAnswer {
  readonly items?: ReadonlyArray<{ readonly index?: BulkItem; readonly delete?: BulkItem }>
}

/** Only what was told to be unwritten is sent again: twice the same would be two documents. */
const leftOf = (
  sent: ReadonlyArray<string>,
  answer: BulkAnswer,
):
  | { readonly left: ReadonlyArray<string>; readonly added: ReadonlyArray<string> }
  | { readonly refused: string } => {
  const left: Array<string> = []
  const ids: Array<string> = []
  for (const [at, action] of sent.entries()) {
    const { delete: removed, index: added } = answer.items?.[at] ?? {}
    const item = added ?? removed
    if (item === undefined) return { refused: "an action has no answer" }
    // What is to be removed and is not there is removed.
    if (added?._id !== undefined && item.status < 300) ids.push(added._id)
    if (item.status < 300 || (removed !== undefined && item.status === 404)) continue
    if (!isLater(item.status)) return { refused: JSON.stringify(item) }
    left.push(action)
  }
  return { left, added: ids }
}
