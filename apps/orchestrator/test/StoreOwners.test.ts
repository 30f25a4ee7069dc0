/** Whose session it is, asked of the table once, and what holds while the table cannot be asked. */
import { SessionStore } from "@manga-assist/assistant"
import { ConnectionError } from "@manga-assist/connections"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Fiber, Layer } from "effect"
import { TestClock } from "effect/testing"
import { SessionOwners } from "../src/sessions/SessionOwners.ts"
import { layerOwners } from "../src/StoreAdapters.ts"

const down = new ConnectionError({
  service: "dynamodb",
  operation: "PutItem",
  reason: "refused",
  detail: "",
})

/** A table with one owner for each session; `reachable` may change under the test. */
const table = (state: { reachable: boolean; asked: number }) => {
  const owners = new Map<string, string | undefined>()
  return Layer.mock(SessionStore, {
    claim: (session, user) =>
      Effect.suspend(() => {
        state.asked += 1
        if (!state.reachable) return Effect.fail(down)
        if (!owners.has(session)) owners.set(session, user)
        return Effect.succeed(owners.get(session) === user)
      }),
  })
}

describe("owners of sessions", () => {
  it.effect("are the first to open them, an anonymous visitor included", () => {
    const state = { reachable: true, asked: 0 }
    return Effect.gen(function* () {
      const { claim } = yield* SessionOwners
      assert.strictEqual(yield* claim("s", "demo-01"), "owned")
      assert.strictEqual(yield* claim("s", "demo-02"), "refused")
      assert.strictEqual(yield* claim("s", undefined), "refused")
      assert.strictEqual(yield* claim("s", "demo-01"), "owned")
      assert.strictEqual(yield* claim("t", undefined), "owned")
      assert.strictEqual(yield* claim("t", "demo-01"), "refused")
      assert.strictEqual(state.asked, 2, "a session is asked for once")
    }).pipe(Effect.provide(layerOwners.pipe(Layer.provide(table(state)))))
  })

  it.effect("are not known while the table is down, and asked for again once it is up", () => {
    const state = { reachable: false, asked: 0 }
    return Effect.gen(function* () {
      const { claim } = yield* SessionOwners
      assert.strictEqual(yield* claim("s", "demo-02"), "unanswered")
      assert.strictEqual(yield* claim("s", "demo-01"), "unanswered")
      state.reachable = true
      assert.strictEqual(yield* claim("s", "demo-01"), "owned")
      assert.strictEqual(yield* claim("s", "demo-02"), "refused")
      assert.strictEqual(state.asked, 3)
    }).pipe(Effect.provide(layerOwners.pipe(Layer.provide(table(state)))))
  })

  it.effect(
    "are asked for by 64 at once, and unanswered when their turn does not come in a second",
    () => {
      let running = 0
      let most = 0
      const slow = Layer.mock(SessionStore, {
        claim: () =>
          Effect.suspend(() => {
            running += 1
            most = Math.max(most, running)
            return Effect.as(Effect.sleep(300), true)
          }).pipe(
            Effect.ensuring(
              Effect.sync(() => {
                running -= 1
              }),
            ),
          ),
      })
      return Effect.gen(function* () {
        const { claim } = yield* SessionOwners
        const claims = yield* Effect.forEach(
          Array.from({ length: 1_000 }, (_, at) => `s-${at}`),
          (session) => Effect.forkChild(claim(session, "demo-01"), { startImmediately: true }),
        )
        yield* TestClock.adjust(1_000)
        const answers = yield* Effect.forEach(claims, Fiber.join)
        assert.strictEqual(answers.filter((answer) => answer === "owned").length, 3 * 64)
        assert.strictEqual(answers.filter((answer) => answer === "unanswered").length, 1_000 - 192)
        assert.strictEqual(most, 64)
        assert.strictEqual(running, 0)
      }).pipe(Effect.provide(layerOwners.pipe(Layer.provide(slow))))
    },
  )

  it.effect("stay refused for somebody else however often they ask", () => {
    const state = { reachable: true, asked: 0 }
    const shared = table(state)
    return Effect.gen(function* () {
      const first = yield* Effect.provide(SessionOwners, layerOwners, { local: true })
      const second = yield* Effect.provide(SessionOwners, layerOwners, { local: true })
      assert.strictEqual(yield* first.claim("s", "demo-01"), "owned")
      assert.strictEqual(yield* second.claim("s", "demo-02"), "refused")
      assert.strictEqual(yield* second.claim("s", "demo-02"), "refused")
      assert.strictEqual(yield* second.claim("s", "demo-01"), "owned")
    }).pipe(Effect.provide(shared))
  })
})
