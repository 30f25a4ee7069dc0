/** What is told of series: from memory only what is known to be true, from the table once for all, and never "none". */
import { assert, describe, it } from "@effect/vitest"
import { CacheError } from "@manga-assist/caching"
import { Catalogue, demoCatalogue, products } from "@manga-assist/catalogue"
import { Effect, Fiber } from "effect"
import { TestClock } from "effect/testing"
import { SeriesRecords } from "../../src/facts/SeriesRecords.ts"
import type { Topic } from "../../src/facts/Topic.ts"
import { recordsOver, refused } from "./recordsOver.ts"
import { rowOf, rowsOf } from "./seriesRows.ts"

const full = (...series: ReadonlyArray<string>): ReadonlyArray<Topic> =>
  series.map((each) => ({ series: each, detail: "full" }))
const brief = (...series: ReadonlyArray<string>): ReadonlyArray<Topic> =>
  series.map((each) => ({ series: each, detail: "brief" }))

const read = (topics: ReadonlyArray<Topic>, deadlineMs = 100) =>
  Effect.flatMap(SeriesRecords, (records) => records.read(topics, deadlineMs))
const known = (topics: ReadonlyArray<Topic>) =>
  Effect.map(SeriesRecords, (records) => records.known(topics))
const namesOf = (known: { readonly found: ReadonlyArray<{ readonly series: string }> }) =>
  known.found.map(({ series }) => series)

/** What was begun before goes on until it waits. */
const settled = Effect.yieldNow.pipe(Effect.repeat({ times: 20 }))

const feeds = [true, false]

