/** After any list, its second title can be asked for by its place: the model has its record, and no list comes again. */
import { assert, describe, it } from "@effect/vitest"
import { demoCatalogue } from "@manga-assist/catalogue"
import { Effect } from "effect"
import { conversing, lastMessage, shownIn, talk } from "./conversing.ts"

const catalogue = demoCatalogue()
const genreNames = [
  "horror",
  "sports",
  "mystery",
  "romance",
  "comedy",
  "fantasy",
  "sci-fi",
  "action",
]
const english = [
  ...genreNames.map((genre) => `Recommend a ${genre} manga`),
  "What's popular?",
  "Recommend a finished seinen manga",
]
const japanese = [
  ...genreNames.map((genre) => `${catalogue.genre(genre)?.japanese}漫画のおすすめは？`),
  "今週の人気漫画は？",
  "完結した少女漫画のおすすめは？",
]
const questions = [
  ...english.map((list) => ({ list, question: "How much is the second one?" })),
  ...japanese.map((list) => ({ list, question: "2番目のはいくら？" })),
]

describe("the second of a list", () => {
  it.live.each(questions)(
    "is told with its prices, and no list is repeated: $list $question",
    ({ list, question }) => {
      const { layer, seen } = conversing()
      return Effect.gen(function* () {
        const [shown = []] = shownIn(yield* talk([list]))
        const [, second = ""] = shown
        const series = catalogue.bookOf(second)?.series
        assert.isAtLeast(shown.length, 3)
        assert.isDefined(series)
        const events = yield* talk([question])
        assert.deepStrictEqual(shownIn(events), [])
        const { products, records, search, unread } = lastMessage(seen.calls.at(-1)?.prompt)
        const record = records.find((each) => each["series"] === series)
        assert.isDefined(record, `${second} has no record`)
        assert.match(String(Reflect.get(Object(record?.["paper"]), "prices")), /^1.* ¥\d+/u)
        assert.match(String(Reflect.get(Object(record?.["digital"]), "prices")), /^1.* ¥\d+/u)
        assert.isNumber(Reflect.get(Object(record?.["digital"]), "bundle"))
        assert.deepStrictEqual([products, search, unread], [[], undefined, []])
      }).pipe(Effect.provide(layer))
    },
  )
})
