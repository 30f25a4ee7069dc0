import { expect, it } from "vitest"
import { capacityOf } from "../src/cost/Capacity.ts"
import { capacityPage } from "../src/cost/CapacityPage.ts"
import { readMeasured } from "../src/cost/Measured.ts"
import { readRoot } from "./appSources.ts"

const measured = { missesPerSecond: 400, sockets: 20_000, hitRate: 0.5, date: "2026-11-28" }

it("counts what ten million customers need", () => {
  // A million turns in the busiest hour, twice its mean: 556 a second, of which half ask a model.
  const need = capacityOf(10_000_000, measured)
  expect(need.turnsPerSecond).toBeCloseTo(555.6, 1)
  expect(need.calls.complex + need.calls.simple).toBeCloseTo((555.6 / 2) * 60, -1)
  expect(need.calls.complex * 2_500).toBeCloseTo(need.tokens.complex, 6)
  expect(need.sockets).toBeCloseTo(83_333, 0)
  // By sockets: 9,000 of a task's 15,000 may be open before another one comes.
  expect(need.tasks).toBe(10)
  expect(need.reads).toBeCloseTo(555.6 * 6, 0)
})

it("has never fewer tasks than the stack", () => {
  expect(capacityOf(1, measured).tasks).toBe(2)
})

it("reads the benchmarks' results", async () => {
  const { hitRate, missesPerSecond, sockets } = await readMeasured()
  expect(missesPerSecond).toBeGreaterThan(100)
  expect(sockets).toBeGreaterThan(10_000)
  expect(hitRate).toBeGreaterThan(0.2)
  expect(hitRate).toBeLessThan(1)
})

/** Without what formatting adds to a table and to lines. */
const plain = (page: string) => page.replaceAll(/-{3,}|[ \n]+/g, " ").trim()

it("is the page of the documents", async () => {
  expect(plain(readRoot("docs/capacity.md"))).toBe(plain(await capacityPage()))
})
