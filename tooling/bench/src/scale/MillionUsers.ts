/**
 * Computes what a million concurrent customers would need (cores, tasks, calls of the model) from what the latest
 * results measured of a miss, of hits, of an idle socket and of the share of misses, and from the assumptions in
 * `million-users.json`. What was not measured is taken from there too.
 */
import { type Measuring } from "../command/Benchmark.ts"
import { readResults } from "../command/Check.ts"
import { figure, type FigureOptions } from "../measure/Figure.ts"
import type { Result } from "../result/Result.ts"
import inputs from "./million-users.json" with { type: "json" }

export type Inputs = typeof inputs

/** Pure. */
export const capacityFor = (given: Inputs) => {
  const { task } = given
  const messages = (given.customersAtOnce * given.messagesPerCustomerPerMinute) / 60
  const misses = messages * given.shareOfMisses
  const hits = messages - misses
  const fromMemory = hits * given.shareOfHitsFromMemory
  const cores =
    (misses * given.processorMsPerMiss) / 1_000 +
    (fromMemory * given.processorMicrosecondsPerHitFromMemory) / 1e6 +
    ((hits - fromMemory) * given.processorMicrosecondsPerHitFromRedis) / 1e6
  const socketsOfTask = Math.min(
    task.fileLimit,
    (task.memoryGib * task.memoryForSockets * 1_048_576) / given.kibPerIdleSocket,
  )
  const tasksForCores = Math.ceil(cores / given.coreUse / task.cores)
  const tasksForSockets = Math.ceil(given.customersAtOnce / socketsOfTask)
  const tasks = Math.max(tasksForCores, tasksForSockets)
  return { messages, misses, cores, tasksForCores, tasksForSockets, tasks }
}

/** Kernel buffers of a socket, which no process sees of itself. */
const kernelKib = 5

/** Which figure stands for which input, and what makes it that. */
const measured: ReadonlyArray<
  readonly [input: keyof Inputs, result: string, name: string, of?: (value: number) => number]
> = [
  ["processorMsPerMiss", "limits", "processor time: a miss"],
  [
    "processorMicrosecondsPerHitFromMemory",
    "caching",
    "processor time of a hit from memory, in words alone: MangaAssist",
  ],
  [
    "processorMicrosecondsPerHitFromRedis",
    "caching",
    "processor time of a hit from Redis, in words alone: MangaAssist",
  ],
  ["shareOfMisses", "mix", "answered without a fresh model call", (share) => 1 - share],
  ["kibPerIdleSocket", "limits", "an idle socket: objects", (kib) => kib + kernelKib],
]

/** The inputs with what was measured in place of what was assumed. */
export const measuredInputs = (results: ReadonlyArray<Result>): Inputs => ({
  ...inputs,
  ...Object.fromEntries(
    measured.flatMap(([input, result, name, of = (value) => value]) => {
      const figures = results.find((each) => each.name === result)?.figures ?? []
      const found = figures.find((each) => each.name === name)
      return found === undefined ? [] : [[input, of(found.value)] as const]
    }),
  ),
})

export const millionUsers = {
  name: "million-users",
  measure: ({ folder }: Measuring) => {
    const given = measuredInputs(readResults(folder))
    const result = capacityFor(given)
    const { quota } = inputs
    const of = <const Name extends string>(
      name: Name,
      unit: string,
      value: number,
      options?: FigureOptions,
    ) => figure(`a million customers: ${name}`, unit, [value], options)
    return Promise.resolve([
      of("messages", "per second", result.messages),
      of("cores busy", "cores", result.cores, {
        note: `${given.processorMsPerMiss} ms a miss, ${given.processorMicrosecondsPerHitFromMemory} and ${given.processorMicrosecondsPerHitFromRedis} µs a hit from memory and from Redis, ${(100 * given.shareOfMisses).toFixed(0)} % misses, as last measured`,
      }),
      of("tasks", "tasks", result.tasks, {
        note: `the cores ask for ${result.tasksForCores}, the sockets for ${result.tasksForSockets}`,
      }),
      of("requests to the model", "per minute", result.misses * 60, {
        note: `a usual quota is ${quota.requestsPerMinute.toLocaleString("en-US")}; ${quota.source}`,
      }),
    ])
  },
}
