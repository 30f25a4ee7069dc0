/** One cell over the whole store: it holds by its own rules, and breaks by rules that allow nothing of what it loses. */
import { afterAll, beforeAll, expect, it } from "vitest"
import { judge, type Seen } from "../src/Judge.ts"
import { keptProblems, readKept, recordedTurns } from "../src/Kept.ts"
import { runCell } from "../src/RunCell.ts"
import { openWorld, type World } from "../src/World.ts"

let world: World
let seen: Seen

beforeAll(async () => {
  world = await openWorld()
  seen = await runCell(world, { down: ["opensearch"], fault: "refused", layer: "uws" })
})
afterAll(() => world[Symbol.asyncDispose]())

it("finds an end that the rules do not allow", () => {
  expect(seen.messages.length).toBeGreaterThan(50)
  const cell = { ...seen.cell, down: ["kinesis"] } as const
  // As if every process had its core whenever it wanted one.
  const strict = { ...seen, cell, isBusy: false, stalls: [] }
  expect(judge(strict).broken).toContainEqual(expect.stringMatching(/× retrieval-failed$/))
  // How late this machine is, whoever else uses it, decides nothing here.
  expect(judge({ ...seen, isBusy: true }).broken).toEqual([])
})

it("finds a record that did not arrive", async () => {
  const kept = await readKept(world)
  const turns = recordedTurns(seen.messages)
  expect(turns.length).toBeGreaterThan(50)
  expect(keptProblems(kept, turns)).toEqual([])
  expect(keptProblems(kept, [...turns, "never-said"])).toEqual([
    "1 turns are not in the table of sessions",
    "1 turns are not in the audit",
  ])
})
