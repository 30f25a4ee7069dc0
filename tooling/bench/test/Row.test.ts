import { expect, it } from "vitest"
import type { Measuring } from "../src/command/Benchmark.ts"
import { row } from "../src/command/Row.ts"
import { atMost } from "../src/measure/Figure.ts"
import { together } from "../src/process/Together.ts"

const measuring = (steps: Array<string>): Measuring => {
  const over: Measuring["overRounds"] = async (count, measure) => {
    const values = []
    for (let round = 0; round < count; round += 1) values.push(await measure(round))
    return values
  }
  return {
    quick: true,
    rounds: 3,
    seed: 1,
    folder: "",
    progress: { step: (text) => void steps.push(text) },
    overRounds: over,
    overSteadyRounds: over,
    missed: () => {},
    illustrate: () => {},
  }
}

const opened = (name: string, log: Array<string>) => ({
  name,
  [Symbol.asyncDispose]: () => {
    log.push(`${name} ended`)
    return Promise.resolve()
  },
})

it("a row makes figures of each load, and ends what it started", async () => {
  const log: Array<string> = []
  const part = row({
    name: "trial",
    processes: () => Promise.resolve(opened("lab", log)),
    warm: () => Promise.resolve(log.push("warm")),
    load: (lab, { seed }, round) => {
      log.push(`${lab.name} ${seed} ${round}`)
      return Promise.resolve({ asked: 5, cpu: 10 * (round + 1) })
    },
    figures: () => [
      {
        name: "trial: cost",
        unit: "ms",
        of: ({ asked, cpu: ms }) => ms / asked,
        target: atMost(3),
      },
      {
        name: "trial: asked",
        unit: "questions",
        of: "asked",
        note: (seen) => `${seen.length} times`,
      },
    ],
  })
  const steps: Array<string> = []
  const figures = await part.measure(measuring(steps))
  expect(figures).toMatchObject([
    { name: "trial: cost", rounds: [2, 4, 6], value: 4, met: false },
    { name: "trial: asked", value: 5, note: "3 times", target: null },
  ])
  expect(log).toEqual(["warm", "lab 1 0", "lab 1 1", "lab 1 2", "lab ended"])
  expect(steps.at(-1)).toBe("trial: round 3 of 3")
  // A name that it does not have would not compile.
  const names: ReadonlyArray<"trial: cost" | "trial: asked"> = figures.map(({ name }) => name)
  expect(names).toHaveLength(2)
})

it("what starts together ends in the opposite order, also when one does not start", async () => {
  const log: Array<string> = []
  {
    await using both = await together(async (use) => ({
      one: await use(Promise.resolve(opened("one", log))),
      two: await use(Promise.resolve(opened("two", log))),
    }))
    expect(both.two.name).toBe("two")
  }
  expect(log).toEqual(["two ended", "one ended"])
  const broken = together(async (use) => {
    await use(Promise.resolve(opened("three", log)))
    await use(Promise.reject(new Error("it does not start")))
    return {}
  })
  await expect(broken).rejects.toThrow("it does not start")
  expect(log.at(-1)).toBe("three ended")
})
