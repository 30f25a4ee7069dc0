/**
 * Everything that `pnpm start` starts, with a budget of the models for a few answers: customers are answered by a model
 * until it is spent, and by the store afterwards; what the models' service counted is never more than the budget did.
 * Models are asked by application inference profiles, as on AWS.
 *
 * Each try has a whole of its own, whose budgets are untouched: also one that follows a try which a full hour cut in two.
 */
import { afterEach, beforeEach, expect, it } from "vitest"
import { connect } from "./ChatClient.ts"
import { patient, type RunningStack, startStack } from "./RunningStack.ts"

const limit = 100_000
const complex = "jp.anthropic.claude-sonnet-4-5-20250929-v1:0"
const simple = "jp.anthropic.claude-haiku-4-5-20251001-v1:0"
const embedding = "amazon.titan-embed-text-v2:0"
/** The emulated Bedrock knows a profile by the model that it was copied from. */
const profileOf = (model: string) =>
  `arn:aws:bedrock:ap-northeast-1:123456789012:application-inference-profile/${model}`

let stack: RunningStack
beforeEach(async () => {
  stack = await startStack(["--latency", "none"], {
    ...patient,
    MODEL_TOKENS_PER_HOUR: `${limit}`,
    MODEL_DOLLARS_PER_HOUR: "100",
    CUSTOMER_TOKENS_PER_HOUR: "12000",
    BEDROCK_MODEL_COMPLEX: profileOf(complex),
    BEDROCK_MODEL_COMPLEX_BASE: complex,
    BEDROCK_MODEL_SIMPLE: profileOf(simple),
    BEDROCK_MODEL_SIMPLE_BASE: simple,
    BEDROCK_EMBEDDING_MODEL: profileOf(embedding),
    BEDROCK_EMBEDDING_MODEL_BASE: embedding,
  })
})
afterEach(async () => {
  expect(await stack.stop()).toBe(0)
})

interface Told {
  readonly modelBudget: {
    readonly budgets: ReadonlyArray<{ readonly limit: number; readonly counted: number }>
    readonly spentHere: Readonly<Record<string, { readonly refused: number }>>
  }
}
const told = async () => {
  const reply = await fetch(`${stack.operator}/machine/state`)
  return ((await reply.json()) as Told).modelBudget
}

/** Of this turn's answer: who gave it, and what it went without. */
const answered = async (user: string) => {
  const client = await connect(stack.url, { user, session: `${user}-${crypto.randomUUID()}` })
  const { last } = await client.ask("Recommend something for me")
  client.close()
  const { degraded = [], reason, source } = last
  return { degraded: degraded as ReadonlyArray<string>, reason, source, type: last.type }
}

const untilRefused = async (users: (index: number) => string, code: string) => {
  for (let index = 0; index < 60; index += 1) {
    const answer = await answered(users(index))
    if (answer.degraded.includes(code)) return { ...answer, before: index }
    expect(answer).toMatchObject({ type: "turn-end" })
  }
  throw new Error(`no turn said ${code}`)
}

it("a customer's own budget ends before the hour's, and the store answers", async () => {
  const refused = await untilRefused(() => "demo-01", "customer-budget")
  expect(refused.before).toBeGreaterThan(0)
  expect(refused.source).toBe("catalogue")
  expect(refused.reason).toContain("as much as one customer may in this hour")
  expect(await answered("demo-02")).toMatchObject({ source: "model", degraded: [] })
})

it("the hour's budget ends for all, and is never exceeded", async () => {
  const refused = await untilRefused(
    (index) => `demo-${String((index % 18) + 3).padStart(2, "0")}`,
    "model-budget",
  )
  expect(refused.source).toBe("catalogue")
  expect(refused.reason).toContain("as much as they may in this hour")
  const { budgets, spentHere } = await told()
  const [hour] = budgets
  expect(hour?.counted).toBeLessThanOrEqual(1.02 * limit)
  expect(spentHere["customer"]?.refused).toBeGreaterThan(0)
  const stats = (await (await fetch(`${stack.admin}/stats`)).json()) as {
    readonly bedrock: { readonly inputTokens: number; readonly outputTokens: number }
  }
  expect(stats.bedrock.inputTokens + stats.bedrock.outputTokens).toBeLessThanOrEqual(
    hour?.counted ?? 0,
  )
  const metrics = await (await fetch(`${stack.operator}/metrics`)).text()
  expect(metrics).toContain(`manga_assist_model_budget_limit{budget="tokens"} ${limit}`)
  expect(metrics).toMatch(/manga_assist_degraded_total\{code="model-budget"\} [1-9]/)
})
