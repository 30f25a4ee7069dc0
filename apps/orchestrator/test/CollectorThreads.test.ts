/** The threads that mark garbage give way to the event loop, and no other thread does. */
import { readdirSync, readFileSync } from "node:fs"
import { constants, getPriority } from "node:os"
import { it } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { expect } from "vitest"
import { layerCollectorThreads } from "../src/bounds/CollectorThreads.ts"

const priorities = () => {
  const all = readdirSync("/proc/self/task").map((id) => ({
    name: readFileSync(`/proc/self/task/${id}/comm`, "utf8").trim(),
    priority: getPriority(Number(id)),
  }))
  const of = (isCollector: boolean) =>
    new Set(
      all
        .filter(({ name }) => name.startsWith("V8Worker") === isCollector)
        .map(({ priority }) => priority),
    )
  return { collectors: of(true), others: of(false) }
}

it.effect.runIf(process.platform === "linux")("lowers the threads of V8 alone", () =>
  Effect.gen(function* () {
    const before = priorities()
    expect(before.collectors.size).toBe(1)
    yield* Effect.scoped(Layer.build(layerCollectorThreads))
    expect(priorities().collectors).toEqual(new Set([constants.priority.PRIORITY_BELOW_NORMAL]))
    expect(priorities().others).toEqual(before.others)
  }),
)
