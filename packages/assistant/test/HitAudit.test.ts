/** Answers given to other words than their own: checked off the path, counted, and stopped when too many are wrong. */
import { assert, describe, it } from "@effect/vitest"
import { normalizeQuestion, TagVersions } from "@manga-assist/caching"
import type { ConverseOutcome } from "@manga-assist/connections"
import { products } from "@manga-assist/catalogue"
import { Clock, Effect, Exit, Layer } from "effect"
import { TestClock } from "effect/testing"
import { CachedAnswers } from "../src/answers/CachedAnswer.ts"
import { figureOf } from "../src/products/Figure.ts"
import { cacheKeyOf } from "../src/answers/ShareKey.ts"
import { HitAudit } from "../src/answers/audit/HitAudit.ts"
import { TurnClock } from "../src/turn/TurnClock.ts"
import type { TurnEvent } from "../src/turn/TurnEvent.ts"
import { read } from "./demoShop.ts"
import { ask, type Script, scriptedStore, type Spoken } from "./scriptedStore.ts"

const asked = "Is volume 3 of Vinland Saga in stock?"
const otherWords = "is vinland saga vol. 3 in stock"
const another = "Is volume 3 of One Piece in stock?"
const book = (series: string) => `${series}-v3-paperback`

/** Finds the third volume of whatever series is asked for. */
const finds = (filter: string) =>
  ["one-piece", "vinland-saga"].flatMap((series) => (filter.includes(series) ? [book(series)] : []))

const checking = (script: Script = {}, environment: Readonly<Record<string, string>> = {}) => {
  const { layer, seen } = scriptedStore({
    finds,
    hitChecks: true,
    ...script,
    environment: { HIT_CHECK_PERCENT: "100", ...environment },
  })
  const clock = Layer.effect(
    TurnClock,
    Effect.map(Clock.Clock, (each) => () => each.currentTimeMillisUnsafe()),
  )
  return { seen, layer: Layer.provide(layer, clock) }
}

/** Keeps an answer where `place` looks for its own: as if two questions were taken for one. */
const keep = Effect.fnUntraced(function* (
  text: string,
  written: string,
  series: string,
  place: string,
  policy: { readonly freshForMs: number; readonly staleForMs?: number } = {
    freshForMs: 36_000_000,
  },
) {
  const cache = yield* CachedAnswers
  const since = yield* (yield* TagVersions).now
  yield* cache.write(
    cacheKeyOf(read(place)),
    {
      text,
      products: [],
      model: "m",
      origin: "exact",
      words: normalizeQuestion(written),
      figures: products()
        .filter(({ id }) => id === book(series))
        .map((product) => figureOf(product, "1970-01-01")),
      series: [series],
    },
    { ...policy, tags: { names: [`product:${book(series)}`], since } },
  )
})

const endOf = (events: ReadonlyArray<TurnEvent>) => {
  const last = events.at(-1)
  assert(last?.type === "turn-end", `ended in ${last?.type ?? "nothing"}`)
  return last.end
}
const askAt = (text: string, session = "s") =>
  Effect.gen(function* () {
    return endOf(yield* ask(text, { session, arrivedAt: yield* Clock.currentTimeMillis }))
  })
const checked = Effect.gen(function* () {
  const checks = yield* HitAudit
  yield* checks.idle
  const { changed, dropped, failed, right, sampled, served, tokens, unsettled, wrong } =
    checks.counters()
  return { changed, dropped, failed, right, sampled, served, tokens, unsettled, wrong }
})

const usage = { inputTokens: 900, outputTokens: 100, cacheReadTokens: 0, cacheWriteTokens: 0 }
const says = (...texts: ReadonlyArray<string>): ReadonlyArray<Spoken> =>
  texts.map((text) => ({ say: [text], end: "end_turn", usage }))
const yes = "Yes, volume 3 of Vinland Saga is in stock."
const no = "No, volume 3 of Vinland Saga is sold out."

