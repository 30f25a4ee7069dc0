/**
 * The store over OpenSearch itself: the emulators fill its index as they fill their own, and a server asks it. Every search
 * which that server sent for the questions of the repository's lists is then put to the emulated index too.
 */
import { products } from "@manga-assist/catalogue"
import { startLocalAws } from "@manga-assist/local-aws"
import { openSearchServer } from "@manga-assist/real-servers"
import { Effect, Exit, Scope } from "effect"
import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import path from "node:path"
import { fileURLToPath } from "node:url"
import { isDeepStrictEqual } from "node:util"
import { afterAll, beforeAll, expect, it } from "vitest"
import { askEntries } from "../../answers/src/asking/AskEntries.ts"
import { demoStore } from "../../answers/src/oracle/StoreData.ts"
import { readList } from "../../answers/src/QuestionList.ts"
import { patient } from "./RunningStack.ts"
import { openPrograms, type Programs, type Server } from "./Programs.ts"
import { type SearchBody, type WatchedSearches, watchSearches } from "./WatchedSearches.ts"

const scope = Effect.runSync(Scope.make())
const keep = <A>(value: A, end: () => unknown): A => {
  Effect.runSync(
    Scope.addFinalizer(
      scope,
      Effect.promise(async () => end()),
    ),
  )
  return value
}

let server: Server
let watched: WatchedSearches
/** Of both servers. */
let index: string
let real: string
let emulated: string

beforeAll(async () => {
  const started = await Effect.runPromise(Scope.provide(openSearchServer, scope))
  real = started.url
  const programs: Programs = await openPrograms()
  keep(programs, () => programs.stop())
  const { REDIS_URL: _shared, ...aws } = await programs.startEmulators(["--latency", "none"], {
    LOCAL_OPENSEARCH_URL: real,
  })
  index = aws["OPENSEARCH_INDEX"] ?? ""
  watched = await watchSearches(aws["OPENSEARCH_URL"] ?? "")
  keep(watched, () => watched.close())
  server = await programs.startServer({
    ...aws,
    ...patient,
    OPENSEARCH_URL: watched.url,
    MODEL_TOKENS_PER_HOUR: "100000000",
    CUSTOMER_TOKENS_PER_HOUR: "1000000",
  })
  const dataDir = await mkdtemp(path.join(tmpdir(), "local-aws-"))
  keep(dataDir, () => rm(dataDir, { recursive: true, force: true }))
  const local = await startLocalAws({ dataDir, redisUrl: null })
  keep(local, () => local.close())
  emulated = local.environment["OPENSEARCH_URL"] ?? ""
})
afterAll(() => Effect.runPromise(Scope.close(scope, Exit.void)))

const lists = ["a-en", "a-ja", "c"].flatMap((name) => {
  const file = fileURLToPath(new URL(`../../answers/lists/${name}.jsonl`, import.meta.url))
  return readList(file, demoStore()).entries
})

interface Hit {
  readonly _score: number | null
  readonly _source: { readonly id: string }
}

const found = async (url: string, body: SearchBody): Promise<ReadonlyArray<Hit>> => {
  const reply = await fetch(`${url}/${index}/_search`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  })
  const { hits } = (await reply.json()) as { readonly hits?: { readonly hits: ReadonlyArray<Hit> } }
  if (hits === undefined) throw new Error(`${reply.status} for ${JSON.stringify(body)}`)
  return hits.hits
}

const kindOf = ({ query, sort }: SearchBody): "filter" | "near" | "words" => {
  if (sort !== undefined) return "filter"
  return JSON.stringify(query).startsWith('{"knn"') ? "near" : "words"
}

interface Compared {
  readonly search: SearchBody
  readonly real: ReadonlyArray<Hit>
  readonly emulated: ReadonlyArray<Hit>
}

/** The server's first search, which warms it, asks for no products. */
const compared = async (kind: ReturnType<typeof kindOf>, change: object = {}) => {
  const all: Array<Compared> = []
  for (const search of watched.searches()) {
    if (kindOf(search) !== kind || !Array.isArray(search["_source"])) continue
    const asked = { ...search, ...change }
    const [one, other] = await Promise.all([found(real, asked), found(emulated, asked)])
    all.push({ search, real: one, emulated: other })
  }
  return all
}

const idsOf = (hits: ReadonlyArray<Hit>) => hits.map(({ _source }) => _source.id)

/**
 * How many of the emulated hits the real server has. Many products have the same vector or text: of those that are equally
 * far another one is as good.
 */
const recallOf = (all: ReadonlyArray<Compared>) => {
  let [same, equal, of] = [0, 0, 0]
  for (const { emulated, real } of all) {
    const known = new Set(idsOf(emulated))
    const last = (emulated.at(-1)?._score ?? 0) - tolerated
    of += emulated.length
    same += idsOf(real).filter((id) => known.has(id)).length
    equal += real.filter(({ _score }) => (_score ?? 0) >= last).length
  }
  return { recall: equal / of, told: `${equal}/${of}, ${same} of them the same products` }
}

/** Of scores: the server calculates in single precision. */
const tolerated = 1e-4

const say = (line: string) => process.stdout.write(`${line}\n`)

it("answers questions out of its index", async () => {
  const prices = new Map(products().map(({ id, price }) => [id, price]))
  const asked = await askEntries(lists, {
    url: server.url,
    name: "real-search",
    parallel: 4,
    again: 0,
  })
  const ends = asked.map(({ entry, told }) => [entry.id, told.outcome])
  expect(ends).toEqual(lists.map(({ id }) => [id, "complete"]))
  // A busy machine may be late.
  expect(asked.filter(({ told }) => told.degraded?.includes("retrieval-failed"))).toEqual([])
  const cards = asked.flatMap(({ told }) => told.products)
  expect(cards.length).toBeGreaterThan(lists.length)
  expect(cards.map(({ id, price }) => [id, price.amount])).toEqual(
    cards.map(({ id }) => [id, prices.get(id)]),
  )
})

it("finds by filters the same products in the same order", async () => {
  const all = await compared("filter")
  const differing = all.filter(
    ({ emulated, real }) =>
      !isDeepStrictEqual(
        emulated.map(({ _source }) => _source),
        real.map(({ _source }) => _source),
      ),
  )
  say(`by filter: the same products in ${all.length - differing.length}/${all.length} searches`)
  expect(differing).toEqual([])
  // Where records are there in time, they are read instead.
  expect(all.length).toBeGreaterThan(100)
})

it("finds by meaning what is nearest", async () => {
  const all = await compared("near")
  const { recall, told } = recallOf(all)
  say(`by meaning: ${told}, in ${all.length} searches`)
  expect(recall).toBeGreaterThanOrEqual(0.98)
  expect(all.map(({ real }) => real.length)).toEqual(all.map(({ emulated }) => emulated.length))
  expect(all.length).toBeGreaterThan(50)
})

it("finds by words the same texts, the same first", async () => {
  const whole = await compared("words", { size: 10_000, _source: ["id"] })
  const differing = whole.filter(
    ({ emulated, real }) => !isDeepStrictEqual(idsOf(emulated).toSorted(), idsOf(real).toSorted()),
  )
  const all = await compared("words")
  const { recall, told } = recallOf(all)
  say(
    `by words: ${told}; all that match in ${whole.length - differing.length}/${whole.length} searches`,
  )
  expect(differing.map(({ search }) => search)).toEqual([])
  expect(recall).toBeGreaterThanOrEqual(0.98)
})
