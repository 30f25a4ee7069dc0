/** A new wish after a title was spoken of is a wish: it is searched, and the title is not its answer. */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { cacheKeyOf } from "../../src/answers/ShareKey.ts"
import { read } from "../demoShop.ts"
import { conversing, lastMessage, shownIn, talk } from "./conversing.ts"

/** Each opens a conversation about a title; `theirs` is what it is about. */
const openings = {
  en: [
    { opening: "Tell me about Chihayafuru", theirs: "chihayafuru" },
    { opening: "Is volume 3 of Monster in stock?", theirs: "monster" },
    {
      opening: "How much is the whole series of Nana, and is my sister too young for it?",
      theirs: "nana",
    },
    { opening: "who made Haikyu!! again, my mate swears by it", theirs: "haikyu" },
  ],
  ja: [
    { opening: "ちはやふるについて教えて", theirs: "chihayafuru" },
    { opening: "MONSTERの3巻はありますか？", theirs: "monster" },
    { opening: "NANAって全巻でいくら？妹には早いですかね", theirs: "nana" },
    { opening: "ハイキュー!!の作者って誰だっけ、友達が好きで", theirs: "haikyu" },
  ],
} as const

/** `genre`: named, so that it is shared with who asks it alone. */
const wishes = {
  en: [
    [
      ["Which horror manga would you suggest?", "horror"],
      ["Recommend a sci-fi manga", "sci-fi"],
      ["I want to read something about cooking", undefined],
      ["Do you have manga about figure skating?", undefined],
      ["What's a good romance manga?", "romance"],
      ["any finished seinen manga?", undefined],
    ],
    [
      ["Can you suggest a mystery manga?", "mystery"],
      ["Recommend a comedy manga", "comedy"],
      ["something with vampires please", undefined],
      ["What should I read on a long flight?", undefined],
      ["manga about music bands", undefined],
      ["Suggest a fantasy manga", "fantasy"],
    ],
    [
      ["Recommend a historical manga", "historical"],
      ["Which action manga is good?", "action"],
      ["a sad story to cry to", undefined],
      ["I'm looking for a manga about chess or shogi", undefined],
      ["do you have anything with robots", undefined],
      ["Recommend a psychological manga", "psychological"],
    ],
    [
      ["Recommend a thriller manga", "thriller"],
      ["What drama manga do you recommend?", "drama"],
      ["a funny manga about a school club", undefined],
      ["manga for a 7 year old who loves dinosaurs", undefined],
      ["something short, at most three volumes", undefined],
      ["Recommend a shojo manga", undefined],
    ],
  ],
  ja: [
    [
      ["ホラー漫画のおすすめは？", "horror"],
      ["泣ける漫画を教えて", undefined],
      ["料理の漫画を探しています", undefined],
      ["SF漫画のおすすめは？", "sci-fi"],
      ["吸血鬼が出てくる漫画はありますか", undefined],
      ["完結した青年漫画はある？", undefined],
    ],
    [
      ["ミステリー漫画のおすすめは？", "mystery"],
      ["笑える漫画を教えて", undefined],
      ["音楽バンドの漫画はありますか", undefined],
      ["恋愛漫画のおすすめを教えて", "romance"],
      ["将棋の漫画を読みたい", undefined],
      ["3巻以内で終わる漫画はありますか", undefined],
    ],
    [
      ["ファンタジー漫画のおすすめは？", "fantasy"],
      ["癒される漫画を教えて", undefined],
      ["ロボットの漫画はありますか", undefined],
      ["歴史漫画のおすすめは？", "historical"],
      ["小学生の娘に恐竜の漫画を探しています", undefined],
      ["何かおすすめの漫画はありますか", undefined],
    ],
    [
      ["アクション漫画のおすすめは？", "action"],
      ["怖い漫画を教えて", undefined],
      ["フィギュアスケートの漫画はありますか", undefined],
      ["コメディ漫画のおすすめは？", "comedy"],
      ["長旅で読む漫画を探しています", undefined],
      ["少女漫画のおすすめは？", undefined],
    ],
  ],
} as const

const cases = (["en", "ja"] as const).flatMap((locale) =>
  openings[locale].flatMap(({ opening, theirs }, at) =>
    (wishes[locale][at] ?? []).map(([wish, genre]) => ({ opening, theirs, wish, genre })),
  ),
)

const keysOf = ({ seen }: ReturnType<typeof conversing>): ReadonlyArray<unknown> =>
  seen.recorded.answers.map((answer) => Reflect.get(answer, "key"))

describe("a new wish after a title", () => {
  it("is tried in both languages", () => {
    assert.strictEqual(cases.length, 48)
    assert.strictEqual(new Set(cases.map(({ wish }) => wish)).size, 48)
  })

  it.live.each(cases)(
    "is searched, and is not answered with the title: $wish",
    ({ opening, theirs, wish, genre }) => {
      const [store, alone] = [conversing(), conversing()]
      const { seen } = store
      return Effect.gen(function* () {
        yield* Effect.gen(function* () {
          yield* talk([opening])
          const { searches } = seen
          const cards = shownIn(yield* talk([wish])).flat()
          assert.isAbove(seen.searches, searches)
          const { has, text } = lastMessage(seen.calls.at(-1)?.prompt)
          assert.isTrue(has("products") || has("search"), text)
          const isTheirs = (id: string) => id === theirs || id.startsWith(`${theirs}-`)
          assert.isFalse(cards.some(isTheirs), cards.join())
          if (genre !== undefined) assert.isNotEmpty(cards)
        }).pipe(Effect.provide(store.layer))
        if (genre === undefined) return
        assert.include(keysOf(store), cacheKeyOf(read(wish)))
        yield* talk([wish]).pipe(Effect.provide(alone.layer))
        assert.strictEqual(seen.calls.at(-1)?.prompt, alone.seen.calls.at(-1)?.prompt)
      })
    },
  )
})
