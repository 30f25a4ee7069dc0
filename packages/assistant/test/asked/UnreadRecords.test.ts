/** What the table did not tell is named, and never told as absent. */
import { assert, describe, it } from "@effect/vitest"
import { demoCatalogue } from "@manga-assist/catalogue"
import { Effect } from "effect"
import { conversing, lastMessage, settled } from "./conversing.ts"
import { ask } from "../scriptedStore.ts"

const catalogue = demoCatalogue()

/** No record of these is at hand, and each is asked of one customer alone. */
const questions = [
  ["is Blue Lock finished, and would my cousin in Osaka like it?", "blue-lock"],
  ["what is the next volume of Monster, my cousin wonders", "monster"],
  ["does One Piece have box sets that fit my small shelf", "one-piece"],
  ["いとこがブルーロックの次の巻を気にしてるんですけど", "blue-lock"],
  ["MONSTERのボックスセットって、うちの棚に入るかな", "monster"],
] as const

const cases = (["down", "late", "never"] as const).flatMap((facts) =>
  ([true, false] as const).flatMap((isLive) =>
    questions.map(([text, series]) => ({ facts, isLive, text, series })),
  ),
)

describe("a table that does not answer", () => {
  it.live.each(cases)(
    "is not taken for an empty one ($facts, feed: $isLive): $text",
    ({ facts, isLive, series, text }) => {
      const { layer, seen } = conversing({ facts, isLive })
      return Effect.gen(function* () {
        yield* ask(text)
        yield* settled
        const { records, text: told, unread } = lastMessage(seen.calls.at(-1)?.prompt)
        assert.include(unread, `record of ${catalogue.of(series)?.english}`)
        assert.deepStrictEqual(records, [])
        assert.notInclude(told, "none announced")
        assert.notInclude(told, '"none"')
      }).pipe(Effect.provide(layer))
    },
  )

  it.live.each(["down", "late"] as const)(
    "is named for each series that was shown (%s)",
    (facts) => {
      const { layer, seen } = conversing({ facts })
      return Effect.gen(function* () {
        yield* ask("Recommend a horror manga")
        yield* settled
        yield* ask("which of these is the shortest?")
        const { records, unread } = lastMessage(seen.calls.at(-1)?.prompt)
        assert.deepStrictEqual(records, [])
        assert.isAtLeast(unread.filter((part) => part.startsWith("record of ")).length, 5)
      }).pipe(Effect.provide(layer))
    },
  )

  it.live.each(["down", "never"] as const)("nor is a search (%s)", (search) => {
    const { layer, seen } = conversing({ search })
    return Effect.gen(function* () {
      yield* ask("Recommend a horror manga")
      yield* settled
      yield* ask("shorter ones, please")
      const [first, second] = seen.calls.map(({ prompt }) => lastMessage(prompt).unread)
      assert.deepStrictEqual(first, ["products"])
      assert.deepStrictEqual(second, ["books near to the wish"])
    }).pipe(Effect.provide(layer))
  })

  it.live("ends no turn, and is told to whoever measures", () => {
    const { layer, seen } = conversing({ facts: "late" })
    return Effect.gen(function* () {
      const events = yield* ask(questions[0][0])
      const last = events.at(-1)
      assert(last?.type === "turn-end")
      assert.strictEqual(last.end.source, "model")
      assert.include(last.end.degraded, "facts-late")
      assert.lengthOf(seen.recorded.answers, 0)
    }).pipe(Effect.provide(layer))
  })

  it.live("is no lateness where more volumes were asked for than one answer reads", () => {
    const { layer, seen } = conversing({})
    return Effect.gen(function* () {
      const events = yield* ask(
        "Is Kochikame, One Piece or Hajime no Ippo finished, and would my cousin in Osaka like it?",
      )
      const last = events.at(-1)
      assert(last?.type === "turn-end")
      assert.deepStrictEqual(last.end.degraded, ["facts-cut"])
      assert.strictEqual(
        last.end.timeline.find(({ stage }) => stage === "records")?.outcome,
        "records-cut",
      )
      assert.lengthOf(seen.recorded.answers, 0)
    }).pipe(Effect.provide(layer))
  })

  it.live("is named with all that was asked for where the reads take all the time there is", () => {
    const { layer, seen } = conversing({ orders: "never" })
    return Effect.gen(function* () {
      for (const who of [{ user: "demo-01" }, {}]) {
        yield* ask("did my order hold Monster 3, or was it Akira?", who)
      }
      const [own, visitor] = seen.calls.map(({ prompt }) => lastMessage(prompt).unread)
      assert.includeMembers(own ?? [], [
        "products",
        "record of Monster",
        "record of Akira",
        "orders",
      ])
      assert.deepStrictEqual(visitor, [], "a visitor has no orders to be read")
    }).pipe(Effect.provide(layer))
  })
})
