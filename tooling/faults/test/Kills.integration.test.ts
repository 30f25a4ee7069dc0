/** The short form of `pnpm kills`. */
import { killProcesses } from "@manga-assist/bench/process/PinnedProcess"
import { afterAll, expect, it } from "vitest"
import { playKills } from "../src/processes/Kills.ts"

afterAll(killProcesses)

it("loses and doubles nothing that was acknowledged", { timeout: 600_000 }, async () => {
  // Drawn anew each time; a failure prints it.
  const seed = Date.now() % 2 ** 31
  const killed = await playKills({ kills: 20, minutes: 2, seed, step: () => undefined })
  expect(killed.broken, `seed ${seed}: ${JSON.stringify(killed)}`).toEqual([])
  expect(killed.acknowledged).toBeGreaterThan(0)
})
