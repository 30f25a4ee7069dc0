/**
 * What an answer costs so far, by the emulator's estimates until the model itself says it at the end. The service's
 * counters always hold the same.
 */
import type { Part } from "../answers/Part.ts"
import type { InputUsage } from "../answers/PromptCache.ts"
import type { ServiceCounters } from "../service/Service.ts"

/** As Converse and the stream's `metadata` report it. */
const usageOf = (input: InputUsage, outputTokens: number) => {
  const { cacheReadTokens, cacheWriteTokens, inputTokens, written } = input
  return {
    inputTokens,
    outputTokens,
    totalTokens: inputTokens + outputTokens + cacheReadTokens + cacheWriteTokens,
    cacheReadInputTokens: cacheReadTokens,
    cacheWriteInputTokens: cacheWriteTokens,
    ...(written.length > 0 && { cacheDetails: written }),
  }
}

const totalOf = ({ cacheReadTokens, cacheWriteTokens, inputTokens }: InputUsage): number =>
  inputTokens + cacheReadTokens + cacheWriteTokens

export type Cost = ReturnType<typeof makeCost>

export const makeCost = (estimated: InputUsage, counters: ServiceCounters) => {
  let input = estimated
  let output = 0
  counters.inputTokens += totalOf(input)
  const count = (tokens: number) => {
    output += tokens
    counters.outputTokens += tokens
  }
  return {
    count,
    end: ({ modelTokens = 0, stopReason, usage }: Extract<Part, { type: "end" }>): void => {
      // What a guardrail says in the model's place is free.
      if (stopReason === "guardrail_intervened") count(modelTokens - output)
      if (usage === undefined) return
      const { outputTokens, ...read } = usage
      counters.inputTokens -= totalOf(input)
      input = { ...read, cacheWriteTokens: 0, written: [] }
      counters.inputTokens += totalOf(input)
      count(outputTokens - output)
    },
    usage: () => usageOf(input, output),
  }
}
