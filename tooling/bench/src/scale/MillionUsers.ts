/**
 * Computes what a million concurrent customers would need (cores, tasks, Redis shards, money) from the inputs in
 * `million-users.json`; nothing is measured.
 */
import { type Part } from "../command/Benchmark.ts"
import { type Figure, figure, type FigureOptions } from "../measure/Figure.ts"
import { costOf } from "../mix/Cost.ts"
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

export const millionUsers: Part = {
  name: "million-users",
  measure: () => {
    const result = capacityFor(inputs)
    const { usual } = inputs.model
    const of = (name: string, unit: string, value: number, options?: FigureOptions): Figure =>
      figure(`a million customers: ${name}`, unit, [value], options)
    return Promise.resolve([
      of("messages", "per second", result.messages),
      of("misses", "per second", result.misses),
      of("cores busy", "cores", result.cores),
      of("tasks that the cores ask for", "tasks", result.tasksForCores),
      of("tasks that the sockets ask for", "tasks", result.tasksForSockets),
      of("tasks", "tasks", result.tasks),
      of("Redis shards", "shards", result.shards),
      of("requests to the model", "per minute", result.requestsPerMinute, {
        note: `a usual quota is ${usual.requestsPerMinute.toLocaleString("en-US")}; ${usual.source}`,
      }),
      of("tokens to the model", "per minute", result.tokensPerMinute, {
        note: `an output token counts five times; a usual quota is ${usual.tokensPerMinute.toLocaleString("en-US")}`,
      }),
      of("table writes", "units per second", result.writeUnits),
      of("table reads", "units per second", result.readUnits),
      of("1,000 chats, model", "dollars", result.perThousand.model),
      of("1,000 chats, model, if nothing were cached", "dollars", result.withoutCache),
      of("1,000 chats, tasks", "dollars", result.perThousand.tasks),
      of("1,000 chats, table", "dollars", result.perThousand.table, { note: inputs.prices.source }),
    ])
  },
}
