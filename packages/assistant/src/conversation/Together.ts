/**
 * Builds the question that a follow-up means about books that a customer puts together (`aboutBasket`), about box sets and
 * what no box holds (`aboutBoxes`), and about prices that were told before (`reckoning`). Pure.
 */
import {
  namesOfThings,
  type Pointing,
  readWords,
  textOfWords,
  type Thing,
  wordsOfThings,
  wordsWithout,
} from "@manga-assist/store-grammar"
import { formSentence } from "../reading/FormSentence.ts"
import type { Question } from "../reading/Question.ts"
import type { Memory } from "./Memory.ts"
import type { Basket } from "./meant/basket/BasketMeant.ts"
import { wordsOfBasket } from "./meant/basket/BasketWords.ts"
import type { BoxesMeant } from "./meant/basket/BoxesMeant.ts"
import { reasonOf } from "./meant/Reason.ts"
import { standing } from "./Standing.ts"

/** More are told by what they cost together. */
const mostOfBasket = 10

/** What the books cost together that a customer puts together; of one, what it costs. */
export const aboutBasket = (
  question: Question,
  pointing: Pointing,
  memory: Memory,
  { picked, series }: Basket,
): Question => {
  const { locale } = question
  const words = wordsOfBasket(question, { picked, series }, memory.edition)
  const asked = readWords(words, locale)
  const volumes = picked.map(({ volume }) => volume)
  const things = volumes.map((volume): Thing => ({ series, volume }))
  const [volume = 1, more] = volumes
  const { books: _books, format: _format, together: _together, ...rest } = asked.slots
  const isMixed = new Set(picked.map(({ edition }) => edition)).size > 1
  const { format } = asked.slots
  const slots: Question["slots"] = {
    ...rest,
    series: [series],
    volume,
    ...(more === undefined
      ? {}
      : {
          books: volumes.slice(0, mostOfBasket).map((each) => ({ series, volume: each })),
          together: volumes,
        }),
    ...(isMixed || format === undefined ? {} : { format }),
  }
  const text = formSentence(asked) ?? textOfWords(words)
  return standing(
    question,
    asked,
    {
      text,
      asked: wordsWithout(asked.reading, () => false),
      things,
      isGroup: true,
      reason: reasonOf(question, pointing, { things }, text),
    },
    { intent: "price-or-stock", reads: "books", slots },
  )
}

const volumesInBox = 10

const heldBy = (box: number): ReadonlyArray<number> =>
  Array.from({ length: volumesInBox }, (_, at) => (box - 1) * volumesInBox + at + 1)

const boxesText = (
  named: string,
  locale: Question["locale"],
  sums: boolean,
  against: number | undefined,
): string => {
  if (against !== undefined) {
    return locale === "en"
      ? `Is box set ${against} of ${named} cheaper than the single volumes that it holds?`
      : `${named}のボックスセット${against}は、入っている巻をバラで買うより安いですか。`
  }
  if (sums) {
    return locale === "en"
      ? `How much are all box sets of ${named} and the remaining paperbacks that are in no box together?`
      : `${named}のボックスセット全箱と、箱に入っていない残りの紙の単行本を合わせていくらですか。`
  }
  return locale === "en"
    ? `Which volumes of ${named} are in no box set?`
    : `${named}のボックスセットに入っていない巻は何巻から何巻ですか。`
}

/** Which volumes no box holds, or what the boxes and these cost together. */
export const aboutBoxes = (
  question: Question,
  pointing: Pointing,
  { against, series, sums, unboxed }: BoxesMeant,
): Question => {
  const { locale } = question
  const things: ReadonlyArray<Thing> = [{ series, format: "box-set" }]
  const named = namesOfThings([{ series }], locale)
  const from = unboxed[0]?.volume
  const text = boxesText(named, locale, sums, against)
  const asked = readWords(wordsOfThings(things, locale), locale)
  const behind = typeof from === "number" && sums ? { behind: from - 1 } : {}
  return standing(
    question,
    asked,
    {
      text,
      asked: wordsOfThings(things, locale),
      things,
      ...(against === undefined ? { spoken: unboxed } : {}),
      reason: reasonOf(question, pointing, { things }, text),
    },
    {
      intent: "price-or-stock",
      reads: "books",
      slots: {
        ...asked.slots,
        series: [series],
        format: "box-set",
        ...behind,
        ...(against === undefined ? {} : { volume: against, together: heldBy(against) }),
      },
    },
  )
}

/** What is reckoned with prices that were told; `spoken`: in the customer's words. */
export const reckoning = (
  question: Question,
  pointing: Pointing,
  { asked, books = [], topic }: Memory,
  words: NonNullable<Memory["asked"]>,
  spoken: string,
): Question => {
  const own = wordsWithout(question.reading, ({ kind }) => kind !== "FORMAT")
  const read = readWords([...words, ...own], question.locale)
  const things = topic === undefined ? [] : [{ series: topic.series }]
  const text = `${textOfWords(words)} (${spoken})`
  const group = books.flatMap(({ format, series, volume }) =>
    series === topic?.series && volume !== undefined && format === undefined
      ? [{ series, volume }]
      : [],
  )
  const isOfGroup = read.slots.books !== undefined && group.length > 1
  const slots = isOfGroup
    ? {
        ...read.slots,
        books: group.slice(0, mostOfBasket),
        together: group.map(({ volume }) => volume),
      }
    : read.slots
  return standing(
    question,
    read,
    {
      text,
      ...(asked === undefined ? {} : { asked }),
      reason: reasonOf(question, pointing, { things }),
    },
    { intent: "price-or-stock", slots },
  )
}
