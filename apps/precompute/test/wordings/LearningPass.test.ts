/** What becomes a learned wording and what does not, whatever the model does. */
import { wordingVersion } from "@manga-assist/assistant"
import { WordingBook } from "@manga-assist/caching"
import { assert, describe, it } from "@effect/vitest"
import { LeaderError } from "@manga-assist/leader"
import { Effect } from "effect"
import { TestClock } from "effect/testing"
import {
  byPatterns,
  en,
  ja,
  knowing,
  leads,
  learningLab,
  type Model,
  type Shown,
  usage,
} from "./learningLab.ts"

const missed = [
  ...en(
    "who is {SERIES1} by",
    "how long is {SERIES1} in volumes",
    "what sort of genre is {SERIES1}",
  ),
  ...ja("{SERIES1}は何のジャンルですか"),
]
const meaningOf = byPatterns([
  [/^who is (.+) by$/u, "who is the author of $1"],
  [/^how long is (.+) in volumes$/u, "how many volumes does $1 have"],
  [/^what sort of genre is (.+)$/u, "what genre is $1"],
  [/^「?(.+?)」?は何のジャンルですか$/u, "$1のジャンル"],
  [/^「?(.+?)」?のジャンルは何ですか$/u, "$1のジャンル"],
])
const honest = knowing(meaningOf)

const lab = (more: Partial<Parameters<typeof learningLab>[0]> = {}) =>
  learningLab({ model: honest, missed, ...more })

const hour = 3_600_000
const isSaid = (shown: Shown, text: string) => JSON.stringify(shown).includes(text)

describe("an honest model", () => {
  it.effect("has wordings learned for all values, with where they come from", () =>
    Effect.gen(function* () {
      const { find, pass, seen } = yield* lab()
      const { counts, ...report } = yield* pass
      assert.deepStrictEqual(report, {})
      assert.deepStrictEqual(counts, { proposed: 4, approved: 4 })
      assert.deepStrictEqual([...seen.spenders], ["worker"])
      const wording = find("who is {SERIES1} by")
      assert.strictEqual(wording?.sentence, "who is the author of {SERIES1}")
      assert.match(wording?.approvedBy ?? "", /rules \d/u)
      assert.match(wording?.model ?? "", /haiku/u)
      assert.strictEqual(wording?.version, wordingVersion)
      assert.strictEqual(
        find("how long is {SERIES1} in volumes")?.sentence,
        "how many volumes does {SERIES1} have",
      )
      assert.isDefined(find("{SERIES1}は何のジャンルですか", "ja"))
    }),
  )

  it.effect(
    "is asked to choose among few, then twice and once more, with other titles each time",
    () =>
      Effect.gen(function* () {
        const { pass, shown } = yield* lab({ missed: en("who is {SERIES1} by") })
        yield* pass
        const [choice, first, second, control] = shown
        assert(choice !== undefined && "question" in choice)
        assert.isAtMost(choice.sentences.length, 20)
        assert(first !== undefined && "first" in first)
        assert(second !== undefined && "first" in second)
        assert(control !== undefined && "first" in control)
        assert.match(first.first, /^who is .+ by$/u)
        assert.match(second.second, /^who is .+ by$/u)
        const titles = [choice.question, first.first, second.second, control.first]
        assert.strictEqual(new Set(titles).size, 4)
        assert.notInclude(control.second, "author")
        assert.lengthOf(shown, 4)
      }),
  )

  it.effect("is not asked again about what was learned or refused", () =>
    Effect.gen(function* () {
      const { pass, shown } = yield* lab({ model: knowing((text) => text) })
      assert.deepStrictEqual((yield* pass).counts, { proposed: 4, "none-fits": 4 })
      shown.length = 0
      assert.deepStrictEqual((yield* pass).counts, {})
      assert.strictEqual(shown.length, 0)
    }),
  )

  it.effect("may choose a sentence whose form holds more than slots, where it is asked", () =>
    Effect.gen(function* () {
      const { find, pass } = yield* lab({
        missed: en("what would the box set of {SERIES1} come to"),
        asked: en("How much is the box set of Akira?"),
        model: knowing((text) => (text.includes("box set") ? "box set" : text)),
      })
      yield* pass
      assert.strictEqual(
        find("what would the box set of {SERIES1} come to")?.sentence,
        "how much is the box set of {SERIES1}",
      )
    }),
  )
})

describe("is never shown to a model", () => {
  it.effect("what no customer's question would have been counted as", () =>
    Effect.gen(function* () {
      const { pass, shown } = yield* lab({
        missed: en(
          "can books be sent back to kenji tanaka",
          "can my books be sent back",
          "who wrote {SERIES1}",
          "who is vagabond by",
          "who is {SERIES1} by {WHOEVER1}",
        ),
        model: knowing(() => "the same"),
      })
      assert.deepStrictEqual((yield* pass).counts, { proposed: 5, "no-sentence": 5 })
      assert.strictEqual(shown.length, 0)
    }),
  )
})

