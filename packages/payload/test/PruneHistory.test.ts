import { assert, describe, it } from "@effect/vitest"
import * as fc from "fast-check"
import { estimateTokens, type Exchange, type PrunedHistory, pruneHistory } from "../src/index.ts"

const exchange = (n: number): Exchange => ({
  user: `Question ${n}? And more of it.`,
  assistant: `Answer ${n}. With details nobody needs later.`,
})
const history = (count: number) => Array.from({ length: count }, (_, index) => exchange(index + 1))
const tokens = (pruned: PrunedHistory<Exchange>) =>
  [pruned.summary, ...pruned.turns.flatMap((turn) => [turn.user, turn.assistant])].reduce(
    (sum, text) => sum + estimateTokens(text).most,
    0,
  )

const turns = fc.array(
  fc.record({
    user: fc.string({ unit: "binary", maxLength: 300 }),
    assistant: fc.string({ unit: "binary", maxLength: 300 }),
  }),
  { maxLength: 40 },
)
const options = fc.record({
  keep: fc.nat(8),
  block: fc.integer({ min: 1, max: 6 }),
  offset: fc.nat(30),
  maxTokens: fc.oneof(fc.nat(3_000), fc.constant(undefined)),
  summaryTokens: fc.nat(400),
  known: fc.option(fc.record({ text: fc.string({ maxLength: 900 }), covers: fc.nat(40) }), {
    nil: undefined,
  }),
})

describe("pruneHistory", () => {
  it("leaves a short history alone", () => {
    assert.deepStrictEqual(pruneHistory(history(9)), { summary: "", turns: history(9), cut: 0 })
    assert.deepStrictEqual(pruneHistory([]), { summary: "", turns: [], cut: 0 })
  })

  it("cuts five at a time, so that five to nine stay and the first of them stays the same", () => {
    const cuts = Array.from({ length: 20 }, (_, index) => pruneHistory(history(index + 1)).cut)
    assert.deepStrictEqual(cuts, [
      ...Array(9).fill(0),
      ...Array(5).fill(5),
      ...Array(5).fill(10),
      15,
    ])
  })

  it("keeps exactly the last ones where blocks are of one", () => {
    const pruned = pruneHistory(history(7), { block: 1 })
    assert.deepStrictEqual(pruned.turns, history(7).slice(2))
    assert.strictEqual(pruned.summary, "Question 1? → Answer 1.\nQuestion 2? → Answer 2.")
  })

  it("says the same whether older exchanges are still at hand or not", () => {
    const whole = pruneHistory(history(43))
    assert.deepStrictEqual(pruneHistory(history(43).slice(23), { offset: 23 }), whole)
    assert.strictEqual(whole.cut, 35)
  })

  it("puts a known summary in front, and adds only what it does not cover", () => {
    const known = { text: "Likes pirates.", covers: 5 }
    assert.strictEqual(pruneHistory(history(10), { known }).summary, "Likes pirates.")
    const later = pruneHistory(history(15), { known }).summary
    assert.isTrue(later.startsWith("Likes pirates.\nQuestion 6?"), later)
    assert.isTrue(later.endsWith("Answer 10."), later)
    assert.strictEqual(pruneHistory(history(3), { known }).summary, "", "nothing was cut")
  })

  it("cuts sentences in Japanese too", () => {
    const old = { user: "送料はいくら？急いでいます。", assistant: "無料です。翌日に届きます。" }
    const { summary } = pruneHistory([old, ...history(5)], { block: 1 })
    assert.strictEqual(summary, "送料はいくら？ → 無料です。")
  })

  it("prefers the newest of what was cut when the summary is full", () => {
    const { summary } = pruneHistory(history(200), { summaryTokens: 30, block: 1 })
    assert.isTrue(summary.endsWith("Question 195? → Answer 195."), summary)
    assert.isAtMost(estimateTokens(summary).most, 30)
  })

  it("drops even the newest exchange, whole, when it alone is over the cap", () => {
    const long = { user: "x ".repeat(1_000), assistant: "y ".repeat(1_000) }
    const pruned = pruneHistory([exchange(1), long], { maxTokens: 100 })
    assert.deepStrictEqual(pruned.turns, [])
    assert.isTrue(pruned.summary.includes("x x"), pruned.summary)
    assert.isAtMost(tokens(pruned), 100)
  })

  it("takes a session of 400 KB with broken surrogates and empty turns", () => {
    const odd = { user: "\uD83D".repeat(9_000), assistant: "" }
    const all = Array.from({ length: 25 }, (_, index) =>
      index % 3 === 0 ? odd : { user: "", assistant: "本".repeat(12_000) },
    )
    const pruned = pruneHistory(all, { maxTokens: 6_000 })
    assert.isAtMost(tokens(pruned), 6_000)
    assert.deepStrictEqual(pruned, pruneHistory(all, { maxTokens: 6_000 }))
  })

  it("holds the cap, splits nothing, keeps a suffix, and says the same twice", () => {
    fc.assert(
      fc.property(turns, options, (all, chosen) => {
        const pruned = pruneHistory(all, chosen)
        assert.isAtMost(tokens(pruned), chosen.maxTokens ?? Number.POSITIVE_INFINITY)
        assert.isBelow(pruned.turns.length, chosen.keep + chosen.block)
        assert.isAtMost(estimateTokens(pruned.summary).most, chosen.summaryTokens + 1)
        assert.deepStrictEqual(pruned.turns, all.slice(all.length - pruned.turns.length))
        assert.strictEqual(pruned.cut + pruned.turns.length, chosen.offset + all.length)
        if (chosen.maxTokens === undefined) {
          assert.isAtLeast(pruned.turns.length, Math.min(chosen.keep, all.length))
        }
        assert.deepStrictEqual(pruneHistory(all, chosen), pruned)
      }),
      { numRuns: 500 },
    )
  })

  it("keeps the prefix between consecutive turns except at block edges", () => {
    fc.assert(
      fc.property(turns, options, (all, chosen) => {
        let before: PrunedHistory<Exchange> | undefined
        for (let length = 1; length <= all.length; length += 1) {
          const now = pruneHistory(all.slice(0, length), { ...chosen, known: undefined, offset: 0 })
          if (before !== undefined && now.cut === before.cut) {
            assert.deepStrictEqual(now.turns.slice(0, before.turns.length), before.turns)
            assert.strictEqual(now.summary, before.summary)
          } else if (before !== undefined) {
            assert.isAbove(now.cut, before.cut, "what was cut never comes back")
            // Off an edge only where not even the newest block fits.
            const blockStart = Math.floor((length - 1) / chosen.block) * chosen.block
            if (now.cut % chosen.block !== 0) assert.isAbove(now.cut, blockStart)
          }
          before = now
        }
      }),
      { numRuns: 200 },
    )
  })

  it("never makes a lone surrogate", () => {
    const emoji = fc.string({ unit: fc.constantFrom("😀", "a", "\u{29E3D}"), maxLength: 200 })
    fc.assert(
      fc.property(emoji, fc.integer({ min: 0, max: 150 }), (text, summaryTokens) => {
        const pruned = pruneHistory([{ user: text, assistant: text }], {
          keep: 0,
          block: 1,
          summaryTokens,
          known: { text, covers: 0 },
        })
        assert.isTrue(pruned.summary.isWellFormed())
      }),
    )
  })
})
