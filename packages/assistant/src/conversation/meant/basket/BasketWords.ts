/**
 * Puts a basket into words that stand alone: the books, of a run its ends, each in its edition, and what is asked of them.
 * Pure.
 */
import type { Word } from "@manga-assist/language"
import { byKind, madeWord, says, wordsOfThings } from "@manga-assist/store-grammar"
import type { Question } from "../../../reading/Question.ts"
import type { Memory } from "../../Memory.ts"
import { editionWords, stock, sum, word } from "../AskingWords.ts"
import type { Basket } from "./BasketMeant.ts"

/** Of so many books one behind the other the ends are named. */
const leastOfRun = 3

/** "Volume 1, volumes 3 to 6": each volume, and of a run its ends. */
const runsOf = (volumes: ReadonlyArray<number>): ReadonlyArray<readonly [number, number]> => {
  const starts = volumes.filter((volume) => !volumes.includes(volume - 1))
  return starts.flatMap((from) => {
    let to = from
    while (volumes.includes(to + 1)) to++
    return to - from + 1 < leastOfRun
      ? Array.from({ length: to - from + 1 }, (_, at) => [from + at, from + at] as const)
      : [[from, to] as const]
  })
}

const wordsOfRun = (
  series: string,
  [from, to]: readonly [number, number],
  locale: Question["locale"],
): ReadonlyArray<Word> => {
  const first = wordsOfThings([{ series, volume: from }], locale)
  if (from === to) return first
  return locale === "en"
    ? [...first, madeWord("TO", "", "to"), madeWord("NUM", String(to), String(to))]
    : [
        ...first,
        { ...madeWord("KARAJA", "", "から"), written: "から" },
        madeWord("NUM", String(to), String(to)),
        { ...madeWord("KAN", "", "巻"), written: "巻" },
        { ...madeWord("ATMOST", "", "まで"), written: "まで" },
      ]
}

const asksStock = ["STOCK", "SOLDOUT", "EXIST", "HAVE"]

/** What books cost together, in their editions; where stock alone is asked for, whether they are there. */
export const wordsOfBasket = (
  { locale, reading, slots }: Question,
  { picked, series }: Basket,
  spoken: Memory["edition"],
): ReadonlyArray<Word> => {
  const own = slots.format === "box-set" ? undefined : slots.format
  const inEdition = (edition: Memory["edition"]) =>
    edition === undefined ? [] : [madeWord("FORMAT", edition, editionWords[edition][locale])]
  const joined = (parts: ReadonlyArray<ReadonlyArray<Word>>) =>
    parts.flatMap((part, at) =>
      at === 0 ? part : [madeWord("AND", "", locale === "en" ? "and" : "と"), ...part],
    )
  const isMixed = picked.some(({ edition }) => edition !== undefined)
  const names = isMixed
    ? joined(
        picked.map(({ edition, volume }) => [
          ...wordsOfThings([{ series, volume }], locale),
          ...inEdition(edition),
        ]),
      )
    : [
        ...joined(
          runsOf(picked.map(({ volume }) => volume)).map((run) => wordsOfRun(series, run, locale)),
        ),
        ...inEdition(own ?? spoken),
      ]
  const said = byKind(reading.tokens)
  const ofStock = says(said, asksStock) && !says(said, ["PRICE", "ALLTOLD"])
  if (ofStock && picked.length < leastOfRun) return [...names, stock(locale)]
  const price = word("PRICE", "how much is it", "いくらですか", locale)
  return picked.length > 1 ? [...names, ...sum(locale)] : [...names, price]
}
