import { assert, describe, it } from "@effect/vitest"
import { makeSink } from "@manga-assist/async-sinks"
import { Effect, Logger } from "effect"
import { TestClock } from "effect/testing"
import { watchSinks } from "../src/record/SinkWatch.ts"

interface Target {
  takes: boolean
}

const sinkTo = (name: string, target: Target) =>
  makeSink({
    name,
    class: "best-effort",
    capacity: 3,
    batch: { count: 1, ageMs: 10 },
    retry: { attempts: 1_000, maxMs: 1_000, budgetMs: 600_000 },
    write: () => (target.takes ? Effect.succeed({}) : Effect.fail("the target is away")),
  })

/** What is logged meanwhile, with its level. */
const logged = (said: Array<string>) =>
  Logger.layer([
    Logger.make(({ logLevel, message }) => void said.push(`${logLevel} ${String(message)}`)),
  ])

describe("watched sinks", () => {
  it.effect("tell of a target that takes nothing, once a minute, until it takes again", () => {
    const said: Array<string> = []
    return Effect.gen(function* () {
      const target = { takes: false }
      const audit = yield* sinkTo("audit", target)
      const { trouble } = yield* watchSinks([audit], [audit])
      audit.offer({ id: "a" })
      yield* TestClock.adjust("20 seconds")
      assert.deepStrictEqual([said, trouble()], [[], undefined])
      yield* TestClock.adjust("20 seconds")
      assert.lengthOf(said, 1)
      assert.match(
        said[0] ?? "",
        /^Warn sink audit: 1 records wait, its target takes nothing for \d+ s; .*the target is away/u,
      )
      assert.match(trouble() ?? "", /^audit: 1 records wait.*the target is away/u)
      yield* TestClock.adjust("60 seconds")
      assert.lengthOf(said, 2)
      target.takes = true
      yield* TestClock.adjust("90 seconds")
      assert.deepStrictEqual([said.length, trouble()], [2, undefined])
    }).pipe(Effect.scoped, Effect.provide(logged(said)))
  })

  it.effect("tell of what one that may lose records drops, without being in trouble", () => {
    const said: Array<string> = []
    return Effect.gen(function* () {
      const target = { takes: false }
      const cache = yield* sinkTo("cache", target)
      const { trouble } = yield* watchSinks([cache], [])
      for (const id of ["a", "b", "c", "d", "e"]) cache.offer({ id })
      yield* TestClock.adjust("4 seconds")
      assert.match(said.join("\n"), /^Error sink cache: \d records were (dropped|refused)/u)
      assert.isUndefined(trouble())
      // The clock stands still while the scope closes, which would wait for the target.
      target.takes = true
    }).pipe(Effect.scoped, Effect.provide(logged(said)))
  })
})
