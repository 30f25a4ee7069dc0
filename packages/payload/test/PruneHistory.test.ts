import { assert, describe, it } from "@effect/vitest"
import * as fc from "fast-check"
import { pruneHistory, type Exchange, type PrunedHistory } from "../src/index.ts"

const exchange = (n: number): Exchange => ({
  user: `Question ${n}? And more of it.`,
  assistant: `Answer ${n}. With details nobody needs later.`,
})
const history = (count: number) => Array.from({ length: count }, (_, index) => exchange(index + 1))
const chars = (pruned: PrunedHistory<Exchange>) =>
  pruned.summary.length +
  pruned.turns.reduce((sum, turn) => sum + turn.user.length + turn.assistant.length, 0)

const turns = fc.array(
  fc.record({
    user: fc.string({ unit: "binary", maxLength: 300 }),
    assistant: fc.string({ unit: "binary", maxLength: 300 }),
  }),
  { maxLength: 30 },
)

describe("pruneHistory", () => {
  it("leaves a short history alone", () => {
    assert.deepStrictEqual(pruneHistory(history(5)), { summary: "", turns: history(5) })
    assert.deepStrictEqual(pruneHistory([]), { summary: "", turns: [] })
  })

  it("keeps the last five and opens the others in order", () => {
    const pruned = pruneHistory(history(7))
    assert.deepStrictEqual(pruned.turns, history(7).slice(2))
    assert.strictEqual(pruned.summary, "Question 1? → Answer 1.\nQuestion 2? → Answer 2.")
  })

  it("cuts sentences in Japanese too", () => {
    const old = { user: "送料はいくら？急いでいます。", assistant: "無料です。翌日に届きます。" }
    assert.strictEqual(pruneHistory([old, ...history(5)]).summary, "送料はいくら？ → 無料です。")
  })

  it("prefers the newest of what was cut when the summary is full", () => {
    const pruned = pruneHistory(history(200), { summaryChars: 60 })
    assert.strictEqual(pruned.summary, "Question 194? → Answer 194.\nQuestion 195? → Answer 195.")
  })

  it("drops even the newest exchange, whole, when it alone is over the cap", () => {
    const long = { user: "x".repeat(1_000), assistant: "y".repeat(1_000) }
    const pruned = pruneHistory([exchange(1), long], { maxChars: 200 })
    assert.deepStrictEqual(pruned.turns, [])
    assert.isAtMost(pruned.summary.length, 50)
    assert.isTrue(pruned.summary.startsWith("xxx"))
  })

  it("holds the cap, splits nothing, keeps a suffix, and says the same twice", () => {
    const options = fc.record({
      keep: fc.nat(8),
      maxChars: fc.oneof(fc.nat(2_000), fc.constant(undefined)),
      summaryChars: fc.nat(800),
    })
    fc.assert(
      fc.property(turns, options, (all, chosen) => {
        const pruned = pruneHistory(all, chosen)
        assert.isAtMost(chars(pruned), chosen.maxChars ?? Number.POSITIVE_INFINITY)
        assert.isAtMost(pruned.turns.length, chosen.keep)
        assert.isAtMost(pruned.summary.length, chosen.summaryChars)
        assert.deepStrictEqual(pruned.turns, all.slice(all.length - pruned.turns.length))
        assert.deepStrictEqual(pruneHistory(all, chosen), pruned)
      }),
      { numRuns: 500 },
    )
  })

  it("never makes a lone surrogate", () => {
    const emoji = fc.string({ unit: fc.constantFrom("😀", "a", "\u{29E3D}"), maxLength: 200 })
    fc.assert(
      fc.property(emoji, fc.integer({ min: 0, max: 150 }), (text, summaryChars) => {
        const pruned = pruneHistory([{ user: text, assistant: text }], { keep: 0, summaryChars })
        assert.isTrue(pruned.summary.isWellFormed())
      }),
    )
  })
})
