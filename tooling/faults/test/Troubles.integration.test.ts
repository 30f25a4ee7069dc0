/** Three troubles of processes, and how one that broke is told. */
import { killProcesses } from "@manga-assist/bench/process/PinnedProcess"
import { afterAll, expect, it } from "vitest"
import { playTroubles, troublesText } from "../src/troubles/PlayTroubles.ts"
import { troubles } from "../src/troubles/Troubles.ts"

afterAll(killProcesses)

it(
  "a server that is blocked, or ended by its memory, owes every message one whole answer",
  { timeout: 600_000 },
  async () => {
    const planned = troubles.filter(({ name }) => /^its loop|^V8|no more memory$/.test(name))
    expect(planned).toHaveLength(3)
    const broken = {
      name: "a trouble",
      what: "nothing",
      play: () => Promise.reject(new Error("why")),
    }
    const played = await playTroubles([...planned, broken], () => undefined)
    for (const { broken: problems, messages } of played.slice(0, 3)) {
      expect(problems).toEqual([])
      // One that was left out has none.
      expect(messages).toBeGreaterThan(0)
    }
    expect(troublesText(played)).toMatch(/\| a trouble +\| nothing +\| 0 +\| BROKE: Error: why \|/)
  },
)
