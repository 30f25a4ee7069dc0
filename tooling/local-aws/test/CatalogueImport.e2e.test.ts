/**
 * The catalogue's import over the emulated table and index, killed again and again and under faults: both hold the file's
 * products afterwards, each once. IMPORT_PRODUCTS sets another number than 10,000.
 */
import { productOfRow, type ProductRow, type SeriesRow } from "@manga-assist/catalogue/rows"
import { layerConnections, ProductSearch } from "@manga-assist/assistant"
import { ConfigProvider, Effect, Layer, ManagedRuntime } from "effect"
import { readFileSync, writeFileSync } from "node:fs"
import { setTimeout as sleep } from "node:timers/promises"
import { afterEach, expect, test, vi } from "vitest"
import { type LocalAws, startLocalAws } from "../src/LocalAws.ts"
import {
  catalogue,
  documentsOf,
  fileOf,
  manyRows,
  requestsOf,
  temporary,
} from "./importedCatalogue.ts"

const count = Number(process.env["IMPORT_PRODUCTS"] ?? 10_000)

let local: LocalAws | undefined
afterEach(async () => {
  vi.unstubAllEnvs()
  await local?.close()
  local = undefined
})
const started = async () =>
  (local = await startLocalAws({ dataDir: temporary("data"), redisUrl: null, catalogue: false }))

const sorted = <A extends { readonly id?: unknown }>(all: ReadonlyArray<A>) =>
  all.toSorted((a, b) => (String(a.id) < String(b.id) ? -1 : 1))

const expectHeld = async (store: LocalAws, rows: ReadonlyArray<ProductRow>) => {
  const file = temporary("export.ndjson")
  expect(await catalogue(store, "export", file).ended).toMatchObject({ code: 0 })
  const exported = readFileSync(file, "utf8")
    .trimEnd()
    .split("\n")
    .map((line): ProductRow => JSON.parse(line))
  expect(sorted(exported)).toEqual(sorted(rows))
  const series = new Map(
    rows.flatMap((row) => (row.volume === undefined ? [[row.seriesId, row] as const] : [])),
  )
  const wanted = rows.map((row) => productOfRow(row, series.get(row.seriesId) as SeriesRow))
  const documents = sorted(await documentsOf(store))
  const own = new Set(["hash", "source", "vector"])
  const plain = documents.map((document) =>
    Object.fromEntries(Object.entries(document).filter(([name]) => !own.has(name))),
  )
  expect(plain).toEqual(sorted(wanted))
  expect(documents.filter(({ vector }) => vector !== undefined).map(({ id }) => id)).toEqual(
    sorted(rows.filter(({ volume }) => volume === undefined || volume === 1)).map(({ id }) => id),
  )
  expect(await catalogue(store, "check").ended).toMatchObject({
    code: 0,
    output: `${rows.length} products, 0 differences\n`,
  })
}

/** Requests that write or embed. */
const worked = async (store: LocalAws) => {
  const { BatchWriteItem = 0, Bulk = 0, InvokeModel = 0 } = await requestsOf(store)
  return BatchWriteItem + Bulk + InvokeModel
}

/** Kills an import once it has made so many requests of its own; false if it ended before. */
const killedAfter = async (store: LocalAws, requests: number, ...args: ReadonlyArray<string>) => {
  const before = await worked(store)
  const run = catalogue(store, ...args)
  while (!run.isOver() && (await worked(store)) < before + requests) await sleep(2)
  run.kill()
  return (await run.ended).code === null
}

