/** What every `WordingBook` promises, whatever stands behind it. */
import { assert, describe, it } from "@effect/vitest"
import { Clock, Effect, type Scope } from "effect"
import { type Wording, type WordingBook, wordingId } from "../src/index.ts"

export const version = "catalogue-1"
const hour = 3_600_000

/** Approved now, for an hour, unless told otherwise. */
export const wordingOf = (text: string, more: Partial<Wording> = {}) =>
  Effect.map(Clock.currentTimeMillis, (now): Wording => ({
    locale: "en",
    text,
    sentence: `asks ${text}`,
    version,
    approvedAt: now,
    expiresAt: now + hour,
    approvedBy: "worker, rules 1",
    model: "judge",
    ...more,
  }))

export const wordingsOf = (...texts: ReadonlyArray<string>) =>
  Effect.forEach(texts, (each) => wordingOf(each))

const asked = (text: string, locale = "en") => ({ locale, text })

type Book = WordingBook["Service"]

const found = (book: Book, ...texts: ReadonlyArray<string>) =>
  texts.map((each) => book.find(asked(each))?.sentence)

export const wordingBookSuite = <E>(
  name: string,
  make: Effect.Effect<Book, E, Scope.Scope>,
): void => {
  const test = (title: string, body: (book: Book) => Effect.Effect<void, unknown>) =>
    it.live(title, () => Effect.scoped(Effect.flatMap(make, body)))

  describe(`WordingBook: ${name}`, () => {
    test("finds exactly the text and language that were approved", (book) =>
      Effect.gen(function* () {
        assert.isUndefined(book.find(asked("who is it by")))
        const wording = yield* wordingOf("who is it by")
        const approval = yield* book.approve({ lead: 1, wordings: [wording] })
        assert.deepStrictEqual(approval, { kept: 1 })
        assert.deepStrictEqual(book.find(asked("who is it by")), wording)
        assert.isUndefined(book.find(asked("who is it by?")))
        assert.isUndefined(book.find(asked("who is it by", "ja")))
      }))

    test("never finds what has run out or was judged under another version", (book) =>
      Effect.gen(function* () {
        const now = yield* Clock.currentTimeMillis
        const over = yield* wordingOf("over", { expiresAt: now - 1 })
        const other = yield* wordingOf("other", { version: "catalogue-0" })
        yield* book.approve({ lead: 1, wordings: [over, other] })
        assert.deepStrictEqual(found(book, "over", "other"), [undefined, undefined])
        // They are there, to be listed and forgotten; afterwards they may be approved again.
        assert.strictEqual((yield* book.state).wordings.length, 2)
        yield* book.approve({ lead: 1, wordings: [] })
        assert.strictEqual((yield* book.state).wordings.length, 0)
        yield* book.approve({ lead: 1, wordings: yield* wordingsOf("over") })
        assert.deepStrictEqual(found(book, "over"), ["asks over"])
      }))

    test("refuses an earlier lead", (book) =>
      Effect.gen(function* () {
        yield* book.approve({ lead: 7, wordings: yield* wordingsOf("a") })
        const late = { lead: 6, wordings: yield* wordingsOf("b") }
        assert.deepStrictEqual(yield* book.approve(late), { refused: "later-lead" })
        assert.deepStrictEqual(found(book, "a", "b"), ["asks a", undefined])
      }))

    test("drops what is reported wrong at once, and does not take it back", (book) =>
      Effect.gen(function* () {
        const [a, b] = yield* wordingsOf("a", "b")
        if (a === undefined || b === undefined) return
        yield* book.approve({ lead: 1, wordings: [a, b] })
        book.report(a, "wrong")
        assert.deepStrictEqual(found(book, "a", "b"), [undefined, "asks b"])
        yield* book.state
        assert.deepStrictEqual(found(book, "a", "b"), [undefined, "asks b"])
        assert.deepStrictEqual(yield* book.approve({ lead: 2, wordings: [a] }), {
          kept: 0,
        })
        assert.deepStrictEqual(found(book, "a", "b"), [undefined, "asks b"])
      }))

    test("removes by name, for good; everything at once begins anew", (book) =>
      Effect.gen(function* () {
        const wordings = yield* wordingsOf("a", "b")
        yield* book.approve({ lead: 1, wordings })
        yield* book.remove([wordingId(asked("a"))])
        assert.deepStrictEqual(found(book, "a", "b"), [undefined, "asks b"])
        yield* book.approve({ lead: 1, wordings })
        assert.deepStrictEqual(found(book, "a"), [undefined])
        const three = [asked("a"), asked("b"), asked("c")]
        const known = yield* book.settled(three)
        assert.deepStrictEqual(
          three.filter((each) => known.has(wordingId(each))),
          [asked("a"), asked("b")],
        )
        assert.strictEqual((yield* book.settled([])).size, 0)
        yield* book.remove("everything")
        assert.deepStrictEqual(found(book, "b"), [undefined])
        yield* book.approve({ lead: 1, wordings })
        assert.deepStrictEqual(found(book, "a", "b"), ["asks a", "asks b"])
      }))

    test("turns itself off when too many answers were wrong, until it is cleared", (book) =>
      Effect.gen(function* () {
        const wordings = yield* wordingsOf("a", "b", "c", "d")
        const [a, b, c, d] = wordings
        if (a === undefined || b === undefined || c === undefined || d === undefined) return
        yield* book.approve({ lead: 1, wordings })
        for (let count = 0; count < 37; count += 1) book.report(d, "right")
        book.report(a, "wrong")
        book.report(b, "wrong")
        // Two in 39 are more than one in twenty, yet too few to say anything.
        assert.isUndefined((yield* book.state).off)
        assert.deepStrictEqual(found(book, "d"), ["asks d"])
        book.report(c, "wrong")
        assert.deepStrictEqual(found(book, "d"), [undefined])
        assert.strictEqual((yield* book.state).off, "3 of 40 compared answers were wrong")
        assert.deepStrictEqual(found(book, "d"), [undefined])
        const more = yield* wordingsOf("e")
        assert.deepStrictEqual(yield* book.approve({ lead: 1, wordings: more }), {
          refused: "off",
        })
        yield* book.remove("everything")
        yield* book.approve({ lead: 1, wordings: more })
        assert.deepStrictEqual(found(book, "e"), ["asks e"])
      }))

    test("goes on while one answer in a hundred is wrong", (book) =>
      Effect.gen(function* () {
        const wordings = yield* wordingsOf("a", "b", "c", "d")
        yield* book.approve({ lead: 1, wordings })
        const [last] = wordings.slice(-1)
        if (last === undefined) return
        for (let count = 0; count < 300; count += 1) book.report(last, "right")
        for (const wording of wordings.slice(0, 3)) book.report(wording, "wrong")
        assert.isUndefined((yield* book.state).off)
        assert.deepStrictEqual(found(book, "d"), ["asks d"])
      }))

    test("counts uses", (book) =>
      Effect.gen(function* () {
        const wordings = yield* wordingsOf("a")
        yield* book.approve({ lead: 1, wordings })
        for (const wording of wordings) {
          for (let count = 0; count < 5; count += 1) book.report(wording, "used")
          book.report(wording, "right")
        }
        const { counters, totals } = yield* book.state
        assert.deepStrictEqual(totals, { used: 5, right: 1, wrong: 0 })
        assert.strictEqual(counters.used, 5)
        assert.strictEqual(counters.lostReports, 0)
      }))
  })
}