describe("an answer given to other words", () => {
  it.effect("is right when the same is found and said now", () => {
    const { layer, seen } = checking({ model: says("Yes, five copies of volume 3.") })
    return Effect.gen(function* () {
      yield* keep(yes, asked, "vinland-saga", asked)
      assert.strictEqual((yield* askAt(otherWords)).source, "canonical")
      const { right, served, tokens, wrong } = yield* checked
      assert.deepStrictEqual([served, right, wrong, tokens], [1, 1, 0, 1_000])
      assert.lengthOf(seen.calls, 1)
      assert.lengthOf(seen.recorded.answers, 0, "a check keeps nothing")
    }).pipe(Effect.provide(layer))
  })

  it.effect("is not checked when the words are the same", () => {
    const { layer, seen } = checking()
    return Effect.gen(function* () {
      yield* keep(yes, asked, "vinland-saga", asked)
      yield* askAt(asked.toUpperCase())
      const question = read(asked)
      const hit = yield* (yield* CachedAnswers).lookup(cacheKeyOf(question))
      const checks = yield* HitAudit
      checks.observe({ question, answer: hit!.value, layer: "precomputed" })
      assert.strictEqual((yield* checked).served, 0)
      assert.lengthOf(seen.calls, 0)
    }).pipe(Effect.provide(layer))
  })

  it.effect("is wrong when it is about another book, which no model needs to say", () => {
    const { layer, seen } = checking()
    return Effect.gen(function* () {
      yield* keep("Yes, volume 3 of One Piece is.", another, "one-piece", asked)
      assert.strictEqual((yield* askAt(otherWords)).source, "canonical")
      assert.strictEqual((yield* checked).wrong, 1)
      assert.lengthOf(seen.calls, 0)
    }).pipe(Effect.provide(layer))
  })

  it.effect(
    "is wrong when it contradicts what is said now, twice, and its own question does not",
    () => {
      const { layer, seen } = checking({ model: says(no, yes, no, yes) })
      return Effect.gen(function* () {
        yield* keep(yes, asked, "vinland-saga", asked)
        yield* askAt(otherWords)
        assert.strictEqual((yield* checked).wrong, 1)
        assert.lengthOf(seen.calls, 4)
      }).pipe(Effect.provide(layer))
    },
  )

  it.effect("is right when the model only wavered", () => {
    const { layer } = checking({ model: says(no, yes, yes) })
    return Effect.gen(function* () {
      yield* keep(yes, asked, "vinland-saga", asked)
      yield* askAt(otherWords)
      const { right, wrong } = yield* checked
      assert.deepStrictEqual([right, wrong], [1, 0])
    }).pipe(Effect.provide(layer))
  })

  it.effect("has merely changed when its own question is answered otherwise now", () => {
    const { layer } = checking({ model: says(no, no) })
    return Effect.gen(function* () {
      yield* keep(yes, asked, "vinland-saga", asked)
      yield* askAt(otherWords)
      const { changed, wrong } = yield* checked
      assert.deepStrictEqual([changed, wrong], [1, 0])
    }).pipe(Effect.provide(layer))
  })

  it.effect("has merely changed when its price did before the check", () => {
    const { layer, seen } = checking({ model: says(no) })
    return Effect.gen(function* () {
      yield* keep(yes, asked, "vinland-saga", asked)
      const checks = yield* HitAudit
      seen.prices.set(book("vinland-saga"), 9_999)
      const hit = yield* (yield* CachedAnswers).lookup(cacheKeyOf(read(asked)))
      const question = read(otherWords)
      checks.observe({ question, answer: hit!.value, layer: "canonical" })
      const { changed, wrong } = yield* checked
      assert.deepStrictEqual([changed, wrong], [1, 0])
      assert.lengthOf(seen.calls, 0)
    }).pipe(Effect.provide(layer))
  })

  it.effect.each(["search", "facts"])("is not judged while its %s is down", (part) => {
    const { layer } = checking({ [part]: "down" })
    return Effect.gen(function* () {
      const checks = yield* HitAudit
      const question = read(otherWords)
      const answer = {
        text: "No.",
        products: [],
        model: "m",
        origin: "exact" as const,
        words: "is volume 3 of one piece in stock",
        figures: [],
        series: [],
      }
      checks.observe({ question, answer, layer: "canonical" })
      const { failed, right, wrong } = yield* checked
      assert.deepStrictEqual([failed, right, wrong], [1, 0, 0])
    }).pipe(Effect.provide(layer))
  })
})