test("killed ten times at random and resumed, table and index are complete and equal", async () => {
  const store = await started()
  const rows = manyRows(count)
  const most = (70 * count) / 10_000
  const random = () => 1 + Math.floor(Math.random() * most)
  const first = fileOf(rows)
  let killed = 0
  for (let time = 0; time < 7; time += 1) {
    if (await killedAfter(store, random(), "import", first)) killed += 1
  }
  expect(await catalogue(store, "import", first).ended).toMatchObject({ code: 0 })
  await expectHeld(store, rows)

  // A series and its works are gone, prices are others: what was written is replaced and removed.
  const isGone = ({ seriesId }: ProductRow) => /^[a-b]/u.test(seriesId)
  const changed = rows
    .filter((row) => !isGone(row))
    .map((row, at): ProductRow => Object.assign({}, row, { price: row.price + (at % 3) }))
  const second = fileOf(changed)
  const removed = String(rows.length - changed.length)
  for (let time = 0; time < 3; time += 1) {
    if (await killedAfter(store, random(), "import", second, "--remove", removed)) killed += 1
  }
  expect(killed).toBe(10)
  expect(await catalogue(store, "import", second, "--remove", removed).ended).toMatchObject({
    code: 0,
  })
  await expectHeld(store, changed)
  const series = rows.filter(({ volume }) => volume === undefined).length
  const { InvokeModel = 0 } = await requestsOf(store)
  // A price changes no vector; each kill costs those of the parts that were under way.
  expect(InvokeModel).toBeLessThan(series + 10 * 100)
})

test("a title that is added while the store runs is found by the store's search", async () => {
  local = await startLocalAws({ dataDir: temporary("data"), redisUrl: null })
  const store = local
  // The SDK finds region and credentials there.
  for (const [name, value] of Object.entries(store.environment)) vi.stubEnv(name, value)
  const runtime = ManagedRuntime.make(
    ProductSearch.layer.pipe(
      Layer.provideMerge(layerConnections),
      Layer.provide(ConfigProvider.layer(ConfigProvider.fromUnknown(store.environment))),
    ),
  )
  const found = (author: string) =>
    runtime.runPromise(
      Effect.flatMap(ProductSearch, (search) =>
        search.byFilter(
          { filter: [{ term: { authorKeys: author } }], sort: [{ id: "asc" }], size: 5 },
          5_000,
        ),
      ),
    )
  try {
    expect(await found("ada king")).toEqual([])
    const file = temporary("catalogue.csv")
    expect(await catalogue(store, "export", file).ended).toMatchObject({ code: 0 })
    expect(await catalogue(store, "import", file, "--dry-run").ended).toMatchObject({
      code: 0,
      output: expect.stringMatching(
        /: 0 rows and 0 documents would be written, 0 would be removed/,
      ),
    })
    const [header = "", ...lines] = readFileSync(file, "utf8").split("\n")
    const line = lines.find((each) => each.startsWith("akira,")) ?? ""
    const added = line
      .replaceAll("akira", "engine-days")
      .replaceAll("Akira", "Engine Days")
      .replace("Katsuhiro Otomo", "Ada King")
    writeFileSync(file, [header, added, ...lines].join("\n"))
    expect(await catalogue(store, "import", file).ended).toMatchObject({
      code: 0,
      output: expect.stringContaining(": 1 row and 1 document written, 0 removed"),
    })
    expect(await found("ada king")).toMatchObject([{ id: "engine-days", title: "Engine Days" }])
    // Without its row it is gone again, and so it is from the search.
    writeFileSync(file, [header, ...lines].join("\n"))
    expect(await catalogue(store, "import", file).ended).toMatchObject({ code: 0 })
    expect(await found("ada king")).toEqual([])
  } finally {
    await runtime.dispose()
  }
})

test("is finished while every service throttles one call in four", async () => {
  const store = await started()
  const fail = (faults: ReadonlyArray<object>) =>
    fetch(`${store.admin}/faults`, { method: "PUT", body: JSON.stringify(faults) })
  const rows = manyRows(1_000)
  const file = fileOf(rows)
  await fail(
    ["dynamodb", "opensearch", "bedrock"].map((service) => ({
      service,
      kind: "throttle",
      rate: 0.25,
    })),
  )
  expect(await catalogue(store, "import", file).ended).toMatchObject({ code: 0 })
  await fail([])
  await expectHeld(store, rows)
})

test("is told of all faults with exit code 3, and has written nothing", async () => {
  const store = await started()
  const file = temporary("catalogue.csv")
  writeFileSync(file, "id,seriesId\nakira,akira\n")
  const { code, output } = await catalogue(store, "import", file).ended
  expect(code).toBe(3)
  expect(output).toMatch(/^row 1, format: is missing in the header$/mu)
  expect(output).toMatch(/faults: nothing was written$/mu)
  expect(await worked(store)).toBe(0)
})
