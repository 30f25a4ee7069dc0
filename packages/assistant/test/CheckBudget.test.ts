/** What checks of answers may spend, and that they leave a model alone that refused. */
import { assert, it } from "@effect/vitest"
import { BedrockChat, BedrockError } from "@manga-assist/connections"
import { Effect } from "effect"
import { TestClock } from "effect/testing"
import { makeCheckBudget } from "../src/answers/audit/CheckBudget.ts"

const request = {
  modelId: "m",
  system: [],
  messages: [],
  inferenceConfig: { maxTokens: 100 },
  firstEventMs: 1_000,
  gapMs: 1_000,
}
const listener = { onText: () => {} }

it.effect("leaves the model alone for a minute after it refused, wherever the clock is set", () =>
  Effect.gen(function* () {
    yield* TestClock.adjust("2 hours")
    let asked = 0
    const refused = new BedrockError({ reason: "throttled", detail: "too many" })
    const { chat } = makeCheckBudget(
      BedrockChat.of({
        converse: () =>
          Effect.suspend(() => {
            asked += 1
            return Effect.fail(refused)
          }),
      }),
      1_000_000,
    )
    const ask = Effect.flip(chat.converse(request, listener))
    assert.strictEqual((yield* ask).reason, "throttled")
    yield* TestClock.adjust("59 seconds")
    assert.strictEqual((yield* ask).reason, "aborted")
    yield* TestClock.setTime(3_600_000)
    yield* TestClock.adjust("1 second")
    assert.strictEqual((yield* ask).reason, "throttled")
    assert.strictEqual(asked, 2)
  }),
)
