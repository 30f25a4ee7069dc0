/** Questions whose answer is paid for and of no use, pass after pass. Time by TestClock. */
import { products } from "@manga-assist/catalogue"
import { BedrockError } from "@manga-assist/connections"
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { TestClock } from "effect/testing"
import { all, answer, minute, schedule, setting, usage } from "./fixtures/passSetting.ts"

const trending = 2

const useless = [
  [
    "stopped by the guardrail",
    Effect.succeed({ stopReason: "guardrail_intervened", text: "", usage } as const),
  ],
  ["at its limit", Effect.succeed({ stopReason: "max_tokens", text: "An", usage } as const)],
  ["broken off", Effect.fail(new BedrockError({ reason: "truncated", detail: "scripted" }))],
] as const

describe("an answer of no use", () => {
  it.effect.each(useless)("%s is asked for again later and later, for an hour", ([, says]) =>
    Effect.gen(function* () {
      let isMended = false
      const { asked, prices, start } = yield* setting({
        schedule: schedule({ concurrency: 1, tokensPerHour: 10_000_000 }),
        converse: (call) => (call <= trending || !isMended ? says : Effect.succeed(answer)),
      })
      const worker = yield* start
      const pass = worker.pass({ pattern: "trending" })
      const first = yield* pass
      assert.deepInclude(first, { written: 0, failed: trending })
      let spent = first.tokens
      for (let at = 20_000; at <= 60 * minute; at += 20_000) {
        yield* TestClock.adjust(20_000)
        const report = yield* pass
        spent += report.tokens
        const { failed, leftOut } = report
        assert.strictEqual(failed + (leftOut["failed-before"] ?? 0), trending)
      }
      // 30 s, doubled each time: seven times in an hour instead of 180.
      assert.lengthOf(asked, 7 * trending)
      assert.isAtMost(spent, 7 * first.tokens)
      // Another prompt may fare better.
      for (const { id } of products()) prices.set(id, 9_999)
      isMended = true
      assert.deepInclude(yield* pass, { written: trending, leftOut: {} })
    }).pipe(Effect.scoped),
  )

  it.effect("keeps no other question from being asked, and is not told of in each pass", () =>
    Effect.gen(function* () {
      const { start } = yield* setting({
        converse: (call) => (call === 1 ? useless[0][1] : Effect.succeed(answer)),
      })
      const worker = yield* start
      assert.deepInclude(yield* worker.pass({}), { written: all - 1, failed: 1 })
      assert.deepInclude(yield* worker.pass({}), { written: 0, leftOut: { "failed-before": 1 } })
      yield* TestClock.adjust(30_000)
      assert.deepInclude(yield* worker.pass({}), { written: 1, leftOut: {} })
    }).pipe(Effect.scoped),
  )
})
