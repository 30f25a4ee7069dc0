import { expect, it } from "vitest"
import { turnCost } from "../src/messages/TurnCost.ts"

const haiku = "jp.anthropic.claude-haiku-4-5-20251001-v1:0"
const usage = (
  inputTokens: number,
  outputTokens: number,
  cacheReadTokens = 0,
  cacheWriteTokens = 0,
) => ({
  inputTokens,
  outputTokens,
  cacheReadTokens,
  cacheWriteTokens,
})
const model = { source: "model" as const, model: haiku, timeline: [] }

it("prices a call of the model by the list, and what its kept prompt saved", () => {
  expect(turnCost({ ...model, usage: usage(1_000, 100) })).toEqual({
    currency: "USD",
    amount: 0.00165,
    saved: 0,
  })
  // 900 read at a tenth of 1.1 a million.
  expect(turnCost({ ...model, usage: usage(100, 100, 900) })).toEqual({
    currency: "USD",
    amount: 0.000759,
    saved: 0.000891,
  })
  // Who writes the prompt's beginning pays more, and saves nothing yet.
  expect(turnCost({ ...model, usage: usage(100, 0, 0, 900) })).toMatchObject({ saved: 0 })
})

it("is nothing for a kept answer, and saves what that took once", () => {
  const hit = { ...model, source: "canonical" as const }
  expect(turnCost({ ...hit, savedUsage: usage(100, 100, 900) })).toEqual({
    currency: "USD",
    amount: 0,
    saved: 0.00165,
  })
  expect(turnCost(hit)).toEqual({ currency: "USD", amount: 0 })
})

it("is absent where it is not known", () => {
  expect(turnCost(model)).toBeUndefined()
  expect(turnCost({ ...model, model: "somebody.new", usage: usage(1, 1) })).toBeUndefined()
  expect(turnCost({ source: "catalogue", timeline: [] })).toBeUndefined()
  const given = { stage: "model", startMs: 0, endMs: 9, outcome: "first-token-timeout" }
  expect(turnCost({ ...model, source: "stale", timeline: [given] })).toBeUndefined()
})