describe("the rows of series", () => {
  it.effect("are whole or the bundle's alone, with what is absent from the table absent", () => {
    const { layer, seen, write } = recordsOver()
    return Effect.gen(function* () {
      yield* write("blue-lock-v7-paperback", undefined)
      const { found, unread } = yield* read([...full("blue-lock"), ...brief("akira")])
      assert.deepStrictEqual(unread, [])
      const [blueLock, akira] = found
      const rows = new Map(rowsOf("blue-lock"))
      rows.delete("blue-lock-v7-paperback")
      assert.deepStrictEqual(Object.fromEntries(blueLock?.rows ?? []), Object.fromEntries(rows))
      assert.deepInclude(blueLock, { series: "blue-lock", detail: "full", complete: true })
      assert.deepInclude(akira, { series: "akira", detail: "brief", complete: true })
      assert.deepStrictEqual([...(akira?.rows.keys() ?? [])], ["akira"])
      // 1 + 34 volumes twice + 3 box sets, and a bundle.
      assert.deepStrictEqual(
        seen.requests.map(({ keys }) => keys.length),
        [73],
      )
    }).pipe(Effect.provide(layer))
  })

  it.effect.each(feeds)("are read once for all who ask meanwhile (feed: %s)", (isLive) => {
    const { layer, seen } = recordsOver()
    seen.isLive = isLive
    seen.answer = () => Effect.sleep(20)
    return Effect.gen(function* () {
      const readers = yield* Effect.forkChild(
        Effect.all(
          Array.from({ length: 500 }, (_, index) =>
            read(index % 2 === 0 ? full("blue-lock") : brief("blue-lock")),
          ),
          { concurrency: "unbounded" },
        ),
        { startImmediately: true },
      )
      yield* settled
      yield* TestClock.adjust(20)
      for (const { found, unread } of yield* Fiber.join(readers)) {
        assert.deepStrictEqual(unread, [])
        assert.strictEqual(found[0]?.rows.size, rowsOf("blue-lock").size)
      }
      assert.strictEqual(seen.requests.length, 1)
      const { found, missing } = yield* known([...full("blue-lock"), ...brief("akira")])
      assert.deepStrictEqual([namesOf({ found }), missing], [["blue-lock"], brief("akira")])
      yield* read(brief("blue-lock"))
      assert.strictEqual(seen.requests.length, 1)
    }).pipe(Effect.provide(layer))
  })

  it.effect("of a brief topic are no whole ones, nor does a whole one wait for them", () => {
    const { layer, seen } = recordsOver()
    return Effect.gen(function* () {
      seen.answer = ({ keys }) => Effect.sleep(keys.length === 1 ? 50 : 10)
      const both = yield* Effect.forkChild(
        Effect.all([read(brief("akira")), read(full("akira"))], { concurrency: "unbounded" }),
        { startImmediately: true },
      )
      yield* settled
      yield* TestClock.adjust(10)
      assert.deepStrictEqual(namesOf(yield* known(full("akira"))), ["akira"])
      yield* TestClock.adjust(40)
      yield* Fiber.join(both)
      // The bundle alone came later, and does not take the place of the whole.
      assert.deepStrictEqual(namesOf(yield* known(full("akira"))), ["akira"])
      assert.deepStrictEqual(
        seen.requests.map(({ keys }) => keys.length),
        [1, 15],
      )
    }).pipe(Effect.provide(layer))
  })

  it.effect("take requests of 100 keys, 400 in one call; then all is brief", () => {
    const { layer, seen } = recordsOver()
    seen.isLive = true
    // 238, 75, 15, 301 and 423 rows.
    const topics = full("one-piece", "blue-lock", "akira", "hajime-no-ippo", "kochikame")
    return Effect.gen(function* () {
      const { found, isLate, unread } = yield* read([...topics, ...brief("monster", "nana")])
      assert.isFalse(isLate, "the table answered, there was no room")
      assert.deepStrictEqual(
        found.map(({ detail, series }) => `${series} ${detail}`),
        [
          "one-piece full",
          "blue-lock full",
          "akira full",
          "hajime-no-ippo brief",
          "kochikame brief",
          "monster brief",
          "nana brief",
        ],
      )
      assert.deepStrictEqual(unread, [
        { series: "hajime-no-ippo", part: "prices" },
        { series: "kochikame", part: "prices" },
      ])
      assert.isTrue(found.every(({ complete }) => complete))
      const counts = seen.requests.map(({ keys }) => keys.length)
      assert.isAtMost(Math.max(...counts), 100)
      const asked = counts.slice(0, 4).reduce((sum, count) => sum + count, 0)
      assert.isAtMost(asked, 400)

      // The first for which there was no room is read behind the call, and whole from then on.
      yield* settled
      const behind = seen.requests.slice(4).flatMap(({ keys }) => keys)
      assert.isTrue(behind.every((key) => key.startsWith("hajime-no-ippo")))
      const before = seen.requests.length
      const next = yield* read(topics)
      assert.deepStrictEqual(
        next.found.map(({ detail }) => detail),
        ["full", "full", "full", "full", "brief"],
      )
      yield* settled
      assert.isAbove(seen.requests.length, before)
      const last = yield* read(topics)
      assert.deepStrictEqual(last.unread, [])
      assert.strictEqual(last.found.find(({ series }) => series === "kochikame")?.rows.size, 423)
    }).pipe(Effect.provide(layer))
  })

  it.effect("are true for 30 s without a feed, and then read again", () => {
    const { layer, seen } = recordsOver()
    return Effect.gen(function* () {
      yield* read(full("akira", "monster"))
      yield* TestClock.adjust(29_999)
      assert.deepStrictEqual(namesOf(yield* known(full("akira"))), ["akira"])
      yield* TestClock.adjust(1)
      assert.deepStrictEqual((yield* known(full("akira", "monster"))).missing.length, 2)
      const before = seen.requests.length
      const { found } = yield* read(full("akira", "monster"))
      assert.deepStrictEqual([found.length, seen.requests.length - before], [2, 1])
      // Old prices are not told, whatever becomes of the read.
      yield* TestClock.adjust(30_000)
      seen.answer = () => refused
      assert.deepStrictEqual(yield* read(full("akira")), {
        found: [],
        unread: [{ series: "akira", part: "record" }],
        isLate: true,
      })
      const counters = (yield* SeriesRecords).counters()
      assert.deepInclude(counters, { read: 2, again: 3, kept: 1, late: 1, ahead: 0 })
    }).pipe(Effect.provide(layer))
  })

  it.effect(
    "are true while a feed tells of no change, also only of the stock of one volume",
    () => {
      const { layer, seen, write } = recordsOver()
      seen.isLive = true
      return Effect.gen(function* () {
        yield* read(full("akira", "monster"))
        yield* TestClock.adjust("50 minutes")
        assert.strictEqual((yield* known(full("akira", "monster"))).found.length, 2)
        // 120 copies or 119: no record shows it.
        yield* write("akira-v1-paperback", { stock: 119 })
        assert.strictEqual((yield* known(full("akira"))).found.length, 1)
        yield* write("akira-v1-paperback", { stock: 0 })
        const { found, missing } = yield* known(full("akira", "monster"))
        assert.deepStrictEqual([namesOf({ found }), missing], [["monster"], full("akira")])
        const [akira] = (yield* read(full("akira"))).found
        assert.strictEqual(akira?.rows.get("akira-v1-paperback")?.stock, 0)
        yield* TestClock.adjust("11 minutes")
        assert.deepStrictEqual(namesOf(yield* known(full("akira", "monster"))), ["akira"])
        // Nobody tells of changes any longer.
        seen.isLive = false
        assert.deepStrictEqual(namesOf(yield* known(full("akira"))), [])
      }).pipe(Effect.provide(layer))
    },
  )

  it.effect.each(feeds)(
    "that were changed while they were read are not kept (feed: %s)",
    (isLive) => {
      const { layer, seen, write } = recordsOver()
      seen.isLive = isLive
      seen.answer = () => Effect.sleep(20)
      return Effect.gen(function* () {
        const early = yield* Effect.forkChild(read(full("akira")), { startImmediately: true })
        yield* settled
        yield* TestClock.adjust(10)
        yield* write("akira-v1-paperback", { price: 1 })
        // Who asks now is not given what was read before.
        const late = yield* Effect.forkChild(read(full("akira")), { startImmediately: true })
        yield* settled
        yield* TestClock.adjust(10)
        assert.strictEqual((yield* Fiber.join(early)).found.length, 1)
        assert.strictEqual((yield* known(full("akira"))).found.length, 0)
        const last = yield* Effect.forkChild(read(full("akira")), { startImmediately: true })
        yield* settled
        yield* TestClock.adjust(10)
        for (const reading of [late, last]) {
          const [akira] = (yield* Fiber.join(reading)).found
          assert.strictEqual(akira?.rows.get("akira-v1-paperback")?.price, 1)
        }
        assert.strictEqual((yield* known(full("akira"))).found.length, 1)
        assert.strictEqual(seen.requests.length, 2)
      }).pipe(Effect.provide(layer))
    },
  )

  it.effect("are told and not kept where nobody can say what was changed since", () => {
    const { layer, seen } = recordsOver()
    const away = new CacheError({ reason: "unavailable", operation: "read-versions" })
    seen.now = Effect.fail(away)
    return Effect.gen(function* () {
      assert.strictEqual((yield* read(full("akira"))).found.length, 1)
      assert.strictEqual((yield* known(full("akira"))).found.length, 0)
    }).pipe(Effect.provide(layer))
  })

  it.effect("that are late are named, and kept when they come", () => {
    const { layer, seen } = recordsOver()
    seen.answer = ({ keys }) => Effect.sleep(keys.includes("akira") ? 300 : 10)
    return Effect.gen(function* () {
      // Together they take two requests; that of the bundle of Akira is late.
      const reading = yield* Effect.forkChild(read(full("monster", "blue-lock", "akira"), 100), {
        startImmediately: true,
      })
      yield* settled
      yield* TestClock.adjust(100)
      const { found, unread } = yield* Fiber.join(reading)
      assert.deepStrictEqual(
        found.map(({ complete, series }) => [series, complete]),
        [
          ["monster", true],
          ["blue-lock", false],
        ],
      )
      assert.deepStrictEqual(unread, [
        { series: "blue-lock", part: "prices" },
        { series: "akira", part: "record" },
      ])
      assert.strictEqual((yield* known(full("akira"))).found.length, 0)
      assert.strictEqual((yield* SeriesRecords).counters().late, 2)
      yield* TestClock.adjust(200)
      assert.strictEqual((yield* known(full("akira", "blue-lock"))).found.length, 2)
    }).pipe(Effect.provide(layer))
  })

  it.effect("that could not be read are named, and asked for again by the next", () => {
    const { layer, seen } = recordsOver()
    seen.answer = ({ keys }) => (keys.includes("one-piece") ? Effect.void : refused)
    return Effect.gen(function* () {
      const { found, unread } = yield* read([...full("one-piece"), ...brief("akira")])
      const [onePiece] = found
      assert.deepInclude(onePiece, { series: "one-piece", detail: "full", complete: false })
      assert.deepStrictEqual(unread, [
        { series: "one-piece", part: "prices" },
        { series: "akira", part: "record" },
      ])
      seen.answer = () => Effect.void
      const again = yield* read(full("one-piece"))
      assert.deepStrictEqual(again.unread, [])
      assert.strictEqual(again.found[0]?.rows.size, 238)
    }).pipe(Effect.provide(layer))
  })

  it.effect("are given up after a second, and nobody waits for ever", () => {
    const { layer, seen } = recordsOver()
    seen.answer = () => Effect.never
    return Effect.gen(function* () {
      const reading = yield* Effect.forkChild(read(full("akira"), 60_000), {
        startImmediately: true,
      })
      yield* settled
      yield* TestClock.adjust(1_000)
      assert.deepStrictEqual((yield* Fiber.join(reading)).unread, [
        { series: "akira", part: "record" },
      ])
      assert.strictEqual(seen.cancelled, 1)
      seen.answer = () => Effect.void
      assert.strictEqual((yield* read(full("akira"))).found.length, 1)
    }).pipe(Effect.provide(layer))
  })

  it.effect("are read on when their reader leaves, until the scope closes", () => {
    const { layer, seen } = recordsOver()
    seen.answer = () => Effect.sleep(20)
    return Effect.gen(function* () {
      yield* Effect.gen(function* () {
        const reading = yield* Effect.forkChild(read(full("akira")), { startImmediately: true })
        yield* settled
        yield* Fiber.interrupt(reading)
        yield* TestClock.adjust(20)
        assert.strictEqual((yield* known(full("akira"))).found.length, 1)
        yield* Effect.forkChild(read(full("monster")), { startImmediately: true })
        yield* settled
      }).pipe(Effect.provide(layer))
      assert.deepStrictEqual([seen.requests.length, seen.cancelled], [2, 1])
    })
  })

  it.effect("of an unknown series are none of the store's", () => {
    const { layer, seen } = recordsOver()
    return Effect.gen(function* () {
      const nothing = { found: [], unread: [], isLate: false }
      assert.deepStrictEqual(yield* read(full("no-such-series")), nothing)
      assert.strictEqual(seen.requests.length, 0)
    }).pipe(Effect.provide(layer))
  })

  it.effect("of 300 series with 240 rows each have room in memory", () => {
    const entry = demoCatalogue().series[0]
    assert(entry !== undefined)
    // 1 + 2 * 114 + 11.
    const many = Array.from({ length: 300 }, (_, at) => ({ ...entry, id: `s-${at}`, volumes: 113 }))
    const { layer, seen } = recordsOver(new Catalogue(many, []))
    seen.isLive = true
    const row = rowOf("akira")
    assert(row !== undefined)
    seen.rowOf = (id) => ({ ...row, id })
    const topics = full(...many.map(({ id }) => id))
    return Effect.gen(function* () {
      for (const topic of topics) assert.deepStrictEqual((yield* read([topic])).unread, [])
      const { found } = yield* known(topics)
      assert.strictEqual(found.length, 300)
      assert.strictEqual(found[0]?.rows.size, 240)
    }).pipe(Effect.provide(layer))
  })
})

