import { assert, it } from "@effect/vitest"
import { Effect, Fiber } from "effect"
import { TestClock } from "effect/testing"
import { warmUp, type WarmUpTarget } from "../src/warmup/WarmUp.ts"

const target = (name: string, critical: boolean, call: WarmUpTarget["call"]): WarmUpTarget => ({
  name,
  critical,
  call,
})

const report = (targets: ReadonlyArray<WarmUpTarget>, deadlineMs = 10_000) =>
  Effect.gen(function* () {
    const fiber = yield* Effect.forkChild(warmUp(targets, { deadlineMs }), {
      startImmediately: true,
    })
    yield* TestClock.adjust("1 minute")
    return yield* Fiber.join(fiber)
  })

/** A call that takes these milliseconds, one after another, and then the last of them. */
const taking = (...times: ReadonlyArray<number>) => {
  let calls = 0
  return Effect.suspend(() => Effect.sleep(times[Math.min(calls++, times.length - 1)] ?? 0))
}

it.effect(
  "calls until the time settles, in parallel, and tells the cold time from the warm one",
  () =>
    Effect.gen(function* () {
      const { ready, services } = yield* report([
        target("model", true, taking(400, 60, 9, 3)),
        target("search", true, taking(450)),
        target(
          "never settles",
          true,
          taking(...Array.from({ length: 20 }, (_, i) => 500 * 0.5 ** i)),
        ),
      ])
      assert.deepStrictEqual(services, [
        {
          name: "model",
          critical: true,
          ok: true,
          firstMs: 400,
          warmMs: 3,
          calls: 6,
          detail: "ok",
        },
        {
          name: "search",
          critical: true,
          ok: true,
          firstMs: 450,
          warmMs: 450,
          calls: 3,
          detail: "ok",
        },
        {
          name: "never settles",
          critical: true,
          ok: true,
          firstMs: 500,
          warmMs: 0.24,
          calls: 12,
          detail: "ok",
        },
      ])
      assert.isTrue(ready)
    }),
)

it.effect(
  "opens as many connections at once as the floor asks for, after the times have settled",
  () =>
    Effect.gen(function* () {
      let open = 0
      let most = 0
      let total = 0
      const call = Effect.suspend(() => {
        total++
        most = Math.max(most, ++open)
        return Effect.andThen(
          Effect.sleep(5),
          Effect.sync(() => open--),
        )
      })
      const { services } = yield* report([{ ...target("search", true, call), floor: 4 }])
      assert.deepStrictEqual([most, total, services[0]?.calls], [4, 7, 3])
    }),
)

it.effect("never fails: it reports failures, defects and deadlines", () =>
  Effect.gen(function* () {
    let calls = 0
    const { ready, services } = yield* report([
      target("fails", false, Effect.fail(new Error("no route"))),
      target("dies", false, Effect.die("a bug")),
      target("hangs", false, Effect.never),
      { ...target("hangs sooner", false, Effect.never), deadlineMs: 200 },
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
        [false, null, null, "not warm after 10000 ms"],
        [false, null, null, "not warm after 200 ms"],
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
