import { series } from "@manga-assist/catalogue"
import { beforeAll, describe, expect, it } from "vitest"
import { assumptions, shares, Traffic, zipf } from "../../src/mix/Traffic.ts"
import { drawVisits, type Visit } from "../../src/mix/Visit.ts"
import { freeWish } from "../../src/store/Questions.ts"
import { seededRandom } from "../../src/measure/Statistics.ts"

describe("zipf", () => {
  it("draws ranks in proportion to 1 / k^exponent", () => {
    const draw = zipf(50, 1)
    const random = seededRandom(3)
    const counts = Array.from({ length: 50 }, () => 0)
    const draws = 100_000
    for (let at = 0; at < draws; at += 1) {
      const rank = draw(random)
      counts[rank] = (counts[rank] ?? 0) + 1
    }
    const harmonic = counts.reduce((sum, _, index) => sum + 1 / (index + 1), 0)
    for (const rank of [1, 2, 5, 20, 50]) {
      const expected = draws / rank / harmonic
      expect(Math.abs((counts[rank - 1] ?? 0) - expected)).toBeLessThan(5 * Math.sqrt(expected))
    }
  })

  it("stays within its ranks at both ends of the random numbers", () => {
    for (const count of [1, 2, 7]) {
      const draw = zipf(count, 1.2)
      expect(draw(() => 0)).toBe(0)
      expect(draw(() => 1 - Number.EPSILON)).toBe(count - 1)
    }
  })

  it.each([0, 1.5])("refuses %d ranks", (count) => {
    expect(() => zipf(count, 1)).toThrow(RangeError)
  })
})

describe("the traffic", () => {
  let traffic: Traffic

  beforeAll(async () => {
    traffic = new Traffic()
  })

  it("has shares that are the whole", () => {
    expect(Object.values(shares).reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 10)
  })

  it("keeps the source document's shares", () => {
    const random = seededRandom(8)
    const counts = new Map<string, number>()
    const draws = 20_000
    for (let at = 0; at < draws; at += 1) {
      const { pattern, text } = traffic.draw(at % 2 === 0 ? "en" : "ja", true, true, random)
      expect(text.trim()).not.toBe("")
      expect(text).not.toMatch(/[{}]/u)
      counts.set(pattern, (counts.get(pattern) ?? 0) + 1)
    }
    for (const [pattern, share] of Object.entries(shares)) {
      expect((counts.get(pattern) ?? 0) / draws).toBeCloseTo(share, 1.9)
    }
  })

  it("asks nobody's order and follows nothing up before it has begun", () => {
    const random = seededRandom(6)
    for (let at = 0; at < 2_000; at += 1) {
      const { pattern } = traffic.draw("en", false, false, random)
      expect(["order", "follow-up"]).not.toContain(pattern)
    }
  })

  it("asks for the most popular title most", () => {
    const random = seededRandom(7)
    const titles = series().map(({ english }) => english)
    const counts = new Map<string, number>()
    for (let at = 0; at < 20_000; at += 1) {
      const { pattern, text } = traffic.draw("en", false, false, random)
      if (pattern !== "title") continue
      const title = titles.find((each) => text.includes(each)) ?? "mistyped"
      counts.set(title, (counts.get(title) ?? 0) + 1)
    }
    const most = [...counts].toSorted((a, b) => b[1] - a[1])[0]?.[0]
    expect(most).toBe("One Piece")
    expect(counts.size).toBeGreaterThan(100)
  })

  it("wishes what nobody wished before", () => {
    for (const language of ["en", "ja"] as const) {
      const wishes = Array.from({ length: 800 }, (_, number) => freeWish(number, language))
      expect(new Set(wishes).size).toBe(800)
    }
  })
})

describe("visits", () => {
  const draw = async (seed: number, longestMs = 60_000): Promise<ReadonlyArray<Visit>> =>
    drawVisits({
      name: "v",
      count: 300,
      longestMs,
      traffic: new Traffic(),
      random: seededRandom(seed),
    })

  it("are the same for the same seed, and others for another", async () => {
    expect(await draw(1)).toEqual(await draw(1))
    expect(await draw(2)).not.toEqual(await draw(1))
  })

  it("ask in order of time, keys before the question they belong to, and end last", async () => {
    for (const { asks, leavesMs } of await draw(3)) {
      let before = 0
      for (const { atMs, keys } of asks) {
        for (const key of keys) {
          expect(key.atMs).toBeGreaterThan(before)
          expect(key.atMs).toBeLessThanOrEqual(atMs)
          before = key.atMs
        }
        expect(atMs).toBeGreaterThan(before)
        before = atMs
      }
      expect(leavesMs).toBeGreaterThan(before)
    }
  })

  it("ask once only when they may not last", async () => {
    const visits = await draw(4, 1)
    expect(visits.every(({ asks }) => asks.length === 1)).toBe(true)
  })

  it("are in the language that was assumed", async () => {
    const visits = await draw(5)
    const japanese = visits.filter(({ asks }) =>
      asks.some(({ text }) => /[ぁ-ん一-龯]/u.test(text)),
    )
    expect(Math.abs(japanese.length / visits.length - assumptions.japanese)).toBeLessThan(0.1)
  })
})
