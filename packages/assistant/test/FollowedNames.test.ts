/** The names of the shop, followed in its table: at the start, and what is written from then on. */
import { assert, describe, it } from "@effect/vitest"
import { BatchGetCommand, QueryCommand } from "@aws-sdk/lib-dynamodb"
import { TagVersions } from "@manga-assist/caching"
import { mangaShop, type NamedRow, nameKeys, rulesRow } from "@manga-assist/catalogue"
import { demoRows, isSeries, type SeriesRow } from "@manga-assist/catalogue/rows"
import { ConnectionError, DynamoDocuments } from "@manga-assist/connections"
import { ConfigProvider, Effect, Layer } from "effect"
import { TestClock } from "effect/testing"
import { StoreTables } from "../src/conversation/session/StoreTables.ts"
import { FollowedNames } from "../src/products/FollowedNames.ts"
import { cacheKeyOf } from "../src/answers/ShareKey.ts"
import { toldByRules } from "../src/products/StoreRules.ts"
import { goneTag, namesTag, rulesTag } from "../src/products/StoreTags.ts"
import { read } from "../src/reading/Read.ts"
import { StoreNames } from "../src/reading/StoreNames.ts"

const away = new ConnectionError({
  service: "dynamodb",
  operation: "Query",
  reason: "refused",
  detail: "scripted",
})

const perPage = 7

const demoSeries = [...demoRows()].filter(isSeries)
const named = (row: SeriesRow, writtenAt: string): NamedRow => ({
  ...row,
  ...nameKeys(row.id, writtenAt),
})

/** The index of names: of a shard what was written since, by time, a few rows a page. */
const makeTable = () => {
  const table = {
    rows: new Map<string, Omit<NamedRow, "title"> & { readonly title: unknown }>(),
    rules: undefined as string | undefined,
    isAway: false,
    queries: 0,
  }
  const layer = Layer.succeed(
    DynamoDocuments,
    DynamoDocuments.of({
      run: (_operation, _deadlineMs, call) =>
        Effect.suspend(() => {
          if (table.isAway) return Effect.fail(away)
          let sent: unknown
          const client = { send: (command: unknown) => void (sent = command) }
          // Only what is sent matters: the table answers itself.
          void call(client as never, new AbortController().signal)
          if (sent instanceof BatchGetCommand) {
            const [name = ""] = Object.keys(sent.input.RequestItems ?? {})
            const rows = table.rules === undefined ? [] : [{ id: rulesRow, rules: table.rules }]
            return Effect.succeed({ Responses: { [name]: rows } } as never)
          }
          table.queries += 1
          assert(sent instanceof QueryCommand)
          assert.strictEqual(sent.input.IndexName, "names")
          const { ":shard": shard, ":since": since } = sent.input.ExpressionAttributeValues ?? {}
          const from = Number(sent.input.ExclusiveStartKey?.["at"] ?? 0)
          const found = [...table.rows.values()]
            .filter(({ named, namedAt }) => named === shard && namedAt >= String(since))
            .toSorted((a, b) => (a.namedAt < b.namedAt ? -1 : 1))
          const more =
            from + perPage < found.length ? { LastEvaluatedKey: { at: from + perPage } } : {}
          const items = found.slice(from, from + perPage)
          const isOfIds = sent.input.ProjectionExpression === "id"
          return Effect.succeed({
            Items: isOfIds ? items.map(({ id }) => ({ id })) : items,
            ...more,
          } as never)
        }),
    }),
  )
  const write = (row: NamedRow) => table.rows.set(row.id, row)
  for (const each of demoSeries) write(named(each, "1970-01-01T00:00:00.000Z"))
  return { table, layer, write }
}

const over = (table: ReturnType<typeof makeTable>) =>
  FollowedNames.layer.pipe(
    Layer.provideMerge(TagVersions.layerMemory()),
    Layer.provide(table.layer),
    Layer.provide(StoreTables.layer),
    Layer.provide(ConfigProvider.layer(ConfigProvider.fromUnknown({}))),
  )

const [model] = demoSeries
if (model === undefined) throw new Error("the catalogue is empty")
const moths = {
  ...model,
  id: "lantern-moths",
  seriesId: "lantern-moths",
  title: "Paper Lantern Moths of Kasumi",
  japaneseTitle: "霞町の灯蛾",
  romaji: "Kasumichou no Hitorimushi",
  otherNames: ["Kasumichou Moths"],
}
const asked = "How much is Paper Lantern Moths of Kasumi 3?"

