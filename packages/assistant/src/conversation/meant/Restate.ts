/**
 * Restates a follow-up so that it stands alone: its own words with the names of what it refers to. If it only names
 * another subject ("and Naruto?"), the words of the question before are used. Pure.
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
import type { Token } from "@manga-assist/language"
import type { Question } from "../../reading/Question.ts"
import { read } from "../../reading/Read.ts"
import type { Memory } from "../Memory.ts"
import type { About } from "./About.ts"

const pointers =
  "IT THAT THEY ALSOJA AND OR BUT WHATIF CONTINUE TOPIC NOHOU YATSU OTHERWAY _opening _aside".split(
    " ",
  )
const titles = "SERIES BOOK LATESTOF LASTOF NEXTOF NEWOF".split(" ")
const numbers =
  "VOLUME VOLWORD KAN DAIKAN NUM VLATEST VLAST LATEST LATESTJA VNEXT NEXTJA NEXT ORD".split(" ")
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

/** Of 一番上 or 片方, where no list has the word. */
const isPiece = ({ letters }: Question["reading"], { end, kind, start }: Token): boolean =>
  kind === "?" && /^(?:[番目方片上下両]|とも)$/u.test(letters.text.slice(start, end))

const wordsOf = (
  { reading }: Question,
  left: ReadonlySet<string>,
  leavesNumbers: boolean,
): string =>
  wordsWithout(
    reading,
    (token) =>
      left.has(token.kind) ||
      (leavesNumbers && (token.kind.startsWith("#") || isPiece(reading, token))),
  ).replaceAll(bothWords, "")

/** What an answer to "and digital?", "to Okinawa?" turns on. */
const addedWords = ({ reading }: Question, isBox: boolean): string =>
  isBox ? "" : wordsWithout(reading, ({ kind }) => !further.includes(kind))

const wholes = { en: "how much is the complete set", ja: "全巻セットはいくらですか" } as const

/** `from`: the question of before; `edition`: the one spoken of. The form's own sentence, where there is one. */
export const restated = (
  question: Question,
  { isChosen, isPlaced, person, things }: About,
  from: Question | undefined,
  {
    all,
    bare,
    measure,
    other,
    whole,
  }: Pick<Pointing, "all" | "bare" | "measure" | "other" | "whole">,
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
  const isMeasured = measure !== undefined
  const leavesNumbers = isNumbered || all || other || isPlaced === true || isMeasured
  const left = [
    ...(isPlaced === true ? ["MANGA", "WORKS"] : []),
    ...(isMeasured ? ["LENGTH", "MEASURE", "MIJIKAI", "NAGAI", "ATARASHII", "FURUI"] : []),
    ...pointers,
    ...titles,
    ...(isNumbered ? numbers : []),
    ...(isBox ? further : []),
  ]
  const isOfEdition = says(said, editions)
  const namesBook = question.slots.volume !== undefined || question.reference.number !== undefined
  const ownEdition = isOfEdition || namesBook ? [...editions, "COMPLETESET"] : []
  const replaced = [...left, ...numbers, ...ownEdition]
  const asksWhole = whole && (bare || says(said, ["PRICE"])) && !says(said, editions)
  const words = asksWhole
    ? wholes[locale]
    : from === undefined
      ? wordsOf(question, new Set(left), leavesNumbers)
      : `${wordsOf(from, new Set(replaced), true)} ${addedWords(question, isBox)}`
  const hasEdition =
    isOfEdition || (from !== undefined && says(byKind(from.reading.tokens), editions))
  const kept =
    edition === undefined || hasEdition || isBox || !isNumbered ? "" : editionWords[edition][locale]
  const text = [names, kept, askedAnyway(question, things, words.trim())]
    .filter((part) => part !== "")
    .join(" ")
  const { reading } = read(text, locale)
  // Of a book that is only named, it is asked whether it is there.
  const isNamed = reading.known && reading.question === "named" && isNumbered && !isBox
  const asked = isNamed ? read(`${text} ${stocks[locale]}`, locale).reading : reading
  return formSentenceOf(asked, locale) ?? text
}

const ofBooks =
  "PRICE STOCK COPY LEFT SOLDOUT RELEASE FORMAT WHEN RELEASEDATE HAVE EXIST OUT BUY".split(" ")

const counts = ["HOWMANY", "HOWMANYVOLS", "VOLS", "ENDVOLS", "FINISHED", "ONGOING", "AUTHOR", "WHO"]

/** Asks of single books, so that another volume can be asked for the same. */
export const asksOfBooks = ({ reading }: Question): boolean => {
  const said = byKind(reading.tokens)
  return says(said, ofBooks) && !says(said, counts)
}
