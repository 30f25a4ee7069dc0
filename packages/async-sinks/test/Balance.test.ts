/** Whatever goes wrong in whatever order, nothing is lost and the counters add up. */
import { assert, describe, it } from "@effect/vitest"
import { Effect, Exit, Scope } from "effect"
import { TestClock } from "effect/testing"
import * as fc from "fast-check"
import { type DeadLetter, makeSink } from "../src/index.ts"
import { balanced, makeTarget, spoolIn, temporary, type Entry } from "./harness.ts"

type Step =
  | { readonly do: "offer"; readonly count: number }
  | { readonly do: "way"; readonly way: "ok" | "fail" | "die" | "hang" | "half" | "reject" }
  | { readonly do: "queue"; readonly isUp: boolean }
  | { readonly do: "wait"; readonly ms: number }
  | { readonly do: "restart" }

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constant("offer" as const), count: fc.integer({ min: 1, max: 40 }) }),
  fc.record({
    do: fc.constant("way" as const),
    way: fc.constantFrom("ok" as const, "fail", "die", "hang", "half", "reject"),
  }),
  fc.record({ do: fc.constant("queue" as const), isUp: fc.boolean() }),
  fc.record({
    do: fc.constant("wait" as const),
    ms: fc.constantFrom(0, 10, 1_000, 30_000, 400_000),
  }),
  fc.record({ do: fc.constant("restart" as const) }),
)

const options = (target: ReturnType<typeof makeTarget>, queue: ReturnType<typeof makeTarget>) => ({
  name: "kept",
  capacity: 20,
  batch: { count: 7, ageMs: 20 },
  write: target.write,
  orderKey: (entry: Entry) => entry.key,
  deadLetter: { write: (letters: ReadonlyArray<DeadLetter>) => queue.write(letters) },
  drainDeadlineMs: 0,
})

const run = (steps: ReadonlyArray<Step>, kind: "must-keep" | "best-effort") =>
  Effect.gen(function* () {
    const directory = yield* temporary
    const target = makeTarget()
    const queue = makeTarget()
    const make = Effect.suspend(() =>
      kind === "must-keep"
        ? makeSink({ ...options(target, queue), class: kind, spool: spoolIn(directory) })
        : makeSink({ ...options(target, queue), class: kind }),
    )
    let scope = yield* Scope.make()
    let sink = yield* Scope.provide(make, scope)
    const accepted: Array<string> = []
    for (const each of steps) {
      if (each.do === "way") target.state.way = each.way
      if (each.do === "queue") queue.state.way = each.isUp ? "ok" : "fail"
      if (each.do === "wait") yield* TestClock.adjust(each.ms)
      if (each.do === "offer") {
        for (let n = 0; n < each.count; n += 1) {
          const id = String(accepted.length).padStart(6, "0")
          if (sink.offer({ id, key: `k${accepted.length % 5}` })) accepted.push(id)
        }
      }
      if (each.do === "restart") {
        const closing = yield* Effect.forkChild(Scope.close(scope, Exit.void), {
          startImmediately: true,
        })
        yield* TestClock.adjust(0)
        assert.isDefined(closing.pollUnsafe(), "closing takes no longer than its deadline")
        assert.isTrue(balanced(sink.counters()), JSON.stringify(sink.counters()))
        scope = yield* Scope.make()
        sink = yield* Scope.provide(make, scope)
      }
      assert.isTrue(balanced(sink.counters()), JSON.stringify(sink.counters()))
    }
    target.state.way = "ok"
    queue.state.way = "ok"
    yield* TestClock.adjust(3_600_000)
    const { pending, spoolBytes: _, ...rest } = sink.counters()
    assert.strictEqual(pending, 0)
    assert.isTrue(balanced({ ...rest, pending }))
    if (kind === "must-keep") {
      assert.strictEqual(rest.dropped, 0)
      const reached = new Set([...target.got, ...queue.got])
      assert.deepStrictEqual([...reached].toSorted(), accepted)
      for (const key of [0, 1, 2, 3, 4]) {
        const own = target.got.filter((id) => Number(id) % 5 === key)
        const firsts = own.filter((id, index) => own.indexOf(id) === index)
        // A dead letter leaves its key to those behind it, and comes back when the queue is down.
        if (queue.batches.length === 0) assert.deepStrictEqual(firsts, firsts.toSorted())
      }
    }
    yield* Scope.close(scope, Exit.void)
  }).pipe(Effect.scoped, Effect.provide(TestClock.layer()))

describe.each(["must-keep", "best-effort"] as const)("%s under random failures", (kind) => {
  it("accepted = written + dropped + pending, and must-keep loses nothing", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 25 }), (steps) =>
        Effect.runPromise(run(steps, kind)),
      ),
      { numRuns: 60 },
    )
  }, 60_000)
})
