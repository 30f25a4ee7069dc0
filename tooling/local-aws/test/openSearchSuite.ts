/**
 * What the store relies on of OpenSearch, the same for the emulator and for the real server: the index as the catalogue's
 * writer makes and fills it, searches as the store sends them, and what is refused.
 *
 * A real server shows what was written within a second: whoever wrote waits until it is found.
 */
import {
  type ConnectionError,
  OpenSearchConnection,
  type SearchBody,
} from "@manga-assist/connections"
import { Client } from "@opensearch-project/opensearch"
import { productIndex } from "catalogue-writer"
import { ConfigProvider, Effect, Exit, Result, Scope, Stream } from "effect"
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest"

const dimensions = 256

/** The given numbers, then nothing. */
const vectorOf = (...numbers: ReadonlyArray<number>) =>
  Array.from({ length: dimensions }, (_, at) => numbers[at] ?? 0)

/** In the order of their ids. */
const documents = [
  {
    id: "a1",
    kind: "series",
    format: "digital",
    genres: ["action", "drama"],
    price: 500,
    popularity: 3,
    releaseDate: "2024-02-01",
    synopsis: "A saga of Vikings. Vikings!",
    vector: vectorOf(1),
  },
  {
    id: "a2",
    kind: "volume",
    format: "paperback",
    genres: ["action"],
    price: 450,
    volume: 1,
    popularity: 3,
    releaseDate: "2099-01-01",
    synopsis: "Vikings at sea, and what the sea gives back to them",
    vector: vectorOf(0.8, 0.6),
  },
  {
    id: "a3",
    kind: "series",
    format: "digital",
    genres: ["romance"],
    price: 700,
    popularity: 9,
    releaseDate: "2020-05-05",
    synopsisJapanese: "海賊の物語。キャプテンはU-17代表、20世紀の海へ",
    vector: vectorOf(0, 1),
  },
  {
    id: "a4",
    kind: "series",
    format: "digital",
    genres: ["drama"],
    price: 450,
    popularity: 1,
    synopsis: "Quiet days: 3,000 of them, in vol.12",
    vector: vectorOf(-1),
  },
  // A later volume has no vector of its own.
  {
    id: "a5",
    kind: "volume",
    format: "paperback",
    genres: ["action"],
    volume: 2,
    popularity: 3,
    releaseDate: "2024-02-02",
    synopsis: "word ".repeat(63),
  },
].map((document) => Object.assign(document, { source: "test", hash: `hash-${document.id}` }))

const knn = (options: object) => ({ knn: { vector: { vector: vectorOf(1), k: 10, ...options } } })

