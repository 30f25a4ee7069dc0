/**
 * Rewrites a follow-up so that it can be understood alone: its own words plus the names of what it refers to. If it
 * only names another subject ("and Naruto?"), the earlier question's words are used with that subject. Pure.
 */
import type { Token, Word } from "@manga-assist/language"
import {
  byKind,
  madeWord,
  namesOfThings,
  type Pointing,
  reactionEnd,
  readWords,
  says,
  type StoreReading,
  textOfWords,
  type Thing,
  wordsOfPerson,
  wordsOfThings,
  wordsWithout,
} from "@manga-assist/store-grammar"
import { formSentence } from "../../reading/FormSentence.ts"
import type { Question } from "../../reading/Question.ts"
import type { Memory } from "../Memory.ts"
import type { About } from "./About.ts"
import { editionWords, stock, sum, wholeSet, word } from "./AskingWords.ts"
import { fragmentOf } from "./Fragment.ts"

const pointers =
  "SEQUELOF SPINOFFOF ORIGINAL IT THAT THEY ALSOJA AND OR BUT WHATIF CONTINUE TOPIC NOHOU YATSU OTHERWAY _opening _aside".split(
    " ",
  )
const titles = "SERIES BOOK LATESTOF LASTOF NEXTOF NEWOF".split(" ")
const numbers =
  "VOLUME VOLWORD KAN DAIKAN NUM VLATEST VLAST LATEST LATESTJA VNEXT NEXTJA NEXT ORD".split(" ")
const editions = ["FORMAT", "FORMATS", "LANGUAGE"]
const further = [...editions, "COMPLETESET", "PLACE"]
/** They tell something, and are no pointers: "how adult is it?" */
const telling = new Set(
  "adult teen price length status genre years readers month inside arrived known room mind".split(
    " ",
  ),
)
/** They open a text, and stand unexplained within it. */
const openings = new Set(["ok", "okay", "just", "well", "oh", "so"])
const both = new Set(["both", "両方", "どちらも", "どっちも", "それぞれ"])
const nothing = new Set(["_", "NA", "THE", "TOPIC"])

/** Asked of what was chosen: "his space one, how many volumes?" */
const factsBeside =
  `PRICE STOCK COPY HOWMANY HOWMANYVOLS HOWLONG WHEN RELEASE FORMAT VOLUME COMPLETESET ALLTOLD`
    .split(/\s+/u)
    .filter(Boolean)
/** Where its length or age chose it, these are asked of it as well. */
const factsOfMeasured =
  "FINISHED ONGOING STATUS ENDS AUTHOR WROTE SYNOPSIS DEMO AGE GENREWORD".split(" ")

/** "And of the other?", where the next or the latest one was asked for. */
const places = new Set("VLATEST VLAST LATEST LATESTJA VNEXT NEXTJA NEXT".split(" "))

/** Of several books that are numbered, not of all that there are. */
const wholes = ["ALL", "COMPLETESET"]
const lengths: ReadonlySet<string> = new Set(["longer", "shorter"])
const spans = ["KARAJA", "ATMOST", "TO", "LEFTJA"]

/** Of a sequel or spin-off that is only looked for. */
const kin = "SEQUELOF SPINOFFOF EXIST ABOUT WHATIS CALLED MINE MANGA LIKENJA TALK HAVE PAST".split(
  " ",
)

/** What is asked where only a book is named: when the next one comes, whether the others are there. */
const askedAnyway = (
  { locale }: Question,
  things: ReadonlyArray<Thing>,
  words: ReadonlyArray<Word>,
): ReadonlyArray<Word> => {
  const [thing, more] = things
  const isAsked = words.some(({ kind }) => !nothing.has(kind))
  if (isAsked || thing?.volume === undefined || more !== undefined) return words
  return thing.volume === "next"
    ? [word("WHEN", "when", "はいつ", locale), word("RELEASE", "come out", "出ますか", locale)]
    : [stock(locale)]
}

/** Of 一番上 or 片方, where no list has the word. */
const isPiece = ({ kind, value }: Token): boolean =>
  kind === "?" && /^(?:[番目方片上下両]|とも)$/u.test(value)

