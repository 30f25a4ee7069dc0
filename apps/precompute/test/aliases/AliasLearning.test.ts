/** What becomes an alias and what does not, whatever the judge does. */
import { aliasVersion } from "@manga-assist/assistant"
import { type Alias, AliasBook, aliasId } from "@manga-assist/caching"
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { TestClock } from "effect/testing"
import { LeaderError } from "@manga-assist/leader"
import {
  approving,
  en,
  ja,
  type Judge,
  knowing,
  leads,
  learningLab,
  withoutControls,
} from "./learningLab.ts"

const kept = [
  ...en(
    "Who wrote Vagabond?",
    "What is Nana about?",
    "How many volumes does Gintama have?",
    "What is the genre of Parasyte?",
    "How much is Naruto 3?",
    "How much is Naruto 4?",
  ),
  ...ja("寄生獣のジャンルは何ですか"),
]
const missed = [
  ...en(
    "who is vagabond by",
    "how many volumes does gintama run",
    "what sort of genre is parasyte",
  ),
  ...ja("寄生獣は何のジャンルですか"),
]
const honest = approving(
  ["who is vagabond by", "who wrote vagabond"],
  ["how many volumes does gintama run", "how many volumes does gintama have"],
  ["what sort of genre is parasyte", "what is the genre of parasyte"],
  ["寄生獣は何のジャンルですか", "寄生獣のジャンルは何ですか"],
)
const hour = 3_600_000

const lab = (more: Partial<Parameters<typeof learningLab>[0]> = {}) =>
  learningLab({ judge: honest, kept, missed, ...more })

describe("an honest judge", () => {
  it.effect("makes aliases of what it approved in both orders, with where they come from", () =>
    Effect.gen(function* () {
      const { find, pass, seen, shown } = yield* lab()
      const report = yield* pass
      assert.deepStrictEqual([...seen.spenders], ["worker"])
      assert.strictEqual(report.approved, 4)
      assert.strictEqual(report.disagreed, 0)
      assert.isUndefined(report.stopped)
      const alias = find("who is vagabond by")
      assert.strictEqual(alias?.kept, "who wrote vagabond")
      assert.match(alias?.approvedBy ?? "", /rules \d/u)
      assert.match(alias?.model ?? "", /haiku/u)
      assert.strictEqual(alias?.version, aliasVersion())
      assert.isDefined(find("寄生獣は何のジャンルですか", "ja"))
      const ofVagabond = withoutControls(shown).filter(({ first, second }) =>
        [first, second].every((text) => text.includes("vagabond")),
      )
      assert.deepStrictEqual(
        ofVagabond.slice(0, 2).map(({ first, onlyInFirst }) => [first, onlyInFirst]),
        [
          ["who is vagabond by", ["is", "by"]],
          ["who wrote vagabond", ["wrote"]],
        ],
      )
    }),
  )

  it.effect("is not asked again about what has an alias or was rejected", () =>
    Effect.gen(function* () {
      const { pass, shown } = yield* lab({ judge: knowing(() => "DIFFERENT") })
      const report = yield* pass
      assert.strictEqual(report.approved, 0)
      assert.isAtLeast(report.rejected.different ?? 0, 4)
      shown.length = 0
      assert.strictEqual((yield* pass).proposed, 0)
      assert.strictEqual(shown.length, 0)
    }),
  )

  it.effect("is never asked about pairs that rules tell apart", () =>
    Effect.gen(function* () {
      const { pass, shown } = yield* lab({
        missed: en(
          "what are you charging for naruto 3",
          "what are you charging for naruto 5",
          "who is vagabond not by",
          "who is pluto by",
        ),
        judge: knowing(() => "SAME"),
      })
      const { approved, rejected } = yield* pass
      assert.deepStrictEqual(
        withoutControls(shown).map(({ first, second }) => [first, second].toSorted()),
        [
          ["how much is naruto 3", "what are you charging for naruto 3"],
          ["how much is naruto 3", "what are you charging for naruto 3"],
        ],
      )
      assert.strictEqual(approved, 1)
      assert.isAtLeast(rejected.slots ?? 0, 3)
      assert.isAtLeast(rejected.polarity ?? 0, 1)
    }),
  )
})

describe("a judge that answers garbage", () => {
  it.effect("approves nothing", () =>
    Effect.gen(function* () {
      const said = ["", "same", "Yes", "SAME because", "{}", "DIFFERENT SAME", "ＳＡＭＥ"]
      let call = 0
      const { book, pass } = yield* lab({
        judge: knowing(() => said[(call += 1) % said.length] ?? ""),
      })
      const report = yield* pass
      assert.strictEqual(report.approved, 0)
      assert.isAtLeast(report.rejected.unreadable ?? 0, 4)
      assert.deepStrictEqual((yield* book.state).aliases, [])
    }),
  )
})

