/** Turns after drafts: the event order with a draft hit and a draft miss, and what was read. */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { TestClock } from "effect/testing"
import { DraftedRetrieval } from "../../src/turn/DraftedRetrieval.ts"
import type { TurnEvent } from "../../src/turn/TurnEvent.ts"
import { ask, type Script, scriptedStore, typesOf } from "../scriptedStore.ts"

const whole = [
  "turn-start",
  "cache-miss",
  "retrieve-end",
  "products",
  "model-start",
  "first-token",
  "delta",
  "turn-end",
]

const type = (text: string, user?: string) =>
  Effect.flatMap(DraftedRetrieval, (drafted) =>
    Effect.andThen(
      Effect.sync(() => {
        drafted.draft("s-1", user, text)
      }),
      TestClock.adjust(200),
    ),
  )

const drafted = (script: Script = {}) => scriptedStore({ ...script, typeAhead: true })

const retrieveOutcome = (events: ReadonlyArray<TurnEvent>) => {
  const last = events.at(-1)
  return last?.type === "turn-end"
    ? last.end.timeline.find(({ stage }) => stage === "retrieve")?.outcome
    : undefined
}

describe("a turn after drafts", () => {
  it.effect("retrieves nothing when the draft asked for the same", () => {
    const { layer, seen } = drafted()
    return Effect.gen(function* () {
      yield* type("Recommend a seinen manga about Vik")
      yield* type("Recommend a seinen manga about Vikings")
      const before = seen.searches
      const events = yield* ask("recommend a seinen manga about Vikings!")
      assert.strictEqual(seen.searches, before)
      assert.deepStrictEqual(typesOf(events), whole)
      assert.strictEqual(retrieveOutcome(events), "draft")
    }).pipe(Effect.provide(layer))
  })

  it.effect("retrieves for itself when the message asks for something else", () => {
    const { layer, seen } = drafted()
    return Effect.gen(function* () {
      yield* type("One Piece volume 104 price")
      const before = seen.searches
      const events = yield* ask("One Piece volume 105 price")
      assert.strictEqual(seen.searches, before + 1)
      assert.deepStrictEqual(typesOf(events), whole)
      assert.notStrictEqual(retrieveOutcome(events), "draft")
    }).pipe(Effect.provide(layer))
  })

  it.effect("cancels the draft's search upstream when the message asks for something else", () => {
    const { layer, seen } = drafted({ search: "never" })
    return Effect.gen(function* () {
      yield* type("One Piece volume 104 price")
      yield* type("Blue Lock volume 12 price")
      assert.strictEqual(seen.searches, 2)
      assert.strictEqual(seen.searchesCancelled, 1)
      const drafts = yield* DraftedRetrieval
      drafts.closed("s-1", undefined)
      yield* Effect.yieldNow
      assert.strictEqual(seen.searchesCancelled, 2)
    }).pipe(Effect.provide(layer))
  })

  it.effect("retrieves again when the draft's retrieval was incomplete", () => {
    const { layer, seen } = drafted({ search: "down" })
    return Effect.gen(function* () {
      yield* type("One Piece volume 105 price")
      const before = seen.searches
      yield* ask("One Piece volume 105 price")
      assert.isAbove(seen.searches, before)
    }).pipe(Effect.provide(layer))
  })

  it.effect("never gives one user what another's draft under the same session id has read", () => {
    const { layer, seen } = drafted()
    return Effect.gen(function* () {
      yield* type("Where is my order?", "demo-01")
      const before = seen.orderReads
      yield* ask("Where is my order?", { user: "demo-02" })
      assert.strictEqual(seen.orderReads, before + 1)
    }).pipe(Effect.provide(layer))
  })

  it.effect("reads nothing for a text that asks for nothing", () => {
    const { layer, seen } = drafted()
    return Effect.gen(function* () {
      for (const text of ["", "h", "hi", "hello there"]) yield* type(text)
      assert.strictEqual(seen.searches, 0)
    }).pipe(Effect.provide(layer))
  })

  it.effect("bears a thousand drafts in one moment", () => {
    const { layer, seen } = drafted()
    return Effect.gen(function* () {
      const drafts = yield* DraftedRetrieval
      for (let at = 0; at < 1_000; at += 1) drafts.draft("s-1", undefined, `One Piece volume ${at}`)
      yield* TestClock.adjust(1_000)
      assert.strictEqual(seen.searches, 2, "the first, and after the gap the last")
    }).pipe(Effect.provide(layer))
  })
})