describe("reading ahead", () => {
  const ahead = (...series: ReadonlyArray<string>) =>
    Effect.andThen(
      Effect.map(SeriesRecords, (records) => records.ahead(series)),
      settled,
    )

  it.effect("makes series known, each once in ten minutes", () => {
    const { layer, seen, write } = recordsOver()
    seen.isLive = true
    return Effect.gen(function* () {
      yield* ahead("akira", "akira", "no-such-series")
      assert.strictEqual((yield* known(full("akira"))).found.length, 1)
      yield* ahead("akira")
      yield* write("akira-v1-paperback", { price: 1 })
      yield* ahead("akira")
      assert.strictEqual(seen.requests.length, 1)
      yield* TestClock.adjust("10 minutes")
      yield* ahead("akira")
      assert.strictEqual(seen.requests.length, 2)
      yield* TestClock.adjust("10 minutes")
      yield* ahead("akira")
      assert.strictEqual(seen.requests.length, 2, "it is known")
      assert.strictEqual((yield* SeriesRecords).counters().ahead, 2)
    }).pipe(Effect.provide(layer))
  })

  it.effect("reads two at a time, and is no second read of what a turn reads", () => {
    const { layer, seen } = recordsOver()
    seen.answer = () => Effect.sleep(20)
    return Effect.gen(function* () {
      const ids = demoCatalogue().series.map(({ id }) => id)
      yield* ahead(...ids)
      assert.deepStrictEqual([seen.requests.length, seen.mostOpen], [2, 2])
      const [first = ""] = ids
      const reading = yield* Effect.forkChild(read(full(first)), { startImmediately: true })
      yield* settled
      assert.strictEqual(seen.requests.length, 2)
      yield* TestClock.adjust("1 minute")
      yield* Fiber.join(reading)
      // 64 waited, and two were taken from them at once or before.
      assert.isAtMost((yield* SeriesRecords).counters().ahead, 66)
      assert.isAtLeast((yield* SeriesRecords).counters().ahead, 64)
      assert.strictEqual(seen.mostOpen <= 4, true, "those of the longest take two requests")
    }).pipe(Effect.provide(layer))
  })

  it.effect("is of use where its rows are told, while they are read or after, once", () => {
    const { layer, seen, write } = recordsOver()
    seen.isLive = true
    return Effect.gen(function* () {
      const { counters } = yield* SeriesRecords
      yield* ahead("akira", "monster")
      assert.strictEqual(counters().used, 0)
      yield* known(full("akira"))
      yield* read(brief("akira"))
      assert.strictEqual(counters().used, 1)
      yield* write("monster-v1-paperback", { price: 1 })
      yield* TestClock.adjust(1)
      yield* read(full("monster"))
      yield* known(full("monster"))
      assert.strictEqual(counters().used, 1, "it was read again")
      seen.answer = () => Effect.sleep(20)
      yield* ahead("blue-lock")
      const reading = yield* Effect.forkChild(read(full("blue-lock")), { startImmediately: true })
      yield* TestClock.adjust(20)
      yield* Fiber.join(reading)
      assert.deepInclude(counters(), { ahead: 3, used: 2, read: 0, again: 1 })
    }).pipe(Effect.provide(layer))
  })

  it.effect("goes on after a failure", () => {
    const { layer, seen } = recordsOver()
    seen.answer = () => refused
    return Effect.gen(function* () {
      yield* ahead("akira", "monster", "nana")
      assert.strictEqual(seen.requests.length, 3)
      seen.answer = () => Effect.void
      yield* ahead("blue-lock")
      assert.strictEqual((yield* known(full("blue-lock"))).found.length, 1)
    }).pipe(Effect.provide(layer))
  })
})

it("the demo shop's longest series takes more rows than one call may read", () => {
  assert.strictEqual(products().filter(({ seriesId }) => seriesId === "kochikame").length, 423)
})
