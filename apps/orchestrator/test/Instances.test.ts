import { assert, describe, it } from "@effect/vitest"
import { Context, Effect, Exit, Layer, Scope } from "effect"
import { TestClock } from "effect/testing"
import { InstanceBus } from "../src/resume/InstanceBus.ts"
import { instances } from "../src/resume/Instances.ts"

/** Hears at once; `isSilent` loses what is told. */
const makeBus = () => {
  const listeners = new Set<(text: string) => void>()
  const bus = {
    configured: true,
    isSilent: false,
    tell: (_channel: string, text: string) => {
      if (!bus.isSilent) for (const listener of listeners) listener(text)
    },
    hear: (_channel: string, listener: (text: string) => void) =>
      Effect.sync(() => void listeners.add(listener)),
  }
  return bus
}

const recent = {
  minutes: 15,
  turns: 4,
  errors: 1,
  overBudget: 0,
  hits: 2,
  misses: 2,
  dollars: 0.01,
  firstContentP95Ms: 80,
  hour: [
    { turns: 1, errors: 1, overBudget: 0, hits: 0, misses: 1, dollars: 0 },
    {
      turns: 3,
      errors: 0,
      overBudget: 0,
      hits: 2,
      misses: 1,
      dollars: 0.01,
      firstContentP95Ms: 80,
    },
  ],
  modelSilentSince: "2026-12-01T03:05:00.000Z",
}

const now = (openConnections: number) => () => ({
  openConnections,
  recent,
  runningMessages: 0,
  draining: false,
})

describe("instances", () => {
  it.effect("see each other, with what they do now, and who leaves", () =>
    Effect.gen(function* () {
      const bus = makeBus()
      const first = yield* instances(bus, now(3))
      const scope = yield* Scope.make()
      const second = yield* instances(bus, now(4)).pipe(Effect.provideService(Scope.Scope, scope))
      yield* TestClock.adjust(5_000)
      const seen = (list: typeof first) =>
        list().map(({ isThis, openConnections }) => [isThis, openConnections])
      assert.deepStrictEqual(seen(first), [
        [true, 3],
        [false, 4],
      ])
      assert.deepStrictEqual(seen(second), [
        [true, 4],
        [false, 3],
      ])
      for (const one of first()) assert.deepStrictEqual(one.recent, recent)
      yield* Scope.close(scope, Exit.void)
      assert.deepStrictEqual(seen(first), [[true, 3]])
    }).pipe(Effect.scoped),
  )

  it.effect("forget who is gone in time while the clock is set back", () =>
    Effect.gen(function* () {
      yield* TestClock.adjust("2 hours")
      const bus = makeBus()
      const first = yield* instances(bus, now(3))
      yield* instances(bus, now(4))
      yield* TestClock.adjust("5 seconds")
      assert.lengthOf(first(), 2)
      bus.isSilent = true
      yield* TestClock.setTime(3_600_000)
      yield* TestClock.adjust("1 minute")
      assert.lengthOf(first(), 1)
    }).pipe(Effect.scoped),
  )

  it.effect("forget who was not heard for three rounds, and what is no instance", () =>
    Effect.gen(function* () {
      const bus = makeBus()
      const first = yield* instances(bus, now(3))
      yield* instances(bus, now(4))
      for (const text of ["garbage", "{}", '{"kind":"here","instance":{"id":7}}']) {
        bus.tell("presence", text)
      }
      yield* TestClock.adjust(5_000)
      assert.lengthOf(first(), 2)
      bus.isSilent = true
      yield* TestClock.adjust(15_000)
      assert.lengthOf(first(), 2)
      yield* TestClock.adjust(2_000)
      assert.lengthOf(first(), 1)
    }).pipe(Effect.scoped),
  )

  it.effect("are one where there is no Redis", () =>
    Effect.gen(function* () {
      const bus = Context.get(yield* Layer.build(InstanceBus.layerNone), InstanceBus)
      assert.lengthOf((yield* instances(bus, now(0)))(), 1)
    }).pipe(Effect.scoped),
  )
})
