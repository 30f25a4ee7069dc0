/** One clock for figures, days that answers are bound to, and searches: where the store is, not UTC. */
import { assert, describe, it } from "@effect/vitest"
import { OpenSearchConnection } from "@manga-assist/connections"
import { ConfigProvider, Effect, Layer, Result } from "effect"
import { TestClock } from "effect/testing"
import {
  dayIn,
  layerStoreTimeZone,
  stampIn,
  storeDay,
  StoreTimeZone,
} from "../src/model/StoreClock.ts"
import { boundTo, figureOf } from "../src/products/Figure.ts"
import { planRetrieval } from "../src/retrieval/PlanRetrieval.ts"
import { ProductSearch } from "../src/products/ProductSearch.ts"
import { read } from "./demoShop.ts"

const tokyo = "Asia/Tokyo"
/** The day on which the book comes out begins in Tokyo at 15:00 UTC of the day before. */
const eve = Date.parse("2026-12-16T23:59:30+09:00")
const day = Date.parse("2026-12-17T00:01:00+09:00")
const book = { id: "blue-lock-v34-paperback", price: 605, stock: 0, releaseDate: "2026-12-17" }

describe("the store's clock", () => {
  it("tells day and time where the store is", () => {
    assert.strictEqual(
      stampIn(tokyo, Date.parse("2026-11-24T05:10:59Z")),
      "2026-11-24 Tue 14:10 JST",
    )
    assert.strictEqual(stampIn(tokyo, eve), "2026-12-16 Wed 23:59 JST")
    assert.strictEqual(stampIn(tokyo, day), "2026-12-17 Thu 00:01 JST")
    assert.strictEqual(stampIn(tokyo, day).slice(0, 14), "2026-12-17 Thu")
    assert.strictEqual(stampIn("America/New_York", day), "2026-12-16 Wed 10:01 EST")
    assert.strictEqual(stampIn("Australia/Sydney", day), "2026-12-17 Thu 02:01 GMT+11")
    assert.deepStrictEqual([dayIn(tokyo, eve), dayIn(tokyo, day)], ["2026-12-16", "2026-12-17"])
    assert.strictEqual(dayIn("UTC", day), "2026-12-16")
  })

  it("counts every minute of a day, also where clocks are put forward and back", () => {
    const zone = "Europe/Paris"
    for (const noon of ["2026-03-29T12:00:00Z", "2026-10-25T12:00:00Z"]) {
      const stamps = new Set<string>()
      for (let minute = -720; minute < 720; minute += 1) {
        stamps.add(stampIn(zone, Date.parse(noon) + minute * 60_000))
      }
      assert.strictEqual(stamps.size, 1_440)
    }
  })

  it.effect("is that of the setting, Tokyo's unless set", () => {
    const dayWith = (environment: Readonly<Record<string, string>>) =>
      storeDay.pipe(
        Effect.provide(layerStoreTimeZone),
        Effect.provide(ConfigProvider.layer(ConfigProvider.fromUnknown(environment))),
      )
    return Effect.gen(function* () {
      yield* TestClock.setTime(day)
      assert.strictEqual(yield* dayWith({}), "2026-12-17")
      assert.strictEqual(yield* dayWith({ STORE_TIME_ZONE: "" }), "2026-12-17")
      assert.strictEqual(yield* dayWith({ STORE_TIME_ZONE: "America/New_York" }), "2026-12-16")
      const { message } = yield* Effect.flip(dayWith({ STORE_TIME_ZONE: "Asia/Edo" }))
      assert.include(
        message,
        'STORE_TIME_ZONE must name a time zone, such as Asia/Tokyo, not "Asia/Edo"',
      )
    })
  })
})

describe("around midnight before a release", () => {
  const search = (text: string) => {
    const sent: Array<string> = []
    const connection = Layer.mock(OpenSearchConnection, {
      index: "products",
      search: (body) => {
        sent.push(JSON.stringify(body))
        return Effect.succeed([])
      },
      searchAll: (bodies) => {
        sent.push(...bodies.map((body) => JSON.stringify(body)))
        return Effect.succeed(bodies.map(() => Result.succeed([])))
      },
    })
    const plan = planRetrieval(read(text))
    assert(plan.kind === "filter")
    return Effect.gen(function* () {
      const { all, byFilter } = yield* ProductSearch
      yield* byFilter(plan, 100)
      const { filter, size } = plan
      yield* all(
        [{ by: "meaning", filter, size, exclude: filter, words: "pirates", vector: [1] }],
        100,
      )
      return sent
    }).pipe(
      Effect.provide(ProductSearch.layer),
      Effect.provide(connection),
      Effect.provideService(StoreTimeZone, tokyo),
    )
  }

  it.effect.each([
    [eve, "2026-12-16", false],
    [day, "2026-12-17", true],
  ] as const)("figures, bounds and searches go by the store's day", ([now, today, isOut]) =>
    Effect.gen(function* () {
      yield* TestClock.setTime(now)
      assert.strictEqual(yield* storeDay, today)
      const figure = figureOf(book, yield* storeDay)
      assert.strictEqual(figure.released, isOut)
      assert.deepStrictEqual(boundTo(today, false, [figure]), isOut ? {} : { day: today })
      assert.deepStrictEqual(boundTo(today, true, [figure]), { day: today })
      for (const [text, range] of [
        ["What are the new releases?", `{"releaseDate":{"lte":"${today}"}}`],
        ["What is coming out soon?", `{"releaseDate":{"gt":"${today}"}}`],
        ["What is the latest volume of One Piece?", `{"releaseDate":{"lte":"${today}"}}`],
      ] as const) {
        for (const body of yield* search(text)) {
          assert.include(body, range)
          assert.notInclude(body, '"now"}')
        }
      }
    }),
  )

  it("plans are the same on both days", () => {
    const plan = JSON.stringify(planRetrieval(read("What is coming out soon?")))
    assert.include(plan, '{"releaseDate":{"gt":"now"}}')
  })
})