/** "Two copies": a number that counts copies is no volume. */
const quantitiesIn = ({ cut }: StoreReading["reading"]): ReadonlySet<number> =>
  new Set(cut.flatMap(({ start }, at) => (cut[at + 1]?.kind === "COPY" ? [start] : [])))

const wordsOf = (
  { reading }: Pick<StoreReading, "reading">,
  left: ReadonlySet<string>,
  leavesNumbers: boolean,
): ReadonlyArray<Word> => {
  const from = reactionEnd(reading)
  const quantities = quantitiesIn(reading)
  return wordsWithout(
    reading,
    (token) =>
      (left.has(token.kind) && !quantities.has(token.start)) ||
      (token.kind === "TALK" && !telling.has(token.value)) ||
      token.start < from ||
      openings.has(token.value) ||
      both.has(token.value) ||
      (leavesNumbers &&
        !quantities.has(token.start) &&
        (token.kind.startsWith("#") || isPiece(token))),
  )
}

/** What an answer to "and digital?", "to Okinawa?" turns on. */
const addedWords = ({ reading }: Question, isBox: boolean): ReadonlyArray<Word> =>
  isBox ? [] : wordsWithout(reading, ({ kind }) => !further.includes(kind))

export interface Restated {
  readonly asked: StoreReading
  /** In words that stand alone: its form's own sentence, where it has one. */
  readonly text: string
}

const told = (
  words: ReadonlyArray<Word>,
  locale: Question["locale"],
  text = textOfWords(words),
): Restated => {
  const asked = readWords(words, locale)
  return { asked, text: formSentence(asked) ?? text }
}

