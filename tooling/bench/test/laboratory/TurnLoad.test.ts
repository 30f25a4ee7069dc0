import { describe, expect, it } from "vitest"
import { LatencyHistogram } from "../../src/measure/LatencyHistogram.ts"
import { after, before } from "../../src/laboratory/Technique.ts"
import { runTurns } from "../../src/laboratory/TurnLoad.ts"
import type { AskOptions, Ended } from "../../src/store/Chat.ts"
import { SteppedClock } from "../SteppedClock.ts"

const load = { perSecond: 50, seed: 7, question: () => "?" }
const arranged = { url: "", configuration: after, seed: undefined }

/** A server whose answers take what `delayOf` says; `cut`: those that end without a word. */
const served = (
  clock: SteppedClock,
  delayOf: (index: number) => number,
  cut: (index: number) => boolean = () => false,
) => {
  const log = { opened: 0, open: 0 }
  let asked = 0
  const open = async () => {
    log.opened += 1
    log.open += 1
    return {
      ask: async (text: string, { intended = 0 }: AskOptions = {}) => {
        const index = asked++
        await clock.until(clock.now() + delayOf(index))
        const ms = clock.now() - intended
        const end = { source: "model", degraded: [], timeline: [] } as unknown as Ended["end"] // What is read of it.
        const outcome = "complete" as const
        const answered = { id: "", text, deltas: 1, ends: 1, outcome, totalMs: ms, end }
        return cut(index) ? answered : { ...answered, firstProductsMs: ms / 2, firstTokenMs: ms }
      },
      close: async () => void (log.open -= 1),
    }
  }
  return { log, world: { clock, open } }
}

const run = async (
  clock: SteppedClock,
  world: NonNullable<Parameters<typeof runTurns>[2]>,
  options: Partial<Parameters<typeof runTurns>[1]> & { readonly turns: number },
  where = arranged,
) => {
  const running = runTurns(where, { ...load, ...options }, world)
  await clock.runUntilIdle()
  return running
}

const firstTokens = ({ turns }: Awaited<ReturnType<typeof runTurns>>) =>
  LatencyHistogram.of(turns.map(({ firstTokenMs }) => firstTokenMs))

describe("the laboratory's load", () => {
  it("finds the known percentiles of a server with known delays, edge included, within 2 %", async () => {
    const clock = new SteppedClock()
    // 90 % after 300 ms, 9 % after 700 ms, 1 % after 1,900 ms, and 8 ms of edge before each.
    const delay = (index: number) => (index % 100 === 99 ? 1_900 : index % 100 >= 90 ? 700 : 300)
    const { log, world } = served(clock, delay)
    const outcome = await run(clock, world, { turns: 2_000 })
    expect(outcome.failures).toEqual([])
    expect(outcome.turns).toHaveLength(2_000)
    for (const [percent, known] of [
      [50, 308],
      [95, 708],
      [99.5, 1_908],
    ] as const) {
      expect(Math.abs(firstTokens(outcome).percentile(percent) / known - 1)).toBeLessThan(0.02)
    }
    expect(log).toEqual({ opened: 2_000, open: 0 })
  })

  it("counts a stall for all who came while it lasted, not for one", async () => {
    const clock = new SteppedClock()
    // One after the other in 1 ms each; from the 200th question on it stands still for two seconds.
    let freeAt = 0
    const { world } = served(clock, (index) => {
      const begin = Math.max(clock.now(), freeAt) + (index === 200 ? 2_000 : 0)
      freeAt = begin + 1
      return freeAt - clock.now()
    })
    const times = firstTokens(await run(clock, world, { turns: 400 }))
    // 50 a second: about 100 came during the stall and waited for a second on average.
    expect(times.percentile(100)).toBeGreaterThan(1_990)
    expect(times.percentile(90)).toBeGreaterThan(1_000)
    expect(times.percentile(50)).toBeLessThan(50)
  })

  it("counts from the intended moment when it is late itself", async () => {
    const clock = new SteppedClock()
    const { world } = served(clock, () => 100)
    // This process stands still for half a second.
    const slow = {
      ...world,
      clock: {
        now: clock.now,
        until: (time: number) => clock.until(time > 1_000 && time < 1_100 ? time + 500 : time),
      },
    }
    const times = firstTokens(await run(clock, slow, { turns: 60 }))
    expect(times.percentile(100)).toBeGreaterThan(500)
  })

  it("leaves no question out whose opening is later than itself", async () => {
    const clock = new SteppedClock()
    const { world } = served(clock, () => 100)
    let appointments = 0
    // What is waited for first, an opening, is most of a second late.
    const slow = {
      ...world,
      clock: {
        now: clock.now,
        until: (time: number) => clock.until(appointments++ === 0 ? time + 800 : time),
      },
    }
    const outcome = await run(clock, slow, { turns: 60 })
    expect(outcome.failures).toEqual([])
    expect(outcome.turns).toHaveLength(60)
    expect(firstTokens(outcome).percentile(100)).toBeGreaterThan(300)
  })

  it("tells a socket that could not be opened as a failure", async () => {
    const clock = new SteppedClock()
    const { world } = served(clock, () => 100)
    const refusing = { ...world, open: () => Promise.reject(new Error("refused")) }
    const outcome = await run(clock, refusing, { turns: 3 })
    expect(outcome.failures).toEqual(["refused", "refused", "refused"])
  })

  it("opens each socket ahead, and keeps apart what got no answer", async () => {
    const clock = new SteppedClock()
    const { log, world } = served(
      clock,
      () => 20,
      (index) => index % 10 === 0,
    )
    const outcome = await run(clock, world, { turns: 40 })
    expect(log).toEqual({ opened: 40, open: 0 })
    expect(outcome.turns).toHaveLength(36)
    expect(outcome.failures).toHaveLength(4)
    expect(outcome.failures[0]).toContain("no text")
  })

  it("waits for the edge of the configuration before it sends", async () => {
    for (const [configuration, edgeMs] of [
      [after, 8],
      [before, 12],
    ] as const) {
      const clock = new SteppedClock()
      const { world } = served(clock, () => 0)
      const { turns } = await run(clock, world, { turns: 5 }, { ...arranged, configuration })
      for (const { sentMs } of turns) expect(sentMs).toBeCloseTo(edgeMs)
    }
  })

  it("tells nothing of those that warm up, and of what another than the model answered only why", async () => {
    const clock = new SteppedClock()
    const { world } = served(
      clock,
      () => 20,
      (index) => index % 10 === 9,
    )
    const outcome = await run(clock, world, { turns: 30, warmUps: 10 })
    expect([outcome.turns.length, outcome.failures.length]).toEqual([27, 3])
    const open = async () => {
      const socket = await world.open()
      const ask: typeof socket.ask = async (...asked) => {
        const answered = await socket.ask(...asked)
        return { ...answered, end: { ...answered.end, source: "catalogue" } }
      }
      return { ...socket, ask }
    }
    const other = await run(clock, { clock, open }, { turns: 1 })
    expect(other).toEqual({ turns: [], failures: ["answered by catalogue"] })
  })
})