describe("approves nothing", () => {
  it.effect.each<readonly [string, string, Model]>([
    ["a model that answers garbage", "none-fits", () => "the first"],
    ["a choice that breaks off", "none-fits", () => ({ breaksOff: "1" })],
    [
      "a judge that answers garbage",
      "unclear",
      (shown) => ("first" in shown ? "SAME because" : honest(shown)),
    ],
    [
      "a judge whose yes breaks off",
      "unclear",
      (shown) => ("first" in shown ? { breaksOff: "SAME" } : "1"),
    ],
    ["a judge that says no", "different", (shown) => ("first" in shown ? "DIFFERENT" : "1")],
    [
      "a judge that says yes in one order only",
      "different",
      (shown) =>
        "first" in shown ? (isSaid(shown, '"first":"who is') ? "SAME" : "DIFFERENT") : "1",
    ],
    [
      "a judge that says yes to a clearly different sentence",
      "control",
      (shown) => ("first" in shown ? "SAME" : "1"),
    ],
  ])("%s", ([, reason, model]) =>
    Effect.gen(function* () {
      const { book, pass } = yield* lab({ model, missed: en("who is {SERIES1} by") })
      assert.deepStrictEqual((yield* pass).counts, { proposed: 1, [reason]: 1 })
      assert.deepStrictEqual((yield* book.state).wordings, [])
    }),
  )
})

describe("a model that is not there", () => {
  it.effect.each([
    "first-token-timeout",
    "throttled",
    "unavailable",
    "connection",
    "access-denied",
    "certificate",
  ] as const)("%s: the pass ends, and goes on another time", (reason) =>
    Effect.gen(function* () {
      const world: Parameters<typeof learningLab>[0] = { model: () => ({ fails: reason }), missed }
      const { pass, shown } = yield* learningLab(world)
      const report = yield* pass
      assert.strictEqual(report.stopped?.by, "model-refused")
      assert.strictEqual(shown.length, 1)
      world.model = honest
      assert.deepStrictEqual((yield* pass).counts, { proposed: 4, approved: 4 })
    }),
  )

  it.effect("no embeddings: nothing is proposed, and the pass says why", () =>
    Effect.gen(function* () {
      const { pass, shown } = yield* lab({ embedding: "down" })
      const { stopped } = yield* pass
      assert.deepInclude(stopped, { by: "embedding", why: "Bedrock is unavailable: scripted" })
      assert.strictEqual(shown.length, 0)
    }),
  )
})

describe("the token cap", () => {
  const each = usage.inputTokens + usage.outputTokens

  it.effect("ends the pass before it is exceeded, and the rest is judged in the next hours", () =>
    Effect.gen(function* () {
      const { learning, pass, shown } = yield* lab({
        environment: { WORDING_TOKENS_PER_HOUR: "3000" },
      })
      assert.strictEqual((yield* pass).stopped?.by, "token-cap")
      assert.isAtMost(shown.length * each, 3_000)
      for (let passes = 0; passes < 6; passes += 1) {
        yield* TestClock.adjust(hour)
        yield* pass
      }
      assert.strictEqual(learning.totals.approved, 4)
    }),
  )

  it.effect("of 0 asks nothing", () =>
    Effect.gen(function* () {
      const { pass, shown } = yield* lab({ environment: { WORDING_TOKENS_PER_HOUR: "0" } })
      assert.strictEqual((yield* pass).stopped?.by, "token-cap")
      assert.strictEqual(shown.length, 0)
    }),
  )

  it.effect("is joined by one of wordings in a pass", () =>
    Effect.gen(function* () {
      const many = Array.from(
        { length: 30 },
        (_, at) => `can a book be sent back ${"or ".repeat(at)}not`,
      )
      const { pass } = yield* lab({ missed: en(...many), model: () => "0" })
      assert.strictEqual((yield* pass).counts.proposed, 20)
    }),
  )
})

describe("switched off", () => {
  it.effect("by WORDINGS=off: nothing is embedded or judged", () =>
    Effect.gen(function* () {
      const { pass, seen, shown } = yield* lab({ book: WordingBook.layerNone })
      assert.strictEqual((yield* pass).stopped?.by, "off")
      assert.deepStrictEqual([seen.embedded, shown.length], [0, 0])
    }),
  )

  it.effect("by wrong answers: none is found, none is learned", () =>
    Effect.gen(function* () {
      const { book, find, pass } = yield* lab()
      yield* pass
      const { wordings } = yield* book.state
      for (const wording of wordings.slice(0, 3)) book.report(wording, "wrong")
      assert.isUndefined(find(wordings[3]?.text ?? ""))
      assert.strictEqual((yield* pass).stopped?.by, "off")
    }),
  )
})

describe("time", () => {
  it.effect("lets a wording end, which is learned anew while it is used", () =>
    Effect.gen(function* () {
      const { find, pass } = yield* lab()
      yield* pass
      yield* TestClock.adjust("29 days")
      assert.isDefined(find("who is {SERIES1} by"))
      yield* TestClock.adjust("1 day")
      assert.isUndefined(find("who is {SERIES1} by"))
      assert.deepStrictEqual((yield* pass).counts, { proposed: 4, approved: 4 })
      assert.isDefined(find("who is {SERIES1} by"))
    }),
  )
})

describe("the lead", () => {
  it.effect("lost while judging: nothing is written", () =>
    Effect.gen(function* () {
      const { book, learning } = yield* lab()
      const report = yield* learning.pass({
        ...leads(),
        confirm: Effect.fail(new LeaderError({ reason: "not-leading", detail: "another" })),
      })
      assert.strictEqual(report.stopped?.by, "lead-lost")
      assert.deepStrictEqual((yield* book.state).wordings, [])
    }),
  )

  it.effect("taken over meanwhile: what the earlier leader still writes is refused", () =>
    Effect.gen(function* () {
      const { book, learning } = yield* lab()
      yield* book.approve({ lead: 9, wordings: [] })
      assert.strictEqual((yield* learning.pass(leads(8))).stopped?.by, "lead-lost")
      assert.deepStrictEqual((yield* book.state).wordings, [])
      assert.isUndefined((yield* learning.pass(leads(9))).stopped)
    }),
  )
})
