/**
 * The search index of products. A vector collection of OpenSearch Serverless accepts no ids of documents, so that nothing
 * can be overwritten, nor removed by a query: a document is added, and the one that it replaces removed by the id that the
 * collection gave it.
 */
import { type ApiResponse, type Client, errors } from "@opensearch-project/opensearch"
import { Effect, Option, Stream } from "effect"
import { dimensions } from "./Embed.ts"
import { attempt, busy, untilDone } from "./Call.ts"
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

const refused = (what: string, status: number, body: unknown) => {
  const text = typeof body === "string" ? body : JSON.stringify(body)
  return new CatalogueError({
    reason: isLater(status) ? "busy" : "refused",
    detail: `opensearch: ${what} was answered with ${status}: ${text.slice(0, 300)}`,
  })
}

const noJson = (what: string) =>
  new CatalogueError({
    reason: "refused",
    detail: `opensearch: ${what} was answered with no JSON`,
  })

/** One try of a call. */
const ask = <A>(what: string, call: () => PromiseLike<A>): Effect.Effect<A, CatalogueError> =>
  attempt(`opensearch: ${what}`, async () => call()).pipe(
    Effect.mapError((error) => {
      const { cause } = error
      if (cause instanceof errors.ResponseError) {
        return refused(what, cause.meta.statusCode ?? 0, cause.body)
      }
      return cause instanceof errors.DeserializationError ? noJson(what) : error
    }),
  )

export const productIndex = (client: Client, index: string): ProductIndex => {
  // The client's types know no field whose type is a variable.
  const body = definition as never
  const search = (body: object): Effect.Effect<ReadonlyArray<Hit>, CatalogueError> =>
    ask("a search", () => client.search({ index, body })).pipe(
      Effect.retry(untilDone),
      Effect.flatMap((reply) => {
        // Of a service's answer only what is used is named; a proxy's page is a text.
        const answer = reply.body as unknown as SearchAnswer | string
        return typeof answer === "string"
          ? Effect.fail(noJson("a search"))
          : Effect.succeed(answer.hits?.hits ?? [])
      }),
    )

  client.on("response", (_, answer) => {
    if (answer.meta.context instanceof Written) answer.meta.context.read(answer)
  })

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
    look: ask("the mapping", () => client.indices.getMapping({ index }, { ignore: [404] })).pipe(
      Effect.retry(untilDone),
      Effect.flatMap(({ body, statusCode }) => {
        if (statusCode === 404) return Effect.succeed("none" as const)
        const text = JSON.stringify(body)
        if (text.includes(`"_meta":{"layout":${layout}}`)) return Effect.succeed("ours" as const)
        return new CatalogueError({
          reason: "refused",
          detail: `opensearch: ${index} is no index of this version: delete it, or set OPENSEARCH_INDEX to a new name`,
        })
      }),
    ),
    make: ask(`making ${index}`, () => client.indices.create({ index, body })).pipe(
      Effect.retry(untilDone),
      Effect.asVoid,
    ),
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
        let left: ReadonlyArray<Action> = [
          ...add.map((document) => ({ document })),
          ...remove.map((id) => ({ id })),
        ]
        const added: Array<string> = []
        if (left.length === 0) return Effect.succeed(added)
        return ask("writing documents", () => writeOnce(client, index, left)).pipe(
          Effect.flatMap((written) => {
            added.push(...written.added)
            if (written.isNoJson) return Effect.fail(noJson("writing documents"))
            const [no] = written.refused
            if (no !== undefined) return Effect.fail(refused("writing a document", 400, no))
            if (written.answers < left.length) {
              return Effect.fail(refused("writing a document", 400, "an action has no answer"))
            }
            left = written.left
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

type Action = { readonly document: string } | { readonly id: string }

/** What one bulk request did. */
class Written {
  answers = 0
  isNoJson = false
  readonly added: Array<string> = []
  readonly refused: Array<unknown> = []
  /** Only what was told to be unwritten is sent again: twice the same would be two documents. */
  readonly left: Array<Action> = []

  /** The helper tells no ids, and takes every answer for one of documents. */
  read(answer: ApiResponse): void {
    if (answer.statusCode !== 200) return
    const items: unknown = answer.body?.items
    if (!Array.isArray(items)) {
      this.isNoJson = true
      answer.body = { errors: false, items: [] }
      return
    }
    this.answers += items.length
    for (const { index: item } of items) {
      if (typeof item?._id === "string" && item.status < 300) this.added.push(item._id)
    }
  }
}

/** In one request: a second one that failed would leave unsaid what the first one wrote. */
const writeOnce = async (
  client: Client,
  index: string,
  actions: ReadonlyArray<Action>,
): Promise<Written> => {
  const written = new Written()
  await client.helpers.bulk<Action>(
    {
      datasource: [...actions],
      flushBytes: Number.MAX_SAFE_INTEGER,
      retries: 0,
      onDocument: (action) =>
        "id" in action
          ? { delete: { _index: index, _id: action.id } }
          : [{ index: { _index: index } }, action.document],
      onDrop: ({ document, error, operation, status }) => {
        const id = "delete" in operation ? String(operation.delete["_id"]) : undefined
        // What is to be removed and is not there is removed.
        if (id !== undefined && status === 404) return
        if (!isLater(status)) written.refused.push({ status, error })
        else written.left.push(id === undefined ? { document: JSON.stringify(document) } : { id })
      },
    },
    { context: written },
  )
  return written
}