/** `start`: the server, which ends with the scope. */
export const openSearchSuite = (
  name: string,
  start: Effect.Effect<{ readonly url: string }, unknown, Scope.Scope>,
): void => {
  describe(name, () => {
    const scope = Effect.runSync(Scope.make())
    let url = ""
    const indices = new Map<string, ReturnType<typeof productIndex>>()

    beforeAll(async () => {
      url = (await Effect.runPromise(Scope.provide(start, scope))).url
      await filled("books")
    })
    afterAll(() => Effect.runPromise(Scope.close(scope, Exit.void)))

    /** Each over a client of its own, which tells it what was written. */
    const indexOf = (index: string) => {
      const known = indices.get(index) ?? productIndex(clientOf(url), index)
      indices.set(index, known)
      return known
    }
    const clientOf = (node: string) => {
      const client = new Client({ node, maxRetries: 0 })
      const close = Effect.promise(() => client.close())
      Effect.runSync(Scope.addFinalizer(scope, close))
      return client
    }

    /** By the catalogue's writer. */
    const filled = async (index: string) => {
      const products = indexOf(index)
      await Effect.runPromise(products.make)
      const written = await Effect.runPromise(
        products.write(
          documents.map((each) => JSON.stringify(each)),
          [],
        ),
      )
      await untilHeld(index, documents.length)
      return { products, written }
    }
    const held = (index: string) =>
      Effect.runPromise(Stream.runCollect(indexOf(index).documents("test")))
    const untilHeld = (index: string, count: number) =>
      vi.waitFor(async () => expect(await held(index)).toHaveLength(count), 30_000)

    const ask = async (method: string, path: string, body?: string) => {
      const reply = await fetch(url + path, {
        method,
        headers: { "content-type": "application/json" },
        ...(body === undefined ? {} : { body }),
      })
      const text = await reply.text()
      return { status: reply.status, body: text === "" ? undefined : JSON.parse(text) }
    }

    /** As the chat server asks. */
    const connected = <A>(
      use: (connection: OpenSearchConnection["Service"]) => Effect.Effect<A, ConnectionError>,
      index = "books",
    ) =>
      Effect.runPromise(
        Effect.flatMap(OpenSearchConnection, use).pipe(
          Effect.result,
          Effect.provide(OpenSearchConnection.layer),
          Effect.provide(
            ConfigProvider.layer(
              ConfigProvider.fromUnknown({
                OPENSEARCH_URL: url,
                OPENSEARCH_INDEX: index,
                OPENSEARCH_SERVICE: "none",
              }),
            ),
          ),
        ),
      )
    const hitsOf = async (body: SearchBody) =>
      Result.getOrThrow(await connected(({ search }) => search(body, 10_000)))
    const idsOf = async (body: SearchBody) => (await hitsOf(body)).map(({ source }) => source["id"])

    test("an index is not there, is made, is there, and is dropped", async () => {
      const { look, make } = indexOf("later")
      const search = () => connected(({ search }) => search({}, 10_000), "later")
      const isThere = async () => (await ask("HEAD", "/later")).status
      expect(await isThere()).toBe(404)
      expect(await Effect.runPromise(look)).toBe("none")
      expect(await search()).toMatchObject({
        failure: {
          reason: "rejected",
          detail: expect.stringMatching(/^404 index_not_found_exception: no such index \[later\]/u),
        },
      })
      expect(await connected(({ searchAll }) => searchAll([{}], 10_000), "later")).toMatchObject({
        success: [{ failure: { reason: "rejected", detail: expect.stringMatching(/^404 /u) } }],
      })
      await Effect.runPromise(make)
      expect(await isThere()).toBe(200)
      expect(await Effect.runPromise(look)).toBe("ours")
      expect(await search()).toEqual(Result.succeed([]))
      expect(await ask("PUT", "/later", "{}")).toMatchObject({
        status: 400,
        body: { error: { type: "resource_already_exists_exception" } },
      })
      expect((await ask("DELETE", "/later")).status).toBe(200)
      expect(await isThere()).toBe(404)
    })

    test("the writer finds what it wrote, replaces it by the ids it was given, and warms", async () => {
      const { products, written } = await filled("replaced")
      expect(new Set(written).size).toBe(documents.length)
      const before = await held("replaced")
      expect(before.map(({ id, hash }) => ({ id, hash }))).toEqual(
        documents.map(({ id, hash }) => ({ id, hash })),
      )
      expect(before.map(({ document }) => document).toSorted()).toEqual(written.toSorted())
      const vectors = await Effect.runPromise(products.vectors(["a2", "a5", "none"]))
      expect([...vectors]).toEqual([["a2", JSON.stringify(vectorOf(0.8, 0.6))]])
      const [first = ""] = before.map(({ document }) => document)
      const again = JSON.stringify({ ...documents[0], hash: "new" })
      await Effect.runPromise(products.write([again], [first]))
      await expect.poll(async () => (await held("replaced"))[0]?.hash).toBe("new")
      expect(await held("replaced")).toHaveLength(documents.length)
      // What is gone already is removed.
      expect(await Effect.runPromise(products.write([], [first]))).toEqual([])
      await Effect.runPromise(products.warm)
      expect((await ask("DELETE", "/replaced")).status).toBe(200)
    })

    test("the writer is refused what the mapping forbids", async () => {
      const products = indexOf("books")
      const strange = JSON.stringify({ id: "b1", surprise: true })
      expect(await Effect.runPromise(Effect.flip(products.write([strange], [])))).toMatchObject({
        reason: "refused",
        detail: expect.stringContaining("strict_dynamic_mapping_exception"),
      })
    })

    test("the actions of a bulk request succeed and fail by themselves", async () => {
      await Effect.runPromise(indexOf("mixed").make)
      const given = [
        { id: "b1", vector: [1, 2] },
        { id: "b2", surprise: true },
        { id: "b3", price: "cheap" },
        { id: "b4", releaseDate: "soon" },
        { id: "b5", price: "12" },
      ]
      const lines = given.map((each) => `{"index":{}}\n${JSON.stringify(each)}\n`).join("")
      const { body, status } = await ask(
        "POST",
        "/mixed/_bulk",
        `${lines}{"delete":{"_id":"4711"}}\n`,
      )
      expect([status, body.errors]).toEqual([200, true])
      const outcomes: ReadonlyArray<object> = body.items.flatMap((item: object) =>
        Object.entries(item).map(([action, { error, status }]) => [action, status, error?.type]),
      )
      expect(outcomes).toEqual([
        ["index", 400, "mapper_parsing_exception"],
        ["index", 400, "strict_dynamic_mapping_exception"],
        ["index", 400, "mapper_parsing_exception"],
        ["index", 400, "mapper_parsing_exception"],
        ["index", 201, undefined],
        ["delete", 404, undefined],
      ])
      await expect
        .poll(async () => (await ask("POST", "/mixed/_search", "{}")).body.hits.hits)
        // As it was written, not as it is compared.
        .toMatchObject([{ _source: { id: "b5", price: "12" } }])
      expect((await ask("DELETE", "/mixed")).status).toBe(200)
    })

    test.each([
      ["its last line has no end", '{"index":{}}\n{}'],
      ["an action is unknown", '{"zap":{}}\n{}\n'],
      ["it is no JSON", "nonsense\n"],
      ["it is empty", ""],
    ])("a bulk request is refused where %s", async (_, body) => {
      expect((await ask("POST", "/books/_bulk", body)).status).toBe(400)
    })

    test.each<[object, ReadonlyArray<string>]>([
      [{ match_all: {} }, ["a1", "a2", "a3", "a4", "a5"]],
      [{ term: { genres: "drama" } }, ["a1", "a4"]],
      [{ terms: { price: [450, "700"] } }, ["a2", "a3", "a4"]],
      [{ terms: { id: [] } }, []],
      [{ term: { unknown: "x" } }, []],
      [{ range: { price: { gt: 450, lte: 700 } } }, ["a1", "a3"]],
      [{ range: { id: { gte: "a4" } } }, ["a4", "a5"]],
      [{ range: { releaseDate: { lte: "2026-11-24" } } }, ["a1", "a3", "a5"]],
      [{ range: { releaseDate: { gt: "2026-11-24" } } }, ["a2"]],
      [{ range: { releaseDate: { gte: "2024-02-01", lt: "2024-02-02" } } }, ["a1"]],
      [{ range: { releaseDate: { gt: "2024-02-01" } } }, ["a2", "a5"]],
      [{ range: { releaseDate: { lte: "2024-02-01" } } }, ["a1", "a3"]],
      [{ bool: { should: [{ term: { id: "a1" } }, { term: { id: "a2" } }] } }, ["a1", "a2"]],
      [
        {
          bool: {
            filter: [{ term: { kind: "series" } }],
            must_not: [{ term: { genres: "drama" } }],
          },
        },
        ["a3"],
      ],
      [{ bool: { must_not: [{ terms: { id: ["a1", "a2"] } }] } }, ["a3", "a4", "a5"]],
      [
        {
          bool: {
            filter: [{ match_all: {} }],
            should: [{ term: { id: "a4" } }],
            minimum_should_match: 1,
          },
        },
        ["a4"],
      ],
      // Beside a filter, what should match need not.
      [
        { bool: { filter: [{ term: { kind: "volume" } }], should: [{ term: { id: "a4" } }] } },
        ["a2", "a5"],
      ],
      [{ bool: {} }, ["a1", "a2", "a3", "a4", "a5"]],
      [
        {
          bool: {
            filter: [
              { bool: { should: [{ bool: { must_not: [{ term: { kind: "series" } }] } }] } },
            ],
          },
        },
        ["a2", "a5"],
      ],
      [{ match: { synopsis: "VIKINGS" } }, ["a1", "a2"]],
      [{ match: { synopsis: "sea days" } }, ["a2", "a4"]],
      [{ match: { synopsisJapanese: "海賊" } }, ["a3"]],
      [{ match: { synopsisJapanese: "キャプテン" } }, ["a3"]],
      [{ match: { synopsisJapanese: "テン" } }, []],
      [{ match: { synopsisJapanese: "代" } }, ["a3"]],
      [{ match: { synopsisJapanese: "20" } }, ["a3"]],
      [{ match: { synopsis: "3,000" } }, ["a4"]],
      [{ match: { synopsis: "000 vol.1" } }, ["a4"]],
      [{ match: { synopsis: "000" } }, []],
      [{ match: { synopsis: "？！" } }, []],
    ])("%j finds %j", async (query, ids) => {
      expect(await idsOf({ query, sort: [{ id: "asc" }], size: 10 })).toEqual(ids)
    })

    test("counts all that match, where it is asked to", async () => {
      const query = { term: { kind: "series" } }
      const found = async (track_total_hits: boolean) =>
        (await ask("POST", "/books/_search", JSON.stringify({ query, size: 0, track_total_hits })))
          .body.hits
      expect((await found(true)).total).toEqual({ value: 3, relation: "eq" })
      expect(await found(false)).not.toHaveProperty("total")
    })

    test("sorts by several keys, what has no value last in both directions", async () => {
      const sorted = (...sort: ReadonlyArray<unknown>) => idsOf({ sort, size: 10 })
      expect(await sorted({ price: "desc" }, { id: "asc" })).toEqual(["a3", "a1", "a2", "a4", "a5"])
      expect(await sorted({ price: "asc" }, { id: "desc" })).toEqual(["a4", "a2", "a1", "a3", "a5"])
      expect(await sorted("kind", { id: "desc" })).toEqual(["a4", "a3", "a1", "a5", "a2"])
      expect(await sorted({ releaseDate: "desc" }, "id")).toEqual(["a2", "a5", "a1", "a3", "a4"])
      expect(await sorted({ volume: "desc" }, { format: "desc" }, { id: "asc" })).toEqual([
        "a5",
        "a2",
        "a1",
        "a3",
        "a4",
      ])
      const [hit] = await hitsOf({ sort: ["id"], size: 1 })
      expect(hit).toMatchObject({ score: null, source: { id: "a1" } })
    })

    test("shows the fields that are asked for", async () => {
      const shown = async (fields: unknown) =>
        (await hitsOf({ query: { term: { id: "a1" } }, _source: fields }))[0]?.source
      expect(await shown(["price", "id", "nothing"])).toEqual({ id: "a1", price: 500 })
      expect(await shown(false)).toEqual({})
      expect(await shown(true)).toEqual(documents[0])
    })

    test("finds the nearest first, and scores an inner product of p as 1 + p, or 1 / (1 - p) below 0", async () => {
      const hits = await hitsOf({ query: knn({}), size: 10, _source: ["id"] })
      expect(hits.map(({ source }) => source["id"])).toEqual(["a1", "a2", "a3", "a4"])
      for (const [at, score] of [2, 1.8, 1, 0.5].entries()) {
        expect(hits[at]?.score).toBeCloseTo(score, 5)
      }
      expect(await idsOf({ query: knn({ k: 2 }), size: 10 })).toEqual(["a1", "a2"])
      expect(await idsOf({ query: knn({}), size: 1 })).toEqual(["a1"])
    })

    test("finds the nearest of those that pass the filter, however far", async () => {
      const near = (k: number, filter: object) => idsOf({ query: knn({ k, filter }), size: k })
      const series = { term: { kind: "series" } }
      expect(await near(2, { bool: { filter: [series] } })).toEqual(["a1", "a3"])
      expect(await near(1, { bool: { filter: [{ term: { id: "a4" } }] } })).toEqual(["a4"])
      const bool = { filter: [series], must_not: [{ term: { genres: "action" } }] }
      expect(await near(5, { bool })).toEqual(["a3", "a4"])
      expect(await near(5, { bool: { filter: [], must_not: [series] } })).toEqual(["a2"])
      expect(await near(5, { bool: { filter: [{ term: { id: "none" } }] } })).toEqual([])
    })

    test("ranks texts: more often and in fewer words is better, rare words weigh more", async () => {
      const ranked = async (synopsis: string) =>
        (await hitsOf({ query: { match: { synopsis } } })).map(({ score, source }) => ({
          id: source["id"],
          score: expect.closeTo(score ?? 0, 5),
        }))
      // BM25 by hand. Of 63 words a byte keeps 60.
      const average = (5 + 11 + 8 + 63) / 4
      const scored = (holding: number, frequency: number, length: number) => {
        const rarity = Math.log(1 + (4 - holding + 0.5) / (holding + 0.5))
        return (rarity * frequency) / (frequency + 1.2 * (0.25 + (0.75 * length) / average))
      }
      const [a1, a2] = [
        { id: "a1", score: scored(2, 2, 5) },
        { id: "a2", score: scored(2, 1, 11) },
      ]
      expect([a1, a2]).toEqual(await ranked("vikings"))
      expect([{ id: "a4", score: scored(1, 1, 8) }, a1, a2]).toEqual(await ranked("vikings quiet"))
      expect([{ id: "a5", score: scored(1, 63, 60) }]).toEqual(await ranked("word"))
    })

    test.each<[type: string, reason: string, body: object]>([
      ["parsing_exception", "unknown query [nonsense]", { query: { nonsense: {} } }],
      [
        "x_content_parse_exception",
        "[bool] unknown field [musst]",
        { query: { bool: { musst: [] } } },
      ],
      ["parsing_exception", "", { query: [] }],
      ["x_content_parse_exception", "[knn] unknown field [zap]", { query: knn({ zap: 1 }) }],
      [
        "parsing_exception",
        "[range] query does not support [gtt]",
        { query: { range: { price: { gtt: 1 } } } },
      ],
      ["parsing_exception", "[match_all]", { query: { match_all: { x: 1 } } }],
      [
        "illegal_argument_exception",
        "[knn] requires query vector",
        { query: { knn: { vector: { k: 1 } } } },
      ],
      ["parsing_exception", "[nonsense]", { nonsense: 1 }],
      ["illegal_argument_exception", "[size]", { size: -1 }],
      ["illegal_argument_exception", "k", { query: knn({ k: undefined }) }],
      ["illegal_argument_exception", "k", { query: knn({ k: 0 }) }],
      [
        "search_phase_execution_exception",
        "invalid dimension: 2. Dimension should be: 256",
        { query: knn({ vector: [1, 2] }) },
      ],
      [
        "search_phase_execution_exception",
        "is not knn_vector type",
        { query: { knn: { price: { vector: [1], k: 1 } } } },
      ],
      ["search_phase_execution_exception", "cheap", { query: { term: { price: "cheap" } } }],
      [
        "search_phase_execution_exception",
        "soon",
        { query: { range: { releaseDate: { gt: "soon" } } } },
      ],
      [
        "search_phase_execution_exception",
        "No mapping found for [nope] in order to sort on",
        { sort: ["nope"] },
      ],
      ["search_phase_execution_exception", "keyword field instead", { sort: ["synopsis"] }],
      ["search_phase_execution_exception", "10001", { size: 10_001 }],
    ])("refuses with %s of %j", async (type, reason, body) => {
      const refused = await ask("POST", "/books/_search", JSON.stringify(body))
      expect([refused.status, refused.body.error.type]).toEqual([400, type])
      expect(JSON.stringify(refused.body)).toContain(reason)
      const failure = { reason: "rejected", detail: expect.stringContaining(`400 ${type}`) }
      expect(await connected(({ search }) => search({ ...body }, 10_000))).toMatchObject({
        failure,
      })
    })

    test.each(["{", "[]", "nonsense"])("refuses %s, which is no search", async (body) => {
      expect((await ask("POST", "/books/_search", body)).status).toBe(400)
    })

    const good = { size: 1, sort: [{ id: "asc" }], _source: ["id"] }
    const severally = (...bodies: ReadonlyArray<SearchBody>) =>
      connected(({ searchAll }) => searchAll(bodies, 10_000))

    test("several searches in one request end each by itself", async () => {
      const ended = Result.getOrThrow(
        await severally(good, { query: knn({ vector: [1, 2] }) }, { ...good, size: 2 }),
      )
      expect(ended.map((each) => Result.map(each, (hits) => hits.length))).toMatchObject([
        Result.succeed(1),
        {
          failure: {
            reason: "rejected",
            detail: expect.stringContaining("400 search_phase_execution_exception"),
          },
        },
        Result.succeed(2),
      ])
    })

    test("several searches in one request fail together where one cannot be read", async () => {
      expect(await severally(good, { nonsense: 1 })).toMatchObject({
        failure: { reason: "rejected", detail: expect.stringContaining("400 parsing_exception") },
      })
    })
  })
}
