/**
 * Computes what a million concurrent customers would need (cores, tasks, Redis shards, money) from what the latest
 * results measured of a miss, of hits, of an idle socket and of the share of misses, and from the assumptions and prices
 * in `million-users.json`. What was not measured is taken from there too.
 */
import { type Measuring } from "../command/Benchmark.ts"
import { readResults } from "../command/Check.ts"
import { figure, type FigureOptions } from "../measure/Figure.ts"
import { costOf } from "../mix/Cost.ts"
import type { Result } from "../result/Result.ts"
import inputs from "./million-users.json" with { type: "json" }

export type Inputs = typeof inputs

const hardModel = "jp.anthropic.claude-sonnet-4-5"
const simpleModel = "jp.anthropic.claude-haiku-4-5"
const secondsOfHour = 3_600

/** Dollars for the model's tokens of one miss; the prefix of a hard question comes from its cache. */
const modelCostPerMiss = ({ model, shareOfHardQuestions }: Inputs): number => {
  const usage = (cacheReadTokens: number) => ({
    inputTokens: model.inputTokensPerMiss - cacheReadTokens,
    outputTokens: model.outputTokensPerMiss,
    cacheReadTokens,
    cacheWriteTokens: 0,
  })
  return (
    shareOfHardQuestions * costOf(hardModel, usage(model.cachedInputTokensPerHardMiss)) +
    (1 - shareOfHardQuestions) * costOf(simpleModel, usage(0))
  )
}

/** Pure. */
export const capacityFor = (given: Inputs) => {
  const { prices, redis, table, task } = given
  const messages = (given.customersAtOnce * given.messagesPerCustomerPerMinute) / 60
  const misses = messages * given.shareOfMisses
  const hits = messages - misses
  const fromRedis = hits * (1 - given.shareOfHitsFromMemory)
  const cores =
    (misses * given.processorMsPerMiss) / 1_000 +
    ((hits - fromRedis) * given.processorMicrosecondsPerHitFromMemory) / 1e6 +
    (fromRedis * given.processorMicrosecondsPerHitFromRedis) / 1e6
  const socketsOfTask = Math.min(
    task.fileLimit,
    (task.memoryGib * task.memoryForSockets * 1_048_576) / given.kibPerIdleSocket,
  )
  const tasksForCores = Math.ceil(cores / given.coreUse / task.cores)
  const tasksForSockets = Math.ceil(given.customersAtOnce / socketsOfTask)
  const tasks = Math.max(tasksForCores, tasksForSockets)
  const redisCommands = misses * redis.commandsPerMiss + fromRedis * redis.commandsPerHitFromRedis
  const taskHour = task.cores * prices.fargateCoreHour + task.memoryGib * prices.fargateGibHour
  const perThousand = {
    model: 1_000 * given.shareOfMisses * modelCostPerMiss(given),
    tasks: (1_000 * tasks * taskHour) / (messages * secondsOfHour),
    table:
      (1_000 *
        (table.writeUnitsPerMessage * prices.tableMillionWriteUnits +
          given.shareOfMisses * table.readUnitsPerMiss * prices.tableMillionReadUnits)) /
      1e6,
  }
  return {
    messages,
    misses,
    cores,
    tasksForCores,
    tasksForSockets,
    tasks,
    shards: Math.ceil(redisCommands / redis.use / redis.lookUpsPerSecondPerShard),
    requestsPerMinute: misses * 60,
    tokensPerMinute:
      misses * 60 * (given.model.inputTokensPerMiss + 5 * given.model.outputTokensPerMiss),
    writeUnits: messages * table.writeUnitsPerMessage,
    readUnits: misses * table.readUnitsPerMiss,
    perThousand,
    withoutCache: 1_000 * modelCostPerMiss(given),
  }
}

/** Kernel buffers of a socket, which no process sees of itself. */
const kernelKib = 5

/** Which figure stands for which input, and what makes it that. */
const measured: ReadonlyArray<
  readonly [input: keyof Inputs, result: string, name: string, of: (value: number) => number]
> = [
  ["processorMsPerMiss", "limits", "processor time: a miss", (ms) => ms],
  [
    "processorMicrosecondsPerHitFromMemory",
    "caching",
    "processor time of a hit from memory, in words alone: MangaAssist",
    (us) => us,
  ],
  [
    "processorMicrosecondsPerHitFromRedis",
    "caching",
    "processor time of a hit from Redis, in words alone: MangaAssist",
    (us) => us,
  ],
  ["shareOfMisses", "mix", "answered without a fresh model call", (share) => 1 - share],
  ["kibPerIdleSocket", "limits", "an idle socket: objects", (kib) => kib + kernelKib],
]

/** The inputs with what was measured in place of what was assumed. */
export const measuredInputs = (results: ReadonlyArray<Result>): Inputs => ({
  ...inputs,
  ...Object.fromEntries(
    measured.flatMap(([input, result, name, of]) => {
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
    const { usual } = inputs.model
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
      of("Redis shards", "shards", result.shards),
      of("requests to the model", "per minute", result.requestsPerMinute, {
        note: `a usual quota is ${usual.requestsPerMinute.toLocaleString("en-US")}; ${usual.source}`,
      }),
      of("1,000 chats, model", "dollars", result.perThousand.model, {
        note: `${result.withoutCache.toFixed(2)} if nothing were cached`,
      }),
      of("1,000 chats, tasks", "dollars", result.perThousand.tasks),
      of("1,000 chats, table", "dollars", result.perThousand.table, { note: inputs.prices.source }),
    ])
  },
}
