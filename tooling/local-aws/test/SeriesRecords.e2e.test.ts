/** The rows of whole series over the seeded table: all of them, in few requests, and again when one is changed. */
import { DynamoDBClient, UpdateItemCommand } from "@aws-sdk/client-dynamodb"
import { FollowedNames, layerConnections, layerStore, SeriesRecords } from "@manga-assist/assistant"
import { productsChanged } from "@manga-assist/assistant/changes"
import { products } from "@manga-assist/catalogue"
import { ConfigProvider, Effect, Layer, ManagedRuntime } from "effect"
import { mkdtempSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, expect, test, vi } from "vitest"
import { type LocalAws, startLocalAws } from "../src/LocalAws.ts"

const runtimeOver = (local: LocalAws) =>
  ManagedRuntime.make(
    layerStore.pipe(
      Layer.provideMerge(layerConnections),
      Layer.provide(ConfigProvider.layer(ConfigProvider.fromUnknown(local.environment))),
    ),
  )

let local: LocalAws
let runtime: ReturnType<typeof runtimeOver>

beforeAll(async () => {
  local = await startLocalAws({
    dataDir: mkdtempSync(join(tmpdir(), "local-aws-")),
    redisUrl: null,
  })
  // The SDK finds region and credentials there.
  for (const [name, value] of Object.entries(local.environment)) vi.stubEnv(name, value)
  runtime = runtimeOver(local)
  await runtime.runPromise(FollowedNames.untilRead)
  local.watchProducts((records) => runtime.runPromise(productsChanged(records)))
})

afterAll(async () => {
  await runtime?.dispose()
  await local?.close()
  vi.unstubAllEnvs()
})

const read = (...series: ReadonlyArray<string>) =>
  runtime.runPromise(
    Effect.flatMap(SeriesRecords, (records) =>
      records.read(
        series.map((each) => ({ series: each, detail: "full" as const })),
        5_000,
      ),
    ),
  )
const known = (series: string) =>
  runtime.runPromise(
    Effect.map(SeriesRecords, (records) => records.known([{ series, detail: "full" }]).found),
  )

test("a series with more rows than one call may read is told of briefly, and whole at the next call", async () => {
  const first = await read("kochikame")
  expect(first).toMatchObject({
    found: [{ detail: "brief", complete: true }],
    unread: [{ series: "kochikame", part: "prices" }],
  })
  expect([...(first.found[0]?.rows.keys() ?? [])]).toEqual(["kochikame"])
  await expect.poll(() => known("kochikame")).toHaveLength(1)
})

test("a series of the demo shop is read whole", async () => {
  const ids = [...new Set(products().map(({ seriesId }) => seriesId))]
  for (const id of ids.filter((_, index) => index % 7 === 0)) {
    const { found, unread } = await read(id)
    expect(unread).toEqual([])
    const own = products().filter(({ seriesId }) => seriesId === id)
    const figures = own.map((product) => [product.id, product.price, product.stock] as const)
    const rows = [...(found[0]?.rows.values() ?? [])]
    expect(new Set(rows.map((row) => [row.id, row.price, row.stock].join()))).toEqual(
      new Set(figures.map((figure) => figure.join())),
    )
    expect(found[0]?.complete).toBe(true)
  }
})

test("a change of the stock of one volume is read at once, and that of no other series", async () => {
  await read("one-piece", "akira")
  const client = new DynamoDBClient({})
  await client.send(
    new UpdateItemCommand({
      TableName: "MangaAssist-Products",
      Key: { id: { S: "one-piece-v5-paperback" } },
      UpdateExpression: "SET stock = :none",
      ExpressionAttributeValues: { ":none": { N: "0" } },
    }),
  )
  client.destroy()
  expect(await known("one-piece")).toEqual([])
  expect(await known("akira")).toHaveLength(1)
  const [onePiece] = (await read("one-piece")).found
  expect(onePiece?.rows.get("one-piece-v5-paperback")?.stock).toBe(0)
  expect(onePiece?.rows.size).toBe(238)
})

test("what the table does not answer is named", async () => {
  await fetch(`${local.admin}/faults`, {
    method: "PUT",
    headers: { "content-type": "application/json" },
    body: JSON.stringify([{ service: "dynamodb", kind: "throttle" }]),
  })
  expect(await read("monster", "akira")).toMatchObject({
    found: [{ series: "akira", complete: true }],
    unread: [{ series: "monster", part: "record" }],
  })
  await fetch(`${local.admin}/faults`, { method: "PUT", body: "[]" })
  expect((await read("monster")).unread).toEqual([])
})
