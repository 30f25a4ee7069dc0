import { readFileSync } from "node:fs"
import { describe, expect, it } from "vitest"
import {
  countProblems,
  figuresOf,
  mib,
  type Sample,
  sampleProblems,
  taskMib,
} from "../src/soak/Flat.ts"

const sample = (heapMib: number, more: Partial<Sample> = {}): Sample => ({
  heap: heapMib * mib,
  resident: 300 * mib,
  fibers: 100,
  timers: 50,
  connections: 30,
  sockets: 0,
  messages: 0,
  streams: 0,
  pending: 0,
  fills: [],
  ...more,
})
const fill = (used: number) => ({ file: "a.ts", bound: 10_000, used })
const heapOf = (samples: ReadonlyArray<Sample>, minutes = 60, bytes = 1) =>
  figuresOf(samples, minutes, () => bytes).find(({ name }) => name === "heap")

describe("what is flat", () => {
  it("lets the first third fill, and noise be", () => {
    const heap = heapOf([10, 40, 70, 80, 82, 80, 81, 80, 82].map((each) => sample(each)))
    expect(heap).toMatchObject({ before: 80, after: 81, tolerance: 2, holds: true })
  })

  it("finds a steady leak, however small its steps", () => {
    const heap = heapOf(Array.from({ length: 30 }, (_, at) => sample(80 + at / 4)))
    expect(heap).toMatchObject({ tolerance: 0.25, holds: false })
  })

  it("allows what caches gained by their own account", () => {
    const filling = Array.from({ length: 9 }, (_, at) => sample(80 + at, { fills: [fill(at)] }))
    expect(heapOf(filling, 60, mib)?.holds).toBe(true)
    expect(heapOf(filling, 60, 1)?.holds).toBe(false)
  })

  it("judges no memory of a short soak, but fibers, timers and connections", () => {
    const growing = Array.from({ length: 9 }, (_, at) => sample(80 + at, { fibers: 100 + 5 * at }))
    const figures = figuresOf(growing, 3, () => 1)
    expect(figures.flatMap(({ holds, name }) => (holds === undefined ? name : []))).toEqual([
      "heap",
      "resident",
    ])
    expect(figures.flatMap(({ holds, name }) => (holds === false ? name : []))).toEqual(["fibers"])
  })
})

it("says what was left in a quiet window, and that memory is beyond the task's", () => {
  expect(sampleProblems([sample(80)])).toEqual([])
  const wrong = sample(80, { pending: 2, resident: (taskMib + 1) * mib })
  expect(sampleProblems([sample(80), wrong])).toEqual([
    "pending left in 1 of 2 quiet windows",
    "resident memory beyond the task's 1024 MiB",
  ])
})

it("adds counters up", () => {
  expect(countProblems({ sent: 3, endedOnce: 3, errors: 0, told: 3 })).toEqual([])
  expect(countProblems({ sent: 3, endedOnce: 2, errors: 1, told: 4 })).toHaveLength(3)
  expect(countProblems({ sent: 0, endedOnce: 0, errors: 0, told: 0 })).toEqual([
    "nothing was asked",
  ])
})

it("knows the smallest task's memory", () => {
  const sizes = readFileSync(
    new URL("../../../infra/src/options/Sizes.ts", import.meta.url),
    "utf8",
  )
  const all = [...sizes.matchAll(/chat(?:Task = |: )\{[^}]*memoryMiB: ([\d_]+)/gu)]
  const smallest = Math.min(...all.map(([, text = ""]) => Number(text.replaceAll("_", ""))))
  expect(smallest).toBe(taskMib)
})
