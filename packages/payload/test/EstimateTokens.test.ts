import { assert, describe, it } from "@effect/vitest"
import * as fc from "fast-check"
import { estimateTokens, promptCacheMinimum } from "../src/index.ts"

/** Counted with the tokenizer that Anthropic published for Claude 2 (`@anthropic-ai/tokenizer` 0.0.4). */
const counted: ReadonlyArray<readonly [string, number]> = [
  [
    "Volume 12 of Blue Lock is ¥572 as a paperback, and three copies are left. Shall I put one aside for you?",
    28,
  ],
  [
    "A young man leaves his village to find the truth about his father, and meets a crew of pirates who are not what they seem.",
    27,
  ],
  ["ブルーロックの12巻は紙の本で572円、在庫は残り3冊です。お取り置きしましょうか？", 44],
  [
    "少年は父の真実を探して村を出て、見かけとは違う海賊たちと出会う。静かな語り口で描かれる長い旅の物語。",
    59,
  ],
  [
    '{"id":"blue-lock-v12-paperback","title":"Blue Lock","japanese":"ブルーロック","volume":12,"price":572,"currency":"JPY","inStock":true,"releaseDate":"2021-01-15","genres":["sports","drama"]}',
    61,
  ],
]

describe("estimateTokens", () => {
  it("bounds what a real tokenizer counts, and is near it", () => {
    for (const [text, tokens] of counted) {
      const { least, likely, most } = estimateTokens(text)
      assert.isAtMost(least, tokens, text)
      assert.isAtLeast(most, tokens, text)
      assert.isAtMost(Math.abs(likely - tokens) / tokens, 0.25, text)
    }
  })

  it("costs nothing for nothing, and never less for more", () => {
    assert.deepStrictEqual(estimateTokens(""), { least: 0, likely: 0, most: 0 })
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.string({ unit: "binary" }), (a, b) => {
        assert.isAtLeast(estimateTokens(a + b).most, estimateTokens(a).most)
        const { least, likely, most } = estimateTokens(a)
        assert.isTrue(least <= likely && likely <= most)
      }),
    )
  })
})

describe("promptCacheMinimum", () => {
  it("knows a model under any prefix, and none that is not listed", () => {
    const haiku = "anthropic.claude-haiku-4-5-20251001-v1:0"
    assert.strictEqual(promptCacheMinimum(`jp.${haiku}`), 4_096)
    assert.strictEqual(
      promptCacheMinimum(`arn:aws:bedrock:ap-northeast-1:1:inference-profile/jp.${haiku}`),
      4_096,
    )
    assert.strictEqual(promptCacheMinimum("jp.anthropic.claude-sonnet-4-5-20250929-v1:0"), 1_024)
    assert.strictEqual(promptCacheMinimum("jp.anthropic.claude-sonnet-4-6"), 2_048)
    assert.strictEqual(promptCacheMinimum("anthropic.claude-3-haiku-20240307-v1:0"), undefined)
  })
})
