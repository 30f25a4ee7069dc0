/** Who asks for others is shown none of what was shown before, whichever list they come from. */
import { assert, describe, it } from "@effect/vitest"
import { products } from "@manga-assist/catalogue"
import { Effect, Layer } from "effect"
import { CustomerContext, type KnownContext } from "../../src/context/CustomerContext.ts"
import { appendTurn, emptyConversation } from "../../src/conversation/Conversation.ts"
import { listedProduct } from "../../src/products/ListedProduct.ts"
import { conversing, lastMessage, shownIn, talk } from "./conversing.ts"

const popular = products()
  .filter(({ kind }) => kind === "series")
  .toSorted((a, b) => b.popularity - a.popularity)
  .slice(0, 10)
const idsOf = popular.map(({ id }) => id)

/** The list for everybody at hand, as prefetch brings it. */
const withTrending = Layer.sync(CustomerContext, () => {
  let conversation = emptyConversation
  const known = (): KnownContext => ({
    conversation,
    customer: undefined,
    trending: { products: popular.flatMap((each) => listedProduct(each) ?? []), since: undefined },
    orders: undefined,
    outcome: "hit",
    broken: false,
  })
  return CustomerContext.of({
    opened: () => undefined,
    closed: () => undefined,
    counters: () => ({}),
    take: () => Effect.sync(known),
    takeNow: known,
    carry: () => Effect.succeed([]),
    remember: (_session, _user, turn) => {
      conversation = appendTurn(conversation, turn)
    },
  })
})

const lists = [
  ["What's popular?", "any other recommendations?"],
  ["今週の人気漫画は？", "他におすすめは？"],
] as const

describe("who asks for others", () => {
  it.live.each(
    [true, false].flatMap((isAtHand) =>
      lists.map(([list, others]) => ({ isAtHand, list, others })),
    ),
  )(
    "of what is popular is told of the next ones (list at hand: $isAtHand): $list $others",
    ({ isAtHand, list, others }) => {
      const { layer, seen } = conversing(isAtHand ? { context: withTrending } : {})
      return Effect.gen(function* () {
        assert.deepStrictEqual(shownIn(yield* talk([list])), [idsOf.slice(0, 5)])
        const shown = shownIn(yield* talk([others])).flat()
        const { search = [] } = lastMessage(seen.calls.at(-1)?.prompt)
        const found = [...shown, ...search.map(({ id }) => String(id))]
        assert.includeMembers(found, idsOf.slice(5))
        for (const id of idsOf.slice(0, 5)) assert.notInclude(found, id)
      }).pipe(Effect.provide(layer))
    },
  )

  it.live.each([
    ["Recommend a horror manga", "others?"],
    ["Recommend a horror manga", "other horror manga?"],
    ["ホラー漫画のおすすめは？", "他のホラー漫画は？"],
    ["ホラー漫画のおすすめは？", "他には？"],
  ] as const)("of a wish is shown, and told of, none of its answers: %s %s", ([list, others]) => {
    const { layer, seen } = conversing()
    return Effect.gen(function* () {
      const [shown = []] = shownIn(yield* talk([list]))
      assert.lengthOf(shown, 5)
      const again = shownIn(yield* talk([others])).flat()
      const { search = [] } = lastMessage(seen.calls.at(-1)?.prompt)
      const found = [...again, ...search.map(({ id }) => String(id))]
      assert.isNotEmpty(found)
      for (const id of shown) assert.notInclude(found, id)
    }).pipe(Effect.provide(layer))
  })
})
