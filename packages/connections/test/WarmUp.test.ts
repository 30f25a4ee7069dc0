import { assert, it } from "@effect/vitest"
import { Effect, Fiber } from "effect"
import { TestClock } from "effect/testing"
import { warmUp, type WarmUpTarget } from "../src/WarmUp.ts"

const target = (name: string, critical: boolean, call: WarmUpTarget["call"]): WarmUpTarget => ({
  name,
  critical,
  call,
})

const report = (targets: ReadonlyArray<WarmUpTarget>, deadlineMs = 1_000) =>
  Effect.gen(function* () {
    const fiber = yield* Effect.forkChild(warmUp(targets, { deadlineMs }), {
      startImmediately: true,
    })
    yield* TestClock.adjust("1 minute")
    return yield* Fiber.join(fiber)
  })

it.effect("calls twice, in parallel, and tells the cold time from the warm one", () =>
  Effect.gen(function* () {
    let calls = 0
    const slowThenFast = Effect.suspend(() => Effect.sleep(++calls === 1 ? 400 : 3))
    const { ready, services } = yield* report([
      target("model", true, slowThenFast),
      target("search", true, Effect.sleep(450)),
    ])
    assert.deepStrictEqual(services, [
      { name: "model", critical: true, ok: true, firstMs: 400, warmMs: 3, detail: "ok" },
      { name: "search", critical: true, ok: true, firstMs: 450, warmMs: 450, detail: "ok" },
    ])
    assert.isTrue(ready)
  }),
)

it.effect("never fails: it reports failures, defects and deadlines", () =>
  Effect.gen(function* () {
    let calls = 0
    const { ready, services } = yield* report([
      target("fails", false, Effect.fail(new Error("no route"))),
      target("dies", false, Effect.die("a bug")),
      target("hangs", false, Effect.never),
      target(
        "then fails",
        false,
        Effect.suspend(() => (++calls === 1 ? Effect.sleep(5) : Effect.fail("x"))),
      ),
      target("fine", true, Effect.void),
    ])
    assert.deepStrictEqual(
      services.map(({ ok, firstMs, warmMs, detail }) => [ok, firstMs, warmMs, detail]),
      [
        [false, null, null, "no route"],
        [false, null, null, "a bug"],
        [false, null, null, "not warm after 1000 ms"],
        [false, 5, null, "x"],
        [true, 0, 0, "ok"],
      ],
    )
    assert.isTrue(ready)
  }),
)

it.effect("is not ready without a critical service", () =>
  Effect.gen(function* () {
    const { ready } = yield* report([target("model", true, Effect.fail("down"))])
    assert.isFalse(ready)
  }),
)