describe("a judge whose answers break off", () => {
  it.effect("approves nothing, though they begin with a yes", () =>
    Effect.gen(function* () {
      const { book, pass } = yield* lab({ judge: knowing(() => ({ breaksOff: "SAME" })) })
      const report = yield* pass
      assert.strictEqual(report.approved, 0)
      assert.isAtLeast(report.rejected.unreadable ?? 0, 1)
      assert.deepStrictEqual((yield* book.state).aliases, [])
    }),
  )
})

describe("a judge that always says yes", () => {
  it.effect("is found out; nothing of its run counts, and it is left alone for a while", () =>
    Effect.gen(function* () {
      const { book, learning, pass, shown } = yield* lab({ judge: () => "SAME" })
      const report = yield* pass
      assert.strictEqual(report.approved, 0)
      assert.strictEqual(report.disagreed, 1)
      assert.deepStrictEqual((yield* book.state).aliases, [])
      shown.length = 0
      assert.strictEqual((yield* pass).stopped, "distrusted")
      assert.strictEqual(shown.length, 0)
      yield* TestClock.adjust(hour)
      assert.strictEqual((yield* pass).disagreed, 1)
      yield* TestClock.adjust(hour)
      // Twice as long the second time.
      assert.strictEqual((yield* pass).stopped, "distrusted")
      assert.strictEqual((yield* learning.summary).learning["disagreed"], 2)
    }),
  )

  it.effect(
    "is found out also when it begins honestly; what it approved before does not count",
    () =>
      Effect.gen(function* () {
        let calls = 0
        const { book, pass } = yield* lab({
          judge: (shown) => ((calls += 1) > 12 ? "SAME" : honest(shown)),
        })
        const report = yield* pass
        assert.isAbove(report.controls, 3)
        assert.strictEqual(report.disagreed, 1)
        assert.strictEqual(report.approved, 0)
        assert.isAtLeast(report.rejected.control ?? 0, 1)
        assert.deepStrictEqual((yield* book.state).aliases, [])
      }),
  )

  it.effect.each<Judge>([() => "no idea", () => ({ fails: "first-token-timeout" })])(
    "is not trusted on controls that it gave no answer to",
    (silent) =>
      Effect.gen(function* () {
        let calls = 0
        const afterwards = knowing(() => "SAME", silent)
        const { book, pass, shown } = yield* lab({
          // Right on the first three controls alone.
          judge: (pair) => ((calls += 1) <= 3 ? "DIFFERENT" : afterwards(pair)),
        })
        const report = yield* pass
        assert.deepInclude(report, { approved: 0, controls: 3, stopped: "control-unanswered" })
        // From the start: it is not asked about anything else.
        shown.length = 0
        assert.deepInclude(yield* pass, { approved: 0, controls: 0, stopped: "control-unanswered" })
        assert.deepStrictEqual(withoutControls(shown), [])
        assert.deepStrictEqual((yield* book.state).aliases, [])
      }),
  )

  it.effect("to the first order only approves nothing", () =>
    Effect.gen(function* () {
      const firsts = new Set(missed.map(({ text }) => text))
      const { pass } = yield* lab({
        judge: knowing(({ first }) => (firsts.has(first) ? "SAME" : "DIFFERENT")),
      })
      const report = yield* pass
      assert.strictEqual(report.approved, 0)
      assert.isAtLeast(report.rejected.disagrees ?? 0, 4)
    }),
  )
})

describe("a judge that is not there", () => {
  it.effect("late: nothing is approved, and it is asked again another time", () =>
    Effect.gen(function* () {
      const world = { judge: knowing(() => ({ fails: "first-token-timeout" })), kept, missed }
      const { pass } = yield* learningLab(world)
      const report = yield* pass
      assert.strictEqual(report.approved, 0)
      assert.isAtLeast(report.rejected.late ?? 0, 4)
      world.judge = honest
      assert.strictEqual((yield* pass).approved, 4)
    }),
  )

  it.effect.each([
    "throttled",
    "unavailable",
    "connection",
    "access-denied",
    "certificate",
  ] as const)("%s: the pass ends with the first refusal", (reason) =>
    Effect.gen(function* () {
      const { pass, shown } = yield* lab({ judge: () => ({ fails: reason }) })
      const report = yield* pass
      assert.strictEqual(report.stopped, "model-refused")
      assert.strictEqual(report.approved, 0)
      assert.strictEqual(shown.length, 1)
    }),
  )

  it.effect("no embeddings: nothing is proposed, and the pass says why", () =>
    Effect.gen(function* () {
      const world = { judge: honest, kept, missed, embedding: "down" as "down" | undefined }
      const { pass, shown } = yield* learningLab(world as Parameters<typeof learningLab>[0])
      assert.deepInclude(yield* pass, {
        stopped: "embedding",
        why: "Bedrock is unavailable: scripted",
      })
      assert.strictEqual(shown.length, 0)
    }),
  )
})