const formOf = (text: string) =>
  Effect.map(StoreNames, (names) => {
    const { reading } = read(names, text)
    return reading.known ? reading.form : undefined
  })

/** As a shop writes: with the clock of the test, which begins in 1970. */
const at = (ms: number) => new Date(ms).toISOString()

describe("the names of the shop", () => {
  it.effect("are all read at the start", () => {
    const table = makeTable()
    return Effect.gen(function* () {
      yield* TestClock.adjust("1 second")
      const followed = yield* FollowedNames
      yield* followed.read
      assert.deepStrictEqual(followed.figures(), {
        known: demoSeries.length,
        broken: 0,
        collisions: followed.figures().collisions,
      })
      assert.strictEqual(yield* formOf("How much is One Piece 3?"), "price BOOK=one-piece#3")
    }).pipe(Effect.provide(over(table)))
  })

  it.effect("are half a minute old at most where nobody tells of changes", () => {
    const table = makeTable()
    return Effect.gen(function* () {
      yield* TestClock.adjust("90 seconds")
      assert.isUndefined(yield* formOf(asked))
      table.write(named(moths, at(90_000)))
      yield* TestClock.adjust("31 seconds")
      assert.strictEqual(yield* formOf(asked), "price BOOK=lantern-moths#3")
      table.write(named({ ...moths, title: "Kasumi Nights" }, at(122_000)))
      yield* TestClock.adjust("31 seconds")
      assert.isUndefined(yield* formOf(asked))
      assert.strictEqual(
        yield* formOf("How much is Kasumi Nights 3?"),
        "price BOOK=lantern-moths#3",
      )
    }).pipe(Effect.provide(over(table)))
  })

  it.effect("are read at once where a change is told, and no more rows than that of it", () => {
    const table = makeTable()
    return Effect.gen(function* () {
      const tags = yield* TagVersions
      yield* TestClock.adjust("20 minutes")
      table.write(named(moths, at(1_200_000)))
      yield* tags.invalidate([namesTag])
      const before = table.table.queries
      yield* TestClock.adjust("1 second")
      assert.strictEqual(yield* formOf(asked), "price BOOK=lantern-moths#3")
      assert.strictEqual(table.table.queries - before, 8)
      yield* TestClock.adjust("5 seconds")
      assert.strictEqual(table.table.queries - before, 8)
    }).pipe(Effect.provide(over(table)))
  })

  it.effect("are forgotten with the row: in half a minute, or when it is told", () => {
    const table = makeTable()
    const told = "How much is One Piece 3?"
    return Effect.gen(function* () {
      const tags = yield* TagVersions
      const { figures } = yield* FollowedNames
      table.write(named(moths, at(0)))
      yield* TestClock.adjust("40 seconds")
      assert.strictEqual(yield* formOf(asked), "price BOOK=lantern-moths#3")
      table.table.rows.delete("lantern-moths")
      yield* TestClock.adjust("31 seconds")
      assert.isUndefined(yield* formOf(asked))
      assert.strictEqual(figures().known, demoSeries.length)
      table.table.rows.delete("one-piece")
      yield* tags.invalidate([goneTag])
      yield* TestClock.adjust("1 second")
      assert.isUndefined(yield* formOf(told))
      assert.strictEqual(yield* formOf("How much is Naruto 3?"), "price BOOK=naruto#3")
    }).pipe(Effect.provide(over(table)))
  })

  it.effect("come once the table answers, and stay while it does not", () => {
    const table = makeTable()
    table.table.isAway = true
    return Effect.gen(function* () {
      const { figures, read: whole } = yield* FollowedNames
      yield* TestClock.adjust("10 seconds")
      assert.strictEqual((yield* Effect.flip(whole)).reason, "refused")
      assert.strictEqual(figures().known, 0)
      table.table.isAway = false
      yield* TestClock.adjust("2 seconds")
      yield* whole
      table.table.isAway = true
      yield* TestClock.adjust("10 minutes")
      yield* whole
      assert.strictEqual(yield* formOf("How much is One Piece 3?"), "price BOOK=one-piece#3")
    }).pipe(Effect.provide(over(table)))
  })

  it.effect("leave out a row that breaks a rule", () => {
    const table = makeTable()
    table.table.rows.set("lantern-moths", {
      ...named(moths, at(0)),
      title: 7,
    })
    return Effect.gen(function* () {
      yield* TestClock.adjust("1 second")
      const { figures, read: whole } = yield* FollowedNames
      yield* whole
      assert.deepInclude(figures(), { known: demoSeries.length, broken: 1 })
      assert.isUndefined(yield* formOf(asked))
    }).pipe(Effect.provide(over(table)))
  })
})

