/** A conversation that goes from an instance whose clock is ahead to another one keeps its order. */
import { assert, it } from "@effect/vitest"
import { Effect } from "effect"
import { CustomerContext } from "../../src/context/CustomerContext.ts"
import type { PastTurn } from "../../src/conversation/Conversation.ts"
import { orderOf } from "../../src/conversation/session/SessionKeys.ts"
import { conversing, settled } from "../asked/conversing.ts"
import { prefetchedStore } from "../prefetchedStore.ts"
import { ask } from "../scriptedStore.ts"

const ahead = 3_600_000
/** As many as a conversation keeps. */
const past = Array.from({ length: 20 }, (_, number) => ({
  owner: "",
  turn: `t-${number}`,
  question: `Question ${number}`,
  answer: `Answer ${number}.`,
  series: ["blue-lock"],
  products: [],
  at: ahead + number,
  seq: number + 1,
}))

it.effect(
  "the next turn stands behind those of a clock that is ahead, in the table and in the prompt",
  () => {
    const { layer, seen } = conversing({
      context: prefetchedStore({ turns: new Map([["s-1", past]]) }).layer,
    })
    return Effect.gen(function* () {
      yield* Effect.map(CustomerContext, (context) => context.opened("s-1", undefined, false))
      yield* settled
      for (const text of ["Recommend a manga about Vikings", "Another one, please"]) {
        yield* ask(text, { id: text })
        yield* settled
      }
      // Of the sessions' own sink.
      const turns = seen.recorded.session.map((record) => (record as { turn: PastTurn }).turn)
      const keys = [...past, ...turns].map(orderOf)
      assert.lengthOf(turns, 2)
      assert.deepStrictEqual(keys, keys.toSorted())
      assert.include(JSON.stringify(seen.calls.at(-1)?.prompt), "Recommend a manga about Vikings")
    }).pipe(Effect.provide(layer))
  },
)