describe("the token cap", () => {
  it.effect(
    "ends the pass before it is exceeded, and lets the rest be judged in the next hour",
    () =>
      Effect.gen(function* () {
        // Room for about eight calls of about 302 tokens, of which some 800 are reserved each.
        const { book, learning, pass, shown } = yield* lab({
          environment: { ALIAS_TOKENS_PER_HOUR: "3000" },
        })
        const report = yield* pass
        assert.strictEqual(report.stopped, "token-cap")
        assert.isAtMost(shown.length * 302, 3_000)
        assert.isBelow(report.approved, 4)
        // What was approved and not confirmed by a later control is not there.
        assert.strictEqual((yield* book.state).aliases.length, report.approved)
        for (let passes = 0; passes < 6; passes += 1) {
          yield* TestClock.adjust(hour)
          yield* pass
        }
        assert.strictEqual((yield* learning.summary).learning["approved"], 4)
      }),
  )

  it.effect("of 0 asks nothing", () =>
    Effect.gen(function* () {
      const { pass, shown } = yield* lab({ environment: { ALIAS_TOKENS_PER_HOUR: "0" } })
      assert.strictEqual((yield* pass).stopped, "token-cap")
      assert.strictEqual(shown.length, 0)
    }),
  )
})

describe("switched off", () => {
  it.effect("by ALIASES=off: nothing is embedded or judged", () =>
    Effect.gen(function* () {
      const { pass, seen, shown } = yield* lab({ book: AliasBook.layerNone })
      const report = yield* pass
      assert.strictEqual(report.stopped, "off")
      assert.strictEqual(report.off, "switched off")
      assert.deepStrictEqual([seen.embedded, shown.length], [0, 0])
    }),
  )

  it.effect("by wrong answers: none is found, none is learned", () =>
    Effect.gen(function* () {
      const { book, find, pass } = yield* lab()
      yield* pass
      const { aliases } = yield* book.state
      for (const alias of aliases.slice(0, 3)) book.report(alias, "wrong")
      assert.isUndefined(find(aliases[3]?.words ?? ""))
      assert.strictEqual((yield* pass).stopped, "off")
    }),
  )
})

describe("time and versions", () => {
  it.effect("lets an alias end, and judges its pair anew before it does", () =>
    Effect.gen(function* () {
      const { find, pass } = yield* lab()
      yield* pass
      assert.isDefined(find("who is vagabond by"))
      yield* TestClock.adjust("8 days")
      assert.isUndefined(find("who is vagabond by"))
      const report = yield* pass
      assert.strictEqual(report.expired, 4)
      assert.strictEqual(report.approved, 4)
      assert.isDefined(find("who is vagabond by"))
      for (let halfDays = 0; halfDays < 30; halfDays += 1) {
        yield* TestClock.adjust("12 hours")
        assert.isDefined(find("who is vagabond by"), `after ${halfDays} half days`)
        yield* pass
      }
    }),
  )

  it.effect("forgets aliases of another catalogue, prompt or rules", () =>
    Effect.gen(function* () {
      const { book, find, pass } = yield* lab({ missed: [] })
      const old: Alias = {
        partition: "public",
        locale: "en",
        words: "who is vagabond by",
        place: "answer:of-then",
        kept: "who wrote vagabond",
        version: "catalogue of then",
        approvedAt: 0,
        expiresAt: 30 * 24 * hour,
        approvedBy: "somebody",
        model: "some model",
      }
      yield* book.approve({ lead: 1, aliases: [old], forget: [] })
      assert.isUndefined(find(old.words))
      assert.strictEqual((yield* pass).expired, 1)
      assert.deepStrictEqual((yield* book.state).aliases.map(aliasId), [])
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
      assert.strictEqual(report.stopped, "lead-lost")
      assert.strictEqual(report.approved, 0)
      assert.deepStrictEqual((yield* book.state).aliases, [])
    }),
  )

  it.effect("taken over meanwhile: what the earlier leader still writes is refused", () =>
    Effect.gen(function* () {
      const { book, learning } = yield* lab()
      yield* book.approve({ lead: 9, aliases: [], forget: [] })
      assert.strictEqual((yield* learning.pass(leads(8))).stopped, "lead-lost")
      assert.deepStrictEqual((yield* book.state).aliases, [])
      assert.strictEqual((yield* learning.pass(leads(9))).stopped, undefined)
    }),
  )
})