const poBox = "Do you deliver to a PO box?"
const edited = (english: string): string => {
  const { shipping, ...others } = mangaShop().rules
  const sentences = Array.from(shipping ?? [], (each) =>
    each.details.includes("pobox") ? { ...each, en: english } : each,
  )
  return JSON.stringify({ ...others, shipping: sentences })
}
const ofFile = mangaShop().rules["shipping"]?.find(({ details }) => details.includes("pobox"))?.en

const askedNow = (text: string) => Effect.map(StoreNames, (names) => read(names, text))
const toldNow = Effect.map(askedNow(poBox), (asked) => toldByRules(asked.shop.rules, asked))

describe("the rules of the shop", () => {
  it.effect(
    "are those of its file until the table has others, and again when these are gone",
    () => {
      const table = makeTable()
      return Effect.gen(function* () {
        yield* TestClock.adjust("1 second")
        assert.strictEqual(yield* toldNow, ofFile)
        table.table.rules = edited("We deliver to PO boxes.")
        yield* TestClock.adjust("31 seconds")
        assert.strictEqual(yield* toldNow, "We deliver to PO boxes.")
        table.table.rules = undefined
        yield* TestClock.adjust("31 seconds")
        assert.strictEqual(yield* toldNow, ofFile)
      }).pipe(Effect.provide(over(table)))
    },
  )

  it.effect("are read at once where a change is told", () => {
    const table = makeTable()
    return Effect.gen(function* () {
      const tags = yield* TagVersions
      yield* TestClock.adjust("20 minutes")
      table.table.rules = edited("We deliver to PO boxes.")
      yield* tags.invalidate([rulesTag])
      yield* TestClock.adjust("1 second")
      assert.strictEqual(yield* toldNow, "We deliver to PO boxes.")
    }).pipe(Effect.provide(over(table)))
  })

  it.effect("stay the old ones, and are counted, where the new ones break a rule", () => {
    const table = makeTable()
    return Effect.gen(function* () {
      const { rules } = yield* FollowedNames
      table.table.rules = edited("We deliver to PO boxes.")
      yield* TestClock.adjust("31 seconds")
      const known = rules().topics
      assert.isAbove(known, 10)
      for (const broken of [edited(""), "{", '{"shipping":[]}', `"${"a".repeat(300_000)}"`]) {
        table.table.rules = broken
        yield* TestClock.adjust("31 seconds")
        assert.deepStrictEqual(rules(), { topics: known, broken: 1 })
        assert.strictEqual(yield* toldNow, "We deliver to PO boxes.")
      }
      table.table.rules = edited("Only to PO boxes.")
      yield* TestClock.adjust("31 seconds")
      assert.deepStrictEqual(rules(), { topics: known, broken: 0 })
      assert.strictEqual(yield* toldNow, "Only to PO boxes.")
    }).pipe(Effect.provide(over(table)))
  })

  it.effect("are part of every key: no answer is found that was written by others", () => {
    const table = makeTable()
    return Effect.gen(function* () {
      yield* TestClock.adjust("1 second")
      const price = "How much is One Piece 3?"
      const before = yield* askedNow(price)
      table.table.rules = edited("We deliver to PO boxes.")
      yield* TestClock.adjust("31 seconds")
      assert.notStrictEqual(cacheKeyOf(yield* askedNow(price)), cacheKeyOf(before))
      assert.notStrictEqual(before.shop.rules, (yield* StoreNames).shop.rules)
      table.table.rules = undefined
      yield* TestClock.adjust("31 seconds")
      assert.strictEqual(cacheKeyOf(yield* askedNow(price)), cacheKeyOf(before))
    }).pipe(Effect.provide(over(table)))
  })
})
