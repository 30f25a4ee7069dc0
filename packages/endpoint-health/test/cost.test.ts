import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { Effect } from "effect"
import { afterAll, beforeAll, expect, it } from "vitest"
import { compareCost, type Traffic } from "../src/cost/Cost.ts"
import { costText } from "../src/cost/CostReport.ts"
import { pricesOf, readPriceList } from "../src/PriceList.ts"

const prices = (region: string) => Effect.runPromise(readPriceList(pricesOf(region)))

const traffic = (changes: Partial<Traffic> = {}): Traffic => ({
  interfaceGb: 500,
  gatewayGb: 0,
  zones: 2,
  interfaceEndpoints: 3,
  gatewayEndpoints: 2,
  natGateways: 1,
  keepNat: false,
  ...changes,
})

const cents = (value: number) => Math.round(value * 100) / 100

it("checks a usual estimate: 55 against 43.80 leaves out the data through endpoints", async () => {
  const { nat, endpoints, saving } = compareCost(traffic(), await prices("us-east-1"))
  // The estimate takes 720 hours for the NAT gateway (32.40) and 730 for the endpoints.
  expect([nat.hours, nat.data, nat.total].map(cents)).toEqual([32.85, 22.5, 55.35])
  expect([endpoints.hours, endpoints.data, endpoints.total].map(cents)).toEqual([43.8, 5, 48.8])
  expect(cents(saving)).toBe(6.55)
})

it("costs more in Tokyo, on both sides", async () => {
  const { nat, endpoints, saving } = compareCost(traffic(), await prices("ap-northeast-1"))
  expect([nat.hours, nat.data].map(cents)).toEqual([45.26, 31])
  expect([endpoints.hours, endpoints.data].map(cents)).toEqual([61.32, 5])
  expect(cents(saving)).toBe(9.94)
})

it("counts a NAT gateway that stays on both sides: then only the gigabytes are saved", async () => {
  const cost = compareCost(traffic({ keepNat: true }), await prices("us-east-1"))
  expect(cents(cost.keptNat)).toBe(32.85)
  expect(cents(cost.saving)).toBe(cents(22.5 - 48.8))
  expect(Math.ceil(cost.breakEvenGb ?? 0)).toBe(Math.ceil(43.8 / 0.035))
})

it("charges nothing for gateway endpoints, and saves the NAT gateway's gigabytes", async () => {
  const free = traffic({ interfaceGb: 0, interfaceEndpoints: 0, gatewayGb: 1_000, keepNat: true })
  const cost = compareCost(free, await prices("us-east-1"))
  expect(cost.endpoints.total).toBe(0)
  expect(cents(cost.saving)).toBe(45)
  expect(cost.breakEvenGb).toBe(0)
})

it("goes through the price tiers of interface endpoints", async () => {
  const list = await prices("us-east-1")
  const data = (interfaceGb: number) => compareCost(traffic({ interfaceGb }), list).endpoints.data
  const [first, five] = [1_048_576, 5_242_880]
  expect(data(first)).toBeCloseTo(first * 0.01, 6)
  expect(data(first + 100)).toBeCloseTo(first * 0.01 + 0.6, 6)
  expect(data(five + 1_000)).toBeCloseTo(first * 0.01 + (five - first) * 0.006 + 4, 6)
})

it("breaks even where the saving is nothing", async () => {
  const list = await prices("ap-northeast-1")
  const { breakEvenGb = 0 } = compareCost(traffic(), list)
  expect(breakEvenGb).toBeGreaterThan(0)
  expect(compareCost(traffic({ interfaceGb: breakEvenGb }), list).saving).toBeCloseTo(0, 6)
})

it("says in words which side is cheaper", async () => {
  const list = await prices("us-east-1")
  const text = (changes: Partial<Traffic>) => {
    const given = traffic(changes)
    return costText(given, compareCost(given, list))
  }
  expect(text({})).toContain("endpoints save 6.55 USD a month; endpoints are cheaper from 313 GB")
  expect(text({ keepNat: true })).toContain("endpoints cost 26.30 USD more a month")
})

let folder = ""
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "prices-"))
})
afterAll(() => rm(folder, { recursive: true }))

it.each<readonly [string, (list: Record<string, unknown>) => string, RegExp]>([
  ["no JSON", () => "{", /prices-invalid/],
  [
    "a negative price",
    (list) => JSON.stringify({ ...list, natGateway: { perHour: -1, perGb: 0 } }),
    /perHour/,
  ],
  ["no date", (list) => JSON.stringify({ ...list, asOf: "soon" }), /asOf/],
  [
    "tiers that do not ascend",
    (list) =>
      JSON.stringify({
        ...list,
        interfaceEndpoint: {
          perHour: 1,
          perGb: [
            { upToGb: 5, price: 1 },
            { upToGb: 5, price: 1 },
            { upToGb: null, price: 1 },
          ],
        },
      }),
    /must ascend/,
  ],
  [
    "tiers that end",
    (list) =>
      JSON.stringify({
        ...list,
        interfaceEndpoint: { perHour: 1, perGb: [{ upToGb: 5, price: 1 }] },
      }),
    /upToGb null/,
  ],
])("refuses a price list with %s", async (what, change, message) => {
  const list: unknown = JSON.parse(await readFile(pricesOf("us-east-1"), "utf8"))
  const file = join(folder, `${what.replaceAll(" ", "-")}.json`)
  await writeFile(file, change(typeof list === "object" && list !== null ? { ...list } : {}))
  const error = await Effect.runPromise(Effect.flip(readPriceList(file)))
  expect(error.reason).toBe("prices-invalid")
  expect(error.message).toMatch(message)
})

it("says which file cannot be read", async () => {
  const error = await Effect.runPromise(Effect.flip(readPriceList("/nowhere/prices.json")))
  expect(error).toMatchObject({ reason: "prices-unreadable", detail: "/nowhere/prices.json" })
})