/** `from`: the question of before; `edition`: the one spoken of. */
export const restated = (
  question: Question,
  { copies, isChosen, isPlaced, isRelated, isRest, isStillWhole, isWhole, person, things }: About,
  from: Pick<StoreReading, "reading"> | undefined,
  {
    all,
    bare,
    measure,
    other,
    rank,
    sums,
    whole,
  }: Pick<Pointing, "all" | "bare" | "measure" | "other" | "rank" | "sums" | "whole">,
  edition: Memory["edition"],
): Restated => {
  const { locale } = question
  if (person !== undefined) {
    const works = [word("ELSE", "other", "他の", locale), word("WORKS", "works", "作品", locale)]
    return told([...wordsOfPerson(person, locale), ...works], locale)
  }
  const said = byKind(question.reading.tokens)
  const names = wordsOfThings(things, locale)
  const [thing, more] = things
  // 「全箱だと？」 after one of them: all of them.
  const areAllBoxes =
    thing?.format === "box-set" && thing.volume === undefined && more === undefined
  if (areAllBoxes && (all || whole || says(said, ["ZEN", "ALL"])) && !says(said, ["STOCK"])) {
    return told([...names, ...sum(locale)], locale)
  }
  if (isRest === true) {
    const rest = word("THEY", "the rest, how much is it", "の残りはいくらですか", locale)
    const format = says(byKind(question.reading.tokens), ["FORMAT"])
      ? addedWords(question, false)
      : edition === undefined
        ? []
        : [madeWord("FORMAT", edition, editionWords[edition][locale])]
    return told([...names, rest, word("PRICE", "", "", locale), ...format], locale)
  }
  const asksNothing = !wordsOf(question, new Set([...pointers, ...titles, ...kin]), true).some(
    ({ kind }) => !nothing.has(kind) && kind !== "?",
  )
  const beside = measure === undefined ? factsBeside : [...factsBeside, ...factsOfMeasured]
  const isTold = isChosen === true && !says(byKind(question.reading.tokens), beside)
  const ofLength =
    measure === "longer" ||
    measure === "shorter" ||
    said["MEASURE"]?.some((each) => lengths.has(each)) === true
  if (isTold && ofLength) {
    return told(
      [...names, word("HOWMANYVOLS", "how many volumes", "は全部で何巻ありますか", locale)],
      locale,
    )
  }
  if (isTold || (isRelated === true && asksNothing && from === undefined)) {
    const named = namesOfThings(things, locale)
    const text =
      locale === "en" ? `Can you tell me about ${named}?` : `${named}について教えてください。`
    return told([...names, word("INFO", "tell me about", "について教えて", locale)], locale, text)
  }
  const isBox = things.some(({ format }) => format === "box-set")
  const isNumbered = things.some(({ volume }) => volume !== undefined)
  const isMeasured = measure !== undefined
  const leavesNumbers = isNumbered || all || other || isPlaced === true || isMeasured
  const left = [
    ...(isPlaced === true || isRelated === true ? ["MANGA", "WORKS"] : []),
    ...(rank === undefined ? [] : numbers),
    ...(isMeasured ? ["LENGTH", "MEASURE", "MIJIKAI", "NAGAI", "ATARASHII", "FURUI"] : []),
    ...pointers,
    ...titles,
    ...(isNumbered ? numbers : []),
    // 「7巻から9巻、全部でいくら」: these, and not all there are.
    ...(isNumbered && things.length > 1 ? [...wholes, ...spans] : []),
    ...(isBox ? [...further, "KEN", "TALK=only"] : []),
  ]
  const isOfEdition = says(said, editions)
  const namesBook = question.slots.volume !== undefined || question.reference.number !== undefined
  // 「電子は？」 after 「全巻紙で」 asks of all volumes as well.
  const isOther = namesBook || isNumbered || says(said, ["COMPLETESET"])
  const ownEdition = [
    ...(isOfEdition || namesBook || isOther ? editions : []),
    ...((isOfEdition || namesBook) && isOther ? wholes : []),
  ]
  const isSeriesAlone = things.every(({ volume }) => volume === undefined)
  const otherNumbers = isSeriesAlone ? numbers.filter((kind) => !places.has(kind)) : numbers
  const replaced = [...left, ...otherNumbers, ...ownEdition]
  const asksPrice = bare || says(said, ["PRICE", "WHATIS"])
  const asksWhole = (isWhole === true || (whole && asksPrice)) && !isBox && !isNumbered
  const fragment = isPlaced === true ? undefined : fragmentOf(question)
  const words = asksWhole
    ? [
        ...wholeSet(locale),
        ...wordsWithout(question.reading, ({ kind }) => !editions.includes(kind)),
      ]
    : sums && isNumbered && bare
      ? [
          ...(isBox ? [] : wordsWithout(question.reading, ({ kind }) => !editions.includes(kind))),
          ...sum(locale),
        ]
      : from === undefined
        ? (fragment?.concat(addedWords(question, isBox)) ??
          wordsOf(question, new Set(left), leavesNumbers))
        : [...wordsOf(from, new Set(replaced), true), ...addedWords(question, isBox)]
  const hasEdition =
    isOfEdition || (from !== undefined && says(byKind(from.reading.tokens), editions))
  const kept =
    edition === undefined || hasEdition || isBox || !(isNumbered || isStillWhole === true)
      ? []
      : [madeWord("FORMAT", edition, editionWords[edition][locale])]
  const quantity =
    copies === undefined
      ? []
      : [
          madeWord("NUM", String(copies), String(copies)),
          word("COPY", "copies", "冊", locale),
          ...(says(said, ["PRICE", "STOCK"])
            ? []
            : [word("PRICE", "how much", "でいくら", locale)]),
        ]
  // 「11巻から19巻を全部買うと？」: what these cost together.
  const isBought = isNumbered && things.length > 1 && says(said, ["COMPLETESET"]) && !sums
  const together = isBought ? sum(locale) : []
  const asking = [
    ...names,
    ...kept,
    ...quantity,
    ...askedAnyway(question, things, words),
    ...together,
  ]
  const { reading } = readWords(asking, locale)
  // Of a book that is only named, it is asked whether it is there.
  const isNamed = reading.known && reading.question === "named" && isNumbered && !isBox
  return told(isNamed ? [...asking, stock(locale)] : asking, locale)
}

const ofBooks =
  "CHEAPEST PRICE STOCK COPY LEFT SOLDOUT RELEASE FORMAT WHEN RELEASEDATE HAVE EXIST OUT BUY".split(
    " ",
  )

const counts = ["HOWMANY", "HOWMANYVOLS", "VOLS", "ENDVOLS", "FINISHED", "ONGOING", "AUTHOR", "WHO"]

/** Asks of single books, so that another volume can be asked for the same. */
export const asksOfBooks = ({ reading }: Pick<StoreReading, "reading">): boolean => {
  const said = byKind(reading.tokens)
  return says(said, ofBooks) && (says(said, ["PRICE"]) || !says(said, counts))
}
