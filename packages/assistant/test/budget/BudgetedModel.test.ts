/** Calls of the models within a budget: which are sent, for whom they count, and what one that ended counts as. */
import { assert, describe, it } from "@effect/vitest"
import {
  BedrockChat,
  BedrockEmbeddings,
  BedrockError,
  type ConverseOutcome,
  type ConverseRequest,
  RedisConnection,
  TransportError,
} from "@manga-assist/connections"
import { estimateTokens } from "@manga-assist/payload"
import { ConfigProvider, Context, Effect, Fiber, Layer } from "effect"
import { TestClock } from "effect/testing"
import { layerModelBudget } from "../../src/budget/BudgetedModel.ts"
import { ModelBudget } from "../../src/budget/ModelBudget.ts"
import { Spender } from "../../src/budget/Spender.ts"
import { prices, simple, usageOf } from "./instances.ts"

const brief = "Be brief."
const question = "Which volume of One Piece is the newest?"
const request: ConverseRequest = {
  modelId: simple,
  system: [{ text: brief }],
  messages: [{ role: "user", content: [{ text: question }] }],
  inferenceConfig: { maxTokens: 700 },
  firstEventMs: 1_000,
  gapMs: 1_000,
}
/** The estimate of its prompt at most, and its longest answer. */
const reserved = estimateTokens(brief).most + estimateTokens(question).most + 700

type Answer = Effect.Effect<ConverseOutcome, BedrockError>

/** `answers` in turn; `says`: text before them. */
const models = (
  environment: Readonly<Record<string, string>>,
  answers: ReadonlyArray<Answer>,
  says = "",
  sentAgain = 0,
) => {
  const seen = { calls: 0, embeddings: 0 }
  const chat = BedrockChat.of({
    converse: (_request, { onSentAgain, onText }) =>
      Effect.suspend(() => {
        if (sentAgain > 0) onSentAgain?.()
        if (says !== "") onText(says)
        return answers[seen.calls++] ?? Effect.die("asked too often")
      }),
  })
  const embeddings = BedrockEmbeddings.of({
    embed: () =>
      Effect.sync(() => {
        seen.embeddings += 1
        return [1]
      }),
  })
  const layer = layerModelBudget(prices).pipe(
    Layer.provideMerge(RedisConnection.layerOptional),
    Layer.provide([Layer.succeed(BedrockChat, chat), Layer.succeed(BedrockEmbeddings, embeddings)]),
    Layer.provide(ConfigProvider.layer(ConfigProvider.fromUnknown(environment))),
  )
  return { seen, layer }
}

const ask = Effect.flatMap(BedrockChat, (chat) =>
  chat.converse(request, { onText: () => undefined }),
)
const spent = Effect.map(ModelBudget, (budget) => budget.state().spent.customer.tokens)
const told = (inputTokens: number, outputTokens: number): Answer =>
  Effect.succeed({ stopReason: "end_turn", text: "", usage: usageOf(inputTokens, outputTokens) })
const fails = (reason: BedrockError["reason"], cause?: unknown): Answer =>
  Effect.fail(new BedrockError({ reason, detail: "", cause }))

const counts = (name: string, answer: Answer, tokens: number, says = "") =>
  it.effect(`counts as ${tokens} tokens ${name}`, () =>
    Effect.gen(function* () {
      yield* Effect.exit(ask)
      assert.strictEqual(yield* spent, tokens)
    }).pipe(Effect.provide(models({}, [answer], says).layer)),
  )

