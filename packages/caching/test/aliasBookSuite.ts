/** What every `AliasBook` promises, whatever stands behind it. */
import { assert, describe, it } from "@effect/vitest"
import { Clock, Effect, type Scope } from "effect"
import { type Alias, type AliasBook, aliasId } from "../src/index.ts"

export const version = "catalogue-1"
const hour = 3_600_000

/** Approved now, for an hour, unless told otherwise. */
export const aliasOf = (words: string, more: Partial<Alias> = {}) =>
  Effect.map(Clock.currentTimeMillis, (now): Alias => ({
    partition: "public",
    locale: "en",
    words,
    place: `answer:of ${words}`,
    kept: `kept ${words}`,
    version,
    approvedAt: now,
    expiresAt: now + hour,
    approvedBy: "worker, rules 1",
    model: "judge",
    ...more,
  }))

export const aliasesOf = (...words: ReadonlyArray<string>) =>
  Effect.forEach(words, (each) => aliasOf(each))

const asked = (words: string, locale = "en") => ({ partition: "public", locale, words })

type Book = AliasBook["Service"]

const found = (book: Book, ...words: ReadonlyArray<string>) =>
  words.map((each) => book.find(asked(each))?.place)

export const aliasBookSuite = <E>(
  name: string,
  make: Effect.Effect<Book, E, Scope.Scope>,
): void => {
  const test = (title: string, body: (book: Book) => Effect.Effect<void, unknown>) =>
    it.live(title, () => Effect.scoped(Effect.flatMap(make, body)))

  describe(`AliasBook: ${name}`, () => {
    test("finds exactly the words, language and partition that were approved", (book) =>
      Effect.gen(function* () {
        assert.isUndefined(book.find(asked("who is it by")))
        const alias = yield* aliasOf("who is it by")
        const approval = yield* book.approve({ lead: 1, aliases: [alias], forget: [] })
        assert.deepStrictEqual(approval, { kept: 1 })
        assert.deepStrictEqual(book.find(asked("who is it by")), alias)
        assert.isUndefined(book.find(asked("who is it by?")))
        assert.isUndefined(book.find(asked("who is it by", "ja")))
        assert.isUndefined(book.find({ ...asked("who is it by"), partition: "other" }))
      }))

    test("never finds what has run out or was judged under another version", (book) =>
      Effect.gen(function* () {
        const now = yield* Clock.currentTimeMillis
        const over = yield* aliasOf("over", { expiresAt: now - 1 })
        const other = yield* aliasOf("other", { version: "catalogue-0" })
        yield* book.approve({ lead: 1, aliases: [over, other], forget: [] })
        assert.deepStrictEqual(found(book, "over", "other"), [undefined, undefined])
        // They are there, to be listed and forgotten; afterwards their words may be approved again.
        assert.strictEqual((yield* book.state).aliases.length, 2)
        yield* book.approve({ lead: 1, aliases: [], forget: [aliasId(over), aliasId(other)] })
        assert.strictEqual((yield* book.state).aliases.length, 0)
        yield* book.approve({ lead: 1, aliases: yield* aliasesOf("over"), forget: [] })
        assert.deepStrictEqual(found(book, "over"), ["answer:of over"])
      }))

    test("refuses an earlier lead", (book) =>
      Effect.gen(function* () {
        yield* book.approve({ lead: 7, aliases: yield* aliasesOf("a"), forget: [] })
        const late = { lead: 6, aliases: yield* aliasesOf("b"), forget: [aliasId(asked("a"))] }
        assert.deepStrictEqual(yield* book.approve(late), { refused: "later-lead" })
        assert.deepStrictEqual(found(book, "a", "b"), ["answer:of a", undefined])
      }))

    test("drops what is reported wrong at once, and does not take it back", (book) =>
      Effect.gen(function* () {
        const [a, b] = yield* aliasesOf("a", "b")
        if (a === undefined || b === undefined) return
        yield* book.approve({ lead: 1, aliases: [a, b], forget: [] })
        book.report(a, "wrong")
        assert.deepStrictEqual(found(book, "a", "b"), [undefined, "answer:of b"])
        yield* book.state
        assert.deepStrictEqual(found(book, "a", "b"), [undefined, "answer:of b"])
        assert.deepStrictEqual(yield* book.approve({ lead: 2, aliases: [a], forget: [] }), {
          kept: 0,
        })
        assert.deepStrictEqual(found(book, "a", "b"), [undefined, "answer:of b"])
      }))

    test("removes by name, for good; everything at once begins anew", (book) =>
      Effect.gen(function* () {
        const aliases = yield* aliasesOf("a", "b")
        yield* book.approve({ lead: 1, aliases, forget: [] })
        yield* book.remove([aliasId(asked("a"))])
        assert.deepStrictEqual(found(book, "a", "b"), [undefined, "answer:of b"])
        yield* book.approve({ lead: 1, aliases, forget: [] })
        assert.deepStrictEqual(found(book, "a"), [undefined])
        yield* book.remove("everything")
        assert.deepStrictEqual(found(book, "b"), [undefined])
        yield* book.approve({ lead: 1, aliases, forget: [] })
        assert.deepStrictEqual(found(book, "a", "b"), ["answer:of a", "answer:of b"])
      }))

    test("turns itself off when too many answers were wrong, until it is cleared", (book) =>
      Effect.gen(function* () {
        const aliases = yield* aliasesOf("a", "b", "c", "d")
        const [a, b, c, d] = aliases
        if (a === undefined || b === undefined || c === undefined || d === undefined) return
        yield* book.approve({ lead: 1, aliases, forget: [] })
        for (let count = 0; count < 37; count += 1) book.report(d, "right")
        book.report(a, "wrong")
        book.report(b, "wrong")
        // Two in 39 are more than one in twenty, yet too few to say anything.
        assert.isUndefined((yield* book.state).off)
        assert.deepStrictEqual(found(book, "d"), ["answer:of d"])
        book.report(c, "wrong")
        assert.deepStrictEqual(found(book, "d"), [undefined])
        assert.strictEqual((yield* book.state).off, "3 of 40 compared answers were wrong")
        assert.deepStrictEqual(found(book, "d"), [undefined])
        const more = yield* aliasesOf("e")
        assert.deepStrictEqual(yield* book.approve({ lead: 1, aliases: more, forget: [] }), {
          refused: "off",
        })
        yield* book.remove("everything")
        yield* book.approve({ lead: 1, aliases: more, forget: [] })
        assert.deepStrictEqual(found(book, "e"), ["answer:of e"])
      }))

    test("goes on while one answer in a hundred is wrong", (book) =>
      Effect.gen(function* () {
        const aliases = yield* aliasesOf("a", "b", "c", "d")
        yield* book.approve({ lead: 1, aliases, forget: [] })
        const [last] = aliases.slice(-1)
        if (last === undefined) return
        for (let count = 0; count < 300; count += 1) book.report(last, "right")
        for (const alias of aliases.slice(0, 3)) book.report(alias, "wrong")
        assert.isUndefined((yield* book.state).off)
        assert.deepStrictEqual(found(book, "d"), ["answer:of d"])
      }))

    test("counts uses", (book) =>
      Effect.gen(function* () {
        const aliases = yield* aliasesOf("a")
        yield* book.approve({ lead: 1, aliases, forget: [] })
        for (const alias of aliases) {
          for (let count = 0; count < 5; count += 1) book.report(alias, "used")
          book.report(alias, "right")
        }
        const { counters, totals } = yield* book.state
        assert.deepStrictEqual(totals, { used: 5, right: 1, wrong: 0 })
        assert.strictEqual(counters.used, 5)
        assert.strictEqual(counters.lostReports, 0)
      }))
  })
}
