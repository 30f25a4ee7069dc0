import { assert, describe, it } from "@effect/vitest"
import { Effect, Option } from "effect"
import * as fc from "fast-check"
import { demoSession } from "../scripts/DemoSessions.ts"
import type { PastTurn } from "../src/conversation/Conversation.ts"
import { turnAttributes, turnOf } from "../src/conversation/TurnItem.ts"

const item = (turn: PastTurn) => ({
  pk: "SESSION#s",
  sk: "TURN#1",
  owner: "demo-01",
  ttl: 1,
  ...Effect.runSync(turnAttributes(turn)),
})
const read = (value: Record<string, unknown>, owner = "demo-01") =>
  Option.getOrUndefined(Effect.runSync(turnOf(value, owner)))
const [turn] = demoSession("ja", 1_000, 1)
const long = { ...turn!, answer: "全巻セットはいかがでしょうか。".repeat(60) }

describe("a turn as an item", () => {
  it("comes back as it was, short or long", async () => {
    const text = fc.string({ unit: "grapheme", maxLength: 2_000 })
    await fc.assert(
      fc.asyncProperty(text, text, async (question, answer) => {
        const said = { ...turn!, question, answer }
        assert.deepStrictEqual(read(item(said)), said)
      }),
      { numRuns: 100 },
    )
  })

  it("is packed where a write would cost another unit, and costs fewer then", () => {
    assert.notProperty(item(turn!), "packed")
    const { packed } = item(long) as { packed?: Uint8Array }
    assert.isBelow(packed?.length ?? Infinity, 874)
    assert.notProperty(item(long), "answer")
  })

  it("is nobody else's, and nothing when it cannot be read", () => {
    for (const each of [turn!, long]) assert.isUndefined(read(item(each), "demo-02"))
    assert.isUndefined(read({ ...item(turn!), answer: 5 }))
    assert.isUndefined(read({ owner: "demo-01", packed: Uint8Array.of(9, 1, 2) }))
    assert.isUndefined(read({ owner: "demo-01", packed: Uint8Array.of(0, 0x7b) }))
    assert.isUndefined(read({ owner: "demo-01" }))
  })
})