describe("what checks may cost", () => {
  it.effect(
    "is no token without a budget: products alone are compared, which proves nothing right",
    () => {
      const { layer, seen } = checking({}, { HIT_AUDIT_TOKENS_PER_HOUR: "0" })
      return Effect.gen(function* () {
        yield* keep(yes, asked, "vinland-saga", asked)
        yield* askAt(otherWords)
        const { tokens, unsettled } = yield* checked
        assert.deepStrictEqual([unsettled, tokens], [1, 0])
        assert.lengthOf(seen.calls, 0)
      }).pipe(Effect.provide(layer))
    },
  )

  it.effect("ends with the hour's tokens, and a contradiction beyond them is unsettled", () => {
    const { layer, seen } = checking({ model: says(no) }, { HIT_AUDIT_TOKENS_PER_HOUR: "4500" })
    return Effect.gen(function* () {
      yield* keep(yes, asked, "vinland-saga", asked)
      yield* askAt(otherWords)
      const { tokens, unsettled, wrong } = yield* checked
      assert.deepStrictEqual([unsettled, wrong, tokens], [1, 0, 1_000])
      assert.lengthOf(seen.calls, 1)
      yield* TestClock.adjust("1 hour")
      yield* askAt(otherWords, "next")
      assert.strictEqual((yield* checked).unsettled, 2)
      assert.lengthOf(seen.calls, 2)
    }).pipe(Effect.provide(layer))
  })

  it.effect("is one refusal a minute while the model refuses", () => {
    const { layer, seen } = checking({ model: [{ end: "throttled" }] })
    return Effect.gen(function* () {
      yield* keep(yes, asked, "vinland-saga", asked)
      const five = Effect.gen(function* () {
        for (let count = 0; count < 5; count += 1) {
          yield* askAt(otherWords, `s-${count}`)
          yield* (yield* HitAudit).idle
        }
      })
      yield* five
      assert.lengthOf(seen.calls, 1)
      yield* TestClock.adjust("61 seconds")
      yield* five
      assert.lengthOf(seen.calls, 2)
      assert.strictEqual((yield* checked).unsettled, 10, "the products are compared all the same")
    }).pipe(Effect.provide(layer))
  })

  it.effect("is nothing at 0 percent", () => {
    const { layer, seen } = checking({}, { HIT_CHECK_PERCENT: "0" })
    return Effect.gen(function* () {
      yield* keep(yes, asked, "vinland-saga", asked)
      for (let count = 0; count < 100; count += 1) yield* askAt(otherWords, `s-${count}`)
      const { sampled, served } = yield* checked
      assert.deepStrictEqual([served, sampled], [100, 0])
      assert.lengthOf(seen.calls, 0)
    }).pipe(Effect.provide(layer))
  })

  it.effect("never holds a turn up, and never more than a few checks", () => {
    let open = 0
    let most = 0
    const silent = Effect.acquireUseRelease(
      Effect.sync(() => {
        open += 1
        most = Math.max(most, open)
      }),
      () => Effect.never as Effect.Effect<ConverseOutcome>,
      () =>
        Effect.sync(() => {
          open -= 1
        }),
    )
    const { layer } = checking(
      { chat: { converse: () => silent } },
      { HIT_AUDIT_TOKENS_PER_HOUR: "1000000000" },
    )
    return Effect.gen(function* () {
      yield* keep(yes, asked, "vinland-saga", asked)
      for (let count = 0; count < 200; count += 1) {
        assert.strictEqual((yield* askAt(otherWords, `s-${count}`)).source, "canonical")
      }
      const checks = yield* HitAudit
      const { dropped, sampled } = checks.counters()
      assert.strictEqual(sampled, 200)
      assert.isAtLeast(dropped, 200 - 32 - 2)
      assert.isAtMost(most, 2)
      yield* TestClock.adjust("1 hour")
      const { failed } = yield* checked
      assert.strictEqual(dropped + failed, 200)
    }).pipe(Effect.provide(layer))
  })

  it.effect.each(["101", "-1", "2,5", "2.555", "many", "1e1"])(
    "is refused as %s percent",
    (value) =>
      Effect.gen(function* () {
        const { layer } = checking({}, { HIT_CHECK_PERCENT: value })
        const exit = yield* Effect.exit(Effect.provide(Effect.void, layer))
        assert.isTrue(Exit.isFailure(exit))
        assert.include(JSON.stringify(exit), "HIT_CHECK_PERCENT must be a number from 0 to 100")
      }),
  )
})

describe("a form whose answers are wrong", () => {
  /** Five wrong answers, each to another visitor. */
  const wrongs = Effect.gen(function* () {
    yield* keep("Yes, volume 3 of One Piece is.", another, "one-piece", asked)
    for (let count = 0; count < 5; count += 1) {
      yield* askAt(otherWords, `s-${count}`)
      yield* (yield* HitAudit).idle
    }
  })

  it.effect(
    "is switched off for the form, says so, and is on again after its time",
    () => {
      const { layer, seen } = checking({}, { HIT_OFF_MINUTES: "30" })
      return Effect.gen(function* () {
        const checks = yield* HitAudit
        yield* wrongs
        assert.deepInclude(checks.rates()[0], { group: "stock", off: true })
        const off = yield* askAt(otherWords, "off")
        assert.strictEqual(off.source, "model")
        assert.match(off.reason ?? "", /switched off here, because some of them were wrong/u)
        assert.isTrue(off.timeline.some(({ outcome }) => outcome === "switched-off"))
        assert.lengthOf(seen.recorded.answers, 1, "the answer of the model is kept")
        // The very same words are the same question whatever is wrong with the rest.
        yield* keep(yes, otherWords, "vinland-saga", otherWords)
        assert.strictEqual((yield* askAt(otherWords, "same")).source, "exact")
        yield* keep(yes, asked, "vinland-saga", asked)
        yield* TestClock.adjust("29 minutes")
        assert.strictEqual((yield* askAt(otherWords, "later")).source, "model")
        yield* TestClock.adjust("2 minutes")
        assert.strictEqual((yield* askAt(otherWords, "again")).source, "canonical")
        yield* checks.idle
        assert.isFalse(checks.rates().some(({ off: still }) => still))
      }).pipe(Effect.provide(layer))
    },
    30_000,
  )

  it.effect(
    "is not switched off for other forms",
    () => {
      const { layer } = checking()
      return Effect.gen(function* () {
        const checks = yield* HitAudit
        yield* wrongs
        const question = read(otherWords)
        const words = { words: "other words" }
        assert.isDefined(checks.offReason(question, words, undefined))
        const other = read("how much is vinland saga vol. 3")
        assert.isUndefined(checks.offReason(other, words, undefined))
      }).pipe(Effect.provide(layer))
    },
    30_000,
  )
})
