/** When an answer is served again: by its tags while a feed is live, else by the table; by the date always. */
import { assert, describe, it } from "@effect/vitest"
import { CacheStore, TagVersions } from "@manga-assist/caching"
import { products } from "@manga-assist/catalogue"
import { Ledger } from "@manga-assist/latency-budget"
import { Effect, Layer } from "effect"
import { TestClock } from "effect/testing"
import { type CachedAnswer, CachedAnswers } from "../src/answers/CachedAnswer.ts"
import { SeriesRecords } from "../src/facts/SeriesRecords.ts"
import { figureOf } from "../src/products/Figure.ts"
import { cacheKeyOf } from "../src/answers/ShareKey.ts"
import { emptyConversation } from "../src/conversation/Conversation.ts"
import { ProductFacts } from "../src/products/ProductFacts.ts"
import { makeLookUp } from "../src/answers/LookUp.ts"
import { HitAudit } from "../src/answers/audit/HitAudit.ts"
import { Renewals } from "../src/answers/Renewals.ts"
import { read } from "./demoShop.ts"

const text = "Is One Piece volume 12 in stock?"
const question = read(text)
const product = products().find(({ id }) => id === "one-piece-v12-paperback")!
const tag = `product:${product.id}`

const setting = () => {
  const table = { ...product }
  const seen = { reads: 0, renewals: 0, isLive: false, takesRenewals: true }
  const layer = Layer.mergeAll(
    CachedAnswers.layer.pipe(Layer.provide(CacheStore.layerMemory())),
    SeriesRecords.layer,
    HitAudit.layerOff,
    Layer.succeed(Renewals, {
      offer: () => {
        seen.renewals += 1
        return seen.takesRenewals
      },
      counters: () => ({ renewed: 0, alreadyFresh: 0, failed: 0, refused: 0 }),
    }),
  ).pipe(
    Layer.provideMerge(
      Layer.succeed(ProductFacts, {
        read: () =>
          Effect.sync(() => {
            seen.reads += 1
            return new Map([[product.id, table]])
          }),
      }),
    ),
    Layer.provideMerge(
      Layer.effect(
        TagVersions,
        Effect.map(TagVersions, (versions) =>
          TagVersions.of({ ...versions, live: () => seen.isLive }),
        ),
      ).pipe(Layer.provide(TagVersions.layerMemory())),
    ),
  )
  return { table, seen, layer }
}

const answerOf = (releaseDate: string, today: string, day?: string): CachedAnswer => ({
  text: "Yes.",
  products: [],
  model: "m",
  origin: "exact",
  words: "is one piece volume 12 in stock",
  figures: [figureOf({ ...product, releaseDate }, today)],
  series: ["one-piece"],
  ...(day === undefined ? {} : { day }),
})

const held = (answer: CachedAnswer, tagged = true) =>
  Effect.gen(function* () {
    const cache = yield* CachedAnswers
    const { now } = yield* TagVersions
    yield* cache.write(cacheKeyOf(question), answer, {
      freshForMs: 1_000_000,
      staleForMs: 3_000_000,
      ...(tagged ? { tags: { names: [tag], since: yield* now } } : {}),
    })
  })
const ask = Effect.flatMap(makeLookUp, (recall) =>
  recall.ask(question, emptyConversation, new Ledger({ totalMs: 2_000, now: () => 0 })),
)

describe("an answer that is held", () => {
  const old = answerOf(product.releaseDate, "1970-01-01")

  it.effect("is not compared with the table while a feed is live", () => {
    const { layer, seen, table } = setting()
    return Effect.gen(function* () {
      yield* held(old)
      seen.isLive = true
      assert.strictEqual((yield* ask).kind, "hit")
      assert.strictEqual(seen.reads, 0)
      table.price += 1
      yield* (yield* TagVersions).invalidate([tag])
      const changed = yield* ask
      assert(changed.kind === "miss")
      assert.include(changed.reason, "answered before, but")
      assert.strictEqual(seen.reads, 0)
    }).pipe(Effect.provide(layer))
  })

  it.effect("is compared with the table without a feed, and where it has no tags", () => {
    const { layer, seen, table } = setting()
    return Effect.gen(function* () {
      yield* held(old)
      assert.strictEqual((yield* ask).kind, "hit")
      assert.strictEqual(seen.reads, 1)
      yield* held(old, false)
      seen.isLive = true
      assert.strictEqual((yield* ask).kind, "hit")
      assert.strictEqual(seen.reads, 2)
      table.price += 1
      assert.strictEqual((yield* ask).kind, "miss")
    }).pipe(Effect.provide(layer))
  })

  it.effect("is over when a book in it comes out, without a read", () => {
    const { layer, seen } = setting()
    return Effect.gen(function* () {
      seen.isLive = true
      yield* TestClock.setTime(Date.parse("2026-11-24T23:55:00+09:00"))
      yield* held(answerOf("2026-11-25", "2026-11-24"))
      assert.strictEqual((yield* ask).kind, "hit")
      yield* TestClock.adjust("6 minutes")
      assert.strictEqual((yield* ask).kind, "miss")
      assert.strictEqual(seen.reads, 0)
    }).pipe(Effect.provide(layer))
  })

  it.effect("is over at midnight when it is bound to its day", () => {
    const { layer, seen } = setting()
    return Effect.gen(function* () {
      seen.isLive = true
      yield* TestClock.setTime(Date.parse("2026-11-24T23:55:00+09:00"))
      yield* held(answerOf("2026-11-20", "2026-11-24", "2026-11-24"))
      assert.strictEqual((yield* ask).kind, "hit")
      yield* TestClock.adjust("6 minutes")
      assert.strictEqual((yield* ask).kind, "miss")
    }).pipe(Effect.provide(layer))
  })

  it.effect(
    "is served past its time while it is renewed, and says so; no longer than it was fresh",
    () => {
      const { layer, seen } = setting()
      return Effect.gen(function* () {
        seen.isLive = true
        yield* held(old)
        yield* TestClock.adjust(1_100_000)
        const stale = yield* ask
        assert(stale.kind === "hit")
        assert.strictEqual(stale.source, "stale")
        assert.include(stale.reason, "past its time (is being renewed)")
        assert.strictEqual(seen.renewals, 1)
        seen.takesRenewals = false
        const refused = yield* ask
        assert(refused.kind === "hit")
        assert.include(refused.reason, "is not renewed")
        yield* TestClock.adjust(900_000)
        const older = yield* ask
        assert(older.kind === "miss")
        assert.isDefined(older.stale, "for when no model answers")
        assert.strictEqual(seen.renewals, 2)
      }).pipe(Effect.provide(layer))
    },
  )

  it.effect("is not served past its time when what it says has changed", () => {
    const { layer, seen, table } = setting()
    return Effect.gen(function* () {
      yield* held(old)
      yield* TestClock.adjust(1_100_000)
      table.price += 1
      const changed = yield* ask
      assert(changed.kind === "miss")
      assert.isUndefined(changed.stale)
      assert.strictEqual(seen.renewals, 0)
    }).pipe(Effect.provide(layer))
  })
})