describe("a call", () => {
  counts("as it was told", told(100, 20), 120)
  counts("that was told more than it reserved", told(2_000, 700), 2_700)
  counts("that was told nothing", Effect.succeed({ stopReason: "end_turn", text: "" }), reserved)
  counts("that broke off", fails("truncated"), reserved)
  counts("that came late", fails("first-token-timeout"), reserved)
  counts(
    "whose connection broke",
    fails("connection", new TransportError("session-lost", "")),
    reserved,
  )
  counts(
    "that found no connection",
    fails("connection", new TransportError("connect-failed", "")),
    0,
  )
  counts("that Bedrock throttled", fails("throttled"), 0)
  counts("that Bedrock did not take", fails("unavailable"), 0)
  counts("that was throttled after its first words", fails("throttled"), reserved, "One")

  it.effect("that was sent twice counts as what both may have spent", () => {
    const { layer } = models({}, [told(100, 20)], "", 1)
    return Effect.gen(function* () {
      yield* ask
      assert.strictEqual(yield* spent, reserved + 120)
    }).pipe(Effect.provide(layer))
  })

  it.effect("that is left counts as all it may have spent, also while it runs", () => {
    const { layer } = models({ MODEL_TOKENS_PER_HOUR: "10000" }, [Effect.never])
    return Effect.gen(function* () {
      const fiber = yield* Effect.forkChild(ask, { startImmediately: true })
      assert.strictEqual((yield* ModelBudget).state().pots[0]?.used, reserved)
      yield* Fiber.interrupt(fiber)
      assert.strictEqual(yield* spent, reserved)
    }).pipe(Effect.provide(layer))
  })

  it.effect("that does not fit is not sent, and says when it may be asked again", () => {
    const { layer, seen } = models({ MODEL_TOKENS_PER_HOUR: "1000" }, [told(100, 200)])
    return Effect.gen(function* () {
      yield* TestClock.adjust(600_000)
      yield* ask
      const error = yield* Effect.flip(ask)
      assert.deepInclude(error, { reason: "throttled", retryAfterMs: 3_000_000 })
      assert.strictEqual(seen.calls, 1)
      const { customer } = (yield* ModelBudget).state().spent
      assert.deepInclude(customer, { tokens: 300, refused: 1 })
    }).pipe(Effect.provide(layer))
  })

  it.effect("is on the account of whoever asks", () => {
    const { layer } = models({}, [told(100, 20), told(10, 2)])
    return Effect.gen(function* () {
      yield* Effect.provideService(ask, Spender, { class: "audit" })
      yield* Effect.provideService(ask, Spender, { class: "worker" })
      const { audit, customer, worker } = (yield* ModelBudget).state().spent
      assert.deepEqual([customer.tokens, worker.tokens, audit.tokens], [0, 12, 120])
    }).pipe(Effect.provide(layer))
  })
})

describe("embeddings", () => {
  it.effect("are counted, and made whatever is left", () => {
    const { layer, seen } = models({ MODEL_TOKENS_PER_HOUR: "30" }, [])
    return Effect.gen(function* () {
      const { embed } = yield* BedrockEmbeddings
      const options = { modelId: "amazon.titan-embed-text-v2:0", dimensions: 256, deadlineMs: 100 }
      for (let made = 0; made < 5; made += 1) yield* embed("stories about pirates", options)
      assert.strictEqual(seen.embeddings, 5)
      assert.isAbove((yield* ModelBudget).state().pots[0]?.used ?? 0, 15)
    }).pipe(Effect.provide(layer))
  })
})

describe("prices", () => {
  it.effect("are needed of each chat model where dollars are limited", () =>
    Effect.gen(function* () {
      const { layer } = models(
        { MODEL_DOLLARS_PER_HOUR: "5", BEDROCK_MODEL_SIMPLE: "amazon.nova-lite-v1:0" },
        [],
      )
      const error = yield* Effect.flip(Effect.scoped(Layer.build(layer)))
      assert.include(String(error), "MODEL_DOLLARS_PER_HOUR")
      assert.include(String(error), "a price of each chat model")
      assert.include(String(error), "nova-lite")
    }),
  )

  it.effect("of an application inference profile are those of its model", () => {
    const profile =
      "arn:aws:bedrock:ap-northeast-1:123456789012:application-inference-profile/abc123def456"
    const { layer } = models(
      {
        MODEL_DOLLARS_PER_HOUR: "5",
        BEDROCK_MODEL_SIMPLE: profile,
        BEDROCK_MODEL_SIMPLE_BASE: simple,
      },
      [told(1_000, 100)],
    )
    return Effect.gen(function* () {
      const chat = yield* BedrockChat
      yield* chat.converse({ ...request, modelId: profile }, { onText: () => undefined })
      const { pots, spent } = (yield* ModelBudget).state()
      assert.strictEqual(pots[0]?.used, 1_000 * 1.1 + 100 * 5.5)
      assert.strictEqual(spent.customer.money, 1_000 * 1.1 + 100 * 5.5)
    }).pipe(Effect.provide(layer))
  })
})

it("the budget is off where nobody provides one", () => {
  assert.deepEqual(Context.get(Context.empty(), ModelBudget).state().pots, [])
})
