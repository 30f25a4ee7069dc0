/**
 * A question put so that it stands alone: its own words with the names of what it points at, or, where it says only of
 * which the same is asked ("and Naruto?"), the words of the question before. Pure.
 */
import {
  byKind,
  formSentenceOf,
  nameOfPerson,
  namesOfThings,
  type Pointing,
  says,
  type Thing,
  wordsWithout,
} from "@manga-assist/store-grammar"
import type { Question } from "../reading/Question.ts"
import { read } from "../reading/Read.ts"
import type { Memory } from "./Memory.ts"
import type { About } from "./ThingsMeant.ts"

const pointers = "IT THAT THEY ALSOJA AND OR BUT WHATIF CONTINUE TOPIC NOHOU YATSU".split(" ")
const titles = "SERIES BOOK LATESTOF LASTOF NEXTOF NEWOF".split(" ")
const numbers = "VOLUME VOLWORD KAN DAIKAN NUM VLATEST VLAST VNEXT NEXTJA NEXT ORD".split(" ")
const editions = ["FORMAT", "FORMATS", "LANGUAGE"]
const further = [...editions, "COMPLETESET", "PLACE"]
const bothWords = /\bboth(?: of them)?\b|両方(?:とも)?|どちらも|どっちも|それぞれ/gu

const editionWords = {
  digital: { en: "digital edition", ja: "電子版" },
  paperback: { en: "paperback", ja: "紙の本" },
} as const

const whens = { en: "when come out", ja: "はいつ出ますか" } as const
const stocks = { en: "in stock", ja: "の在庫はありますか" } as const

/** What is asked where only a book is named: when the next one comes, whether the others are there. */
const askedAnyway = ({ locale }: Question, things: ReadonlyArray<Thing>, words: string): string => {
  const [thing, more] = things
  if (words !== "" || thing?.volume === undefined || more !== undefined) return words
  return thing.volume === "next" ? whens[locale] : stocks[locale]
}

const wordsOf = (
  { reading }: Question,
  left: ReadonlySet<string>,
  leavesNumbers: boolean,
): string =>
  wordsWithout(
    reading,
    ({ kind }) => left.has(kind) || (leavesNumbers && kind.startsWith("#")),
  ).replaceAll(bothWords, "")

/** What an answer to "and digital?", "to Okinawa?" turns on. */
const addedWords = ({ reading }: Question, isBox: boolean): string =>
  isBox ? "" : wordsWithout(reading, ({ kind }) => !further.includes(kind))

const wholes = { en: "how much is the complete set", ja: "全巻セットはいくらですか" } as const

/** `from`: the question of before; `edition`: the one spoken of. The form's own sentence, where there is one. */
export const restated = (
  question: Question,
  { isChosen, person, things }: About,
  from: Question | undefined,
  { all, bare }: Pick<Pointing, "all" | "bare">,
  edition: Memory["edition"],
): string => {
  const { locale } = question
  if (person !== undefined) {
    const name = nameOfPerson(person, locale)
    return locale === "en" ? `What other manga did ${name} write?` : `${name}の他の作品は何ですか？`
  }
  const names = namesOfThings(things, locale)
  if (isChosen === true) {
    return locale === "en" ? `Can you tell me about ${names}?` : `${names}について教えてください。`
  }
  const said = byKind(question.reading.tokens)
  const isBox = things.some(({ format }) => format === "box-set")
  const isNumbered = things.some(({ volume }) => volume !== undefined)
  const left = [...pointers, ...titles, ...(isNumbered ? numbers : []), ...(isBox ? further : [])]
  const isOfEdition = says(said, editions)
  const replaced = [...left, ...numbers, ...(isOfEdition ? [...editions, "COMPLETESET"] : [])]
  const asksWhole = bare && says(said, ["COMPLETESET"])
  const words = asksWhole
    ? wholes[locale]
    : from === undefined
      ? wordsOf(question, new Set(left), isNumbered || all)
      : `${wordsOf(from, new Set(replaced), true)} ${addedWords(question, isBox)}`
  const kept =
    edition === undefined || isOfEdition || isBox || !isNumbered
      ? ""
      : editionWords[edition][locale]
  const text = [names, kept, askedAnyway(question, things, words.trim())]
    .filter((part) => part !== "")
    .join(" ")
  return formSentenceOf(read(text, locale).reading, locale) ?? text
}

const ofBooks =
  "PRICE STOCK COPY LEFT SOLDOUT RELEASE FORMAT WHEN RELEASEDATE HAVE EXIST OUT BUY".split(" ")

/** Asks of single books, so that another volume can be asked for the same. */
export const asksOfBooks = ({ reading }: Question): boolean => says(byKind(reading.tokens), ofBooks)
