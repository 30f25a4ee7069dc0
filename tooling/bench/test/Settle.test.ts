import { expect, it } from "vitest"
import { settle } from "../src/measure/Settle.ts"

const asked = async (costs: ReadonlyArray<number>) => {
  let blocks = 0
  const last = await settle(async () => ({ cost: costs[blocks++] ?? Number.NaN }))
  return { blocks, last: last.cost }
}

it("warms up until two blocks were no cheaper than the cheapest", async () => {
  expect(await asked([100, 80, 60, 59, 61, 10])).toEqual({ blocks: 5, last: 61 })
})

it("goes on as long as it gets cheaper, ten blocks at most", async () => {
  const falling = Array.from({ length: 20 }, (_, at) => 0.9 ** at)
  expect((await asked(falling)).blocks).toBe(10)
})
