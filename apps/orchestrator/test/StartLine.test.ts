import { Effect, Fiber } from "effect"
import { expect, it } from "vitest"
import { StartLine } from "../src/bounds/StartLine.ts"

const turn = () => new Promise((resolve) => setImmediate(resolve))

it("starts what comes alone at once, and of what comes together one in each turn, in order", async () => {
  let now = 0
  const line = new StartLine(() => now)
  const started: Array<number> = []
  const pumps = [0, 1, 2, 3].map((number) => {
    const pump = () => {
      if (!line.mayStart(pump)) return
      line.timed(() => {
        started.push(number)
        now += 5
      })
    }
    return pump
  })
  for (const pump of pumps) pump()
  // Who waits already, waits once.
  pumps[1]?.()
  expect(started).toEqual([0])
  for (const expected of [
    [0, 1],
    [0, 1, 2],
    [0, 1, 2, 3],
    [0, 1, 2, 3],
  ]) {
    await turn()
    expect(started).toEqual(expected)
  }
  await turn()
  pumps[2]?.()
  expect(started).toEqual([0, 1, 2, 3, 2])
})

it("lets many that take little time start together", () => {
  let now = 0
  const line = new StartLine(() => now)
  let started = 0
  for (let at = 0; at < 100; at += 1) {
    if (!line.mayStart(() => {})) break
    line.timed(() => (now += 0.25))
    started += 1
  }
  expect(started).toBe(8)
})

it("lets fibers that go on together do so one in each turn, without those that were interrupted", async () => {
  let now = 0
  const line = new StartLine(() => now)
  const started: Array<number> = []
  const fibers = [0, 1, 2, 3].map((number) =>
    Effect.runFork(
      Effect.andThen(
        line.inLine,
        Effect.sync(() => {
          started.push(number)
          now += 5
        }),
      ),
    ),
  )
  expect(started).toEqual([])
  fibers[1]?.interruptUnsafe()
  for (const expected of [[0], [0, 2], [0, 2, 3]]) {
    await turn()
    expect(started).toEqual(expected)
  }
  expect(line.mayStart(() => {})).toBe(false)
  await Promise.all(fibers.map((fiber) => Effect.runPromise(Fiber.await(fiber))))
})
