import {
  BedrockChat,
  BedrockEmbeddings,
  BedrockError,
  RedisConnection,
} from "@manga-assist/connections"
import { assert, it } from "@effect/vitest"
import { Context, Effect, Layer, Logger } from "effect"
import { TestClock } from "effect/testing"
import { ModelLoad } from "../src/model/ModelLoad.ts"

const request = {
  modelId: "jp.small",
  system: [],
  messages: [],
  inferenceConfig: { maxTokens: 1 },
  firstEventMs: 1,
  gapMs: 1,
}

/** Models that refuse every call, and what the log and the operators are told of it. */
const refusing = Effect.fnUntraced(function* (reason: BedrockError["reason"]) {
  const said: Array<string> = []
  const refused = Effect.fail(new BedrockError({ reason, detail: "ThrottlingException" }))
  const context = yield* Layer.build(
    ModelLoad.layer.pipe(
      Layer.provide([
        Layer.mock(BedrockChat, { converse: () => refused }),
        Layer.mock(BedrockEmbeddings, { embed: () => refused }),
        Layer.mock(RedisConnection, { configured: false }),
      ]),
    ),
  )
  const heard = Effect.provide(
    Logger.layer([Logger.make(({ message }) => void said.push(String(message)))]),
  )
  const answer = Context.get(context, BedrockChat).converse(request, { onText: () => {} })
  const vector = Context.get(context, BedrockEmbeddings).embed("", {
    modelId: request.modelId,
    dimensions: 256,
    deadlineMs: 1,
  })
  const calls = {
    answer: heard(Effect.ignore(answer)),
    vector: heard(Effect.ignore(vector)),
  }
  return { calls, load: Context.get(context, ModelLoad), said }
})

it.effect.each([
  ["throttled", "answer"],
  ["access-denied", "answer"],
  ["throttled", "vector"],
  ["access-denied", "vector"],
] as const)(
  "what the model refuses is in the log once a minute, and told to operators: %s, %s",
  ([reason, wanted]) =>
    Effect.gen(function* () {
      const { calls, load, said } = yield* refusing(reason)
      const call = calls[wanted]
      assert.isUndefined(load.trouble())
      for (let asked = 0; asked < 50; asked += 1) yield* call
      assert.lengthOf(said, 1)
      assert.match(said[0] ?? "", /^the model refused a call, jp\.small: .*ThrottlingException/u)
      assert.include(load.trouble() ?? "", "jp.small")
      yield* TestClock.adjust(60_000)
      assert.isUndefined(load.trouble())
      yield* call
      assert.match(said[1] ?? "", /; 49 more since$/u)
      const counted = reason === "throttled" ? "refused" : "denied"
      assert.deepInclude(load.counters(), { running: 0, [counted]: 51 })
    }),
)

it.effect("what is late or cut off is no refusal", () =>
  Effect.gen(function* () {
    const { calls, load, said } = yield* refusing("first-token-timeout")
    yield* calls.answer
    yield* calls.vector
    assert.lengthOf(said, 0)
    assert.isUndefined(load.trouble())
  }),
)
