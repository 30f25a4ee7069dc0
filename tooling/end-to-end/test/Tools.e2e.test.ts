/**
 * The store's tools as an agent calls them, against everything that `pnpm start` starts: filters and searches by meaning
 * in the emulated OpenSearch, sums and orders from the emulated tables.
 */
import type { Client } from "@modelcontextprotocol/client"
import { demoCatalogue, orders, products, type Series } from "@manga-assist/catalogue"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { callTool, openMcp } from "./AllWays.ts"
import { type RunningStack, startStack } from "./RunningStack.ts"

let stack: RunningStack
let client: Client

beforeAll(async () => {
  stack = await startStack(["--latency", "none"])
  client = await openMcp(stack.url)
})
afterAll(async () => {
  await client.close()
  expect(await stack.stop()).toBe(0)
})

interface Line {
  readonly series: string
  readonly price: number
  readonly volume?: number
  readonly format: string
  readonly date?: string
  readonly availability: string
}

const find = async (input: Readonly<Record<string, unknown>>) => {
  const content = await callTool(client, "find_products", input)
  const lines = content["products"] as ReadonlyArray<Line> // The tool's own shape.
  const entries = lines.flatMap(({ series }): ReadonlyArray<Series> => {
    const entry = demoCatalogue().of(series)
    return entry === undefined ? [] : [entry]
  })
  return { content, lines, entries }
}

describe("find_products", () => {
  it("finds all that fits, and nothing else", async () => {
    const { entries } = await find({
      genres: ["horror"],
      not_genres: ["school"],
      status: "completed",
      volumes: { max: 10 },
      limit: 10,
    })
    const fitting = demoCatalogue().series.filter(
      ({ genres, status, volumes }) =>
        genres.includes("horror") &&
        !genres.includes("school") &&
        status === "completed" &&
        volumes <= 10,
    )
    expect(entries.length).toBe(Math.min(10, fitting.length))
    for (const entry of entries) expect(fitting).toContain(entry)
  })

  it.each([
    ["newest", ({ firstYear }: Series) => -firstYear],
    ["oldest", ({ firstYear }: Series) => firstYear],
    ["shortest", ({ volumes }: Series) => volumes],
    ["longest", ({ volumes }: Series) => -volumes],
  ] as const)("sorts: %s", async (sort, measure) => {
    const { entries } = await find({ genres: ["sports"], sort, limit: 10 })
    const all = demoCatalogue()
      .series.filter(({ genres }) => genres.includes("sports"))
      .map(measure)
    expect(entries.map(measure)).toEqual(all.toSorted((a, b) => a - b).slice(0, 10))
  })

  it("sorts by price, and keeps to a price", async () => {
    const { lines } = await find({ price: { min: 600, max: 700 }, sort: "cheapest", limit: 10 })
    const prices = lines.map(({ price }) => price)
    expect(prices).toEqual(prices.toSorted((a, b) => a - b))
    expect(prices.every((price) => price >= 600 && price <= 700)).toBe(true)
  })

  it("finds a title's like, none of its own", async () => {
    const { entries } = await find({ like: "バガボンド", limit: 10 })
    const genres = demoCatalogue().of("vagabond")?.genres ?? []
    expect(entries.length).toBe(10)
    for (const entry of entries) {
      expect(entry.id).not.toBe("vagabond")
      expect(entry.genres.filter((genre) => genres.includes(genre)).length).toBeGreaterThan(1)
    }
  })

  it("finds volumes of a month, the next one first, as pre-orders where they come", async () => {
    const released = { from: "2027-01", to: "2027-01" }
    const { lines } = await find({ released, sort: "oldest", limit: 10 })
    const wanted = products().filter(
      ({ format, releaseDate }) => format === "paperback" && releaseDate.startsWith("2027-01"),
    )
    expect(lines.length).toBe(Math.min(10, wanted.length))
    const dates = lines.map(({ date }) => date)
    expect(dates).toEqual(dates.toSorted((a = "", b = "") => a.localeCompare(b)))
    for (const { date } of lines) expect(date).toMatch(/^2027-01-/u)
  })

  it.each(["vikings in medieval europe", "ヴァイキング"])("finds by words: %s", async (words) => {
    const { content, lines } = await find({ words })
    expect(lines.map(({ series }) => series)).toContain("vinland-saga")
    expect(content).not.toHaveProperty("gaveUp")
  })

  it("keeps to the filter within a search by words", async () => {
    const { entries } = await find({ words: "ghosts", readers: "shojo", status: "completed" })
    for (const { demographic, status } of entries) {
      expect([demographic, status]).toEqual(["shojo", "completed"])
    }
  })

  it("gives up what nothing fits, and says what", async () => {
    const { content, entries } = await find({ genres: ["mecha"], years: { min: 2_090 } })
    expect(content["gaveUp"]).toEqual(["years"])
    expect(entries.every(({ genres }) => genres.includes("mecha"))).toBe(true)
  })
})

it("series_facts are the table's", async () => {
  const { records } = await callTool(client, "series_facts", { titles: ["ワンピース", "Akira"] })
  const bundle = products().find(({ id }) => id === "one-piece")
  expect(records).toMatchObject([
    { series: "one-piece", digital: { bundle: bundle?.price } },
    { series: "akira", next: "none announced" },
  ])
})

it("price_of is the sum of the table's prices", async () => {
  const all = products().filter(
    ({ format, seriesId, volume = 0 }) =>
      seriesId === "one-piece" && format === "paperback" && volume <= 20,
  )
  const goods = all.reduce((sum, { price }) => sum + price * 2, 0)
  const bill = await callTool(client, "price_of", {
    lines: [{ series: "One Piece", volumes: "1-20", copies: 2 }],
    ship_to: "Canada",
  })
  expect(bill).toMatchObject({ goods, shipping: 1_800, total: goods + 1_800 })
})

it("own_orders are those of the caller, and nobody else's", async () => {
  const customer = await openMcp(stack.url, "?user=demo-03")
  const own = orders().filter(({ user }) => user === "demo-03")
  expect(await callTool(customer, "own_orders", {})).toMatchObject({
    orders: own.map(({ id }) => ({ order: id })),
  })
  const others = orders().find(({ user }) => user !== "demo-03")
  expect(await callTool(customer, "own_orders", { order: others?.id })).toEqual({
    error: "no such order on this account",
  })
  await customer.close()
})
