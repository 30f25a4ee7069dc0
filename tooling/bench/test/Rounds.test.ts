import { describe, expect, it } from "vitest"
import {
  type NoiseReading,
  noiseBetween,
  parseProcessorLine,
  parseProcessTicks,
  summarizeNoise,
  tooNoisy,
} from "../src/measure/Noise.ts"
import { runRounds } from "../src/measure/Rounds.ts"

const quiet: NoiseReading = { stolen: 0, foreign: 0.02, load: 0.5 }
const loud = (foreign: number): NoiseReading => ({ stolen: 0, foreign, load: 2 })

const run = (readings: ReadonlyArray<NoiseReading>, count: number, hasTime = true) => {
  let attempt = 0
  return runRounds({
    count,
    measure: (round) => Promise.resolve(`round ${round}, attempt ${attempt}`),
    watchNoise: () => () => readings[attempt++] ?? quiet,
    timeFor: () => hasTime,
  })
}

describe("rounds", () => {
  it("are measured once each when it is quiet", async () => {
    const { values, repeated } = await run([], 3)
    expect(values).toEqual(["round 0, attempt 0", "round 1, attempt 1", "round 2, attempt 2"])
    expect(repeated).toBe(0)
  })

  it("are repeated when noisy, until a quiet one", async () => {
    const { values, noise, repeated } = await run([loud(0.5), quiet, quiet], 2)
    expect(values).toEqual(["round 0, attempt 1", "round 1, attempt 2"])
    expect(noise.every((reading) => !tooNoisy(reading))).toBe(true)
    expect(repeated).toBe(1)
  })

  it("keep the quietest of three attempts when none is quiet", async () => {
    const { values, noise, repeated } = await run([loud(0.6), loud(0.3), loud(0.9)], 1)
    expect(values).toEqual(["round 0, attempt 1"])
    expect(noise).toEqual([loud(0.3)])
    expect(repeated).toBe(2)
  })

  it("are not repeated when time is up", async () => {
    const { values, repeated } = await run([loud(0.6), quiet], 1, false)
    expect(values).toEqual(["round 0, attempt 0"])
    expect(repeated).toBe(0)
  })
})

describe("noise", () => {
  it("is what was stolen and what others used, by the kernel's own figures", () => {
    const before = parseProcessorLine("cpu  100 0 100 800 0 0 0 0 0 0\ncpu0 1 2 3 4 5 6 7 8\n")
    const after = parseProcessorLine("cpu  160 0 110 900 10 0 0 20 0 0\n")
    expect(before).toEqual({ total: 1_000, busy: 200, stolen: 0 })
    expect(after).toEqual({ total: 1_200, busy: 270, stolen: 20 })
    if (before === undefined || after === undefined) throw new Error("not parsed")
    const reading = noiseBetween({ ...before, own: 50 }, { ...after, own: 90 })
    expect(reading).toMatchObject({ stolen: 0.1, foreign: 0.15 })
    expect(tooNoisy(reading)).toBe(true)
  })

  it("reads the ticks of a process and of its ended children, whatever its name", () => {
    const text = "42 (a) b (c) S 1 42 42 0 -1 4194304 100 0 0 0 17 5 3 2 20 0 1 0 99 0 0"
    expect(parseProcessTicks(text)).toBe(27)
  })

  it("is unknown, and never too much, where there is no /proc", () => {
    expect(parseProcessorLine("")).toBeUndefined()
    const reading = noiseBetween(undefined, undefined)
    expect(reading.foreign).toBeUndefined()
    expect(tooNoisy(reading)).toBe(false)
  })

  it("is summed up by its worst rounds", () => {
    expect(summarizeNoise([quiet, loud(0.4)], 3)).toEqual({
      stolen: 0,
      foreign: 0.4,
      load: 2,
      repeated: 3,
      noisy: 1,
    })
  })
})
