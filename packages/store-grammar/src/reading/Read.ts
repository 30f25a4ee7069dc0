/**
 * Parses a customer's text into what the assistant works with: language, intent, what to look up, slots (title,
 * volume, genres, …) and wish (further properties of the books looked for). A text that the grammar understands as a
 * whole is judged by its canonical form alone, which all wordings of the question share; any other text by its words.
 * Pure, never throws, bounded work.
 */
import { boxOf } from "@manga-assist/catalogue"
import { kindsIn, type Reading } from "../kinds/Kind.ts"
import type { Locale } from "@manga-assist/protocol"
import { type FormRow, formTable } from "../forms/FormTable.ts"
import { catalogue } from "../KnownCatalogue.ts"
import { storeWorld } from "../StoreWorld.ts"
import { difficultyOf, isPersonal, isSelfContained, mayConcernOrders } from "./Flags.ts"
import { bookIntentOf, intentOf, type Understood } from "./Intent.ts"
import { localeOf } from "./Locale.ts"
import { kin } from "./Kinds.ts"
import { boxesNamed, lastNamed, namesHeld, numbersWritten, volumesNamed } from "./NamedVolumes.ts"
import type { Intent, Reads, Slots, StoreReading, Wish } from "./Reading.ts"
import { unknownWords } from "./UnknownWords.ts"
import { withPolarity } from "./Polarity.ts"
import { byKind, type Said, saidIn, says } from "./Said.ts"
import { speaksOfAuthor } from "./SpeaksOfAuthor.ts"
import { wordsAroundTitles } from "./Titles.ts"
import { slotsOf } from "./Slots.ts"
import { wishOf } from "./WishOf.ts"
import { withoutToldAffairs } from "./wishes/ToldAffairs.ts"
import { withAskedOfIt } from "./wishes/AskedOfIt.ts"
import { withPhrases } from "./wishes/WishMeasures.ts"

/** What single copies tell, and no bundle: what one costs, and when the first one came out. */
const ofCopies: Readonly<Record<string, Intent | undefined>> = {
  cheaper: "price-or-stock",
  dearer: "price-or-stock",
  older: "title-lookup",
  newer: "title-lookup",
}

/** What a form is for and what it reads, where its slots say more than its name. */
const askedBy = (
  { intent, reads }: FormRow,
  said: Said,
): Pick<StoreReading, "intent" | "reads"> => {
  const [measure = ""] =
    said["MEASURE"] ?? said["CMP"]?.map((value) => value.replace(/:.*/u, "")) ?? []
  const measured = ofCopies[measure]
  if (measured !== undefined && reads === "series") return { intent: measured, reads: "books" }
  // Whether there is a next volume is told by what was announced.
  return says(said, ["NEXTOF"]) && reads === "books"
    ? { intent: "release-date", reads: "releases" }
    : { intent, reads }
}

const ofForm = (reading: Extract<Reading, { known: true }>): Omit<StoreReading, "locale"> => {
  const row = formTable.get(reading.question)
  if (row === undefined)
    throw new Error(`the form "${reading.question}" has no row in the form table`)
  const said = saidIn(reading)
  const slots = slotsOf(said, reading.letters, true)
  const wish = wishOf(said, false)
  const asked = askedBy(row, said)
  const difficulty = difficultyOf(said, slots, asked.intent, { japanese: false, letters: 0 })
  return {
    ...asked,
    slots,
    wish,
    selfContained: true,
    personal: false,
    ownAffairs: false,
    difficulty: row.difficulty === "complex" ? "complex" : difficulty,
    reading,
  }
}

/** Of the same author. */
const otherWorks = kindsIn("ELSE WORKS SAMEAUTHOR WITHOUT AFTERBARE TOGETHER ALSOJA")

const recommending = kindsIn("RECOMMEND RECOMMENDED")

const wholeSeries = kindsIn("COMPLETESET ALL ALLTOLD")

const readsOf = (intent: Intent, understood: Understood): Reads => {
  const { hasUnknown, ofAuthor, said, slots, wish } = understood
  switch (intent) {
    case "trending":
      return "popular"
    case "new-releases":
      return says(said, ["UPCOMING", "NEXT", "FUT", "FUTJA", "CLOCK"]) && !says(said, ["PAST"])
        ? "coming"
        : "new"
    case "recommend":
    case "genre-browse":
      return "wish"
    case "release-date":
      return says(said, ["PAST"]) ? "released" : "releases"
    case "author":
      if (slots.series.length + slots.authors.length === 0 && wish.free && hasUnknown) return "wish"
      // What is not read of it may be what they made beside.
      if (slots.series.length === 0) return "works"
      // The numbered book is shown, whatever else is asked.
      if (typeof slots.volume === "number" && slots.series.length === 1) return "series"
      return ofAuthor || hasUnknown || says(said, otherWorks) ? "works" : "series"
    case "price-or-stock":
      // "Volumes 1 to 3 all together" are no whole series.
      return says(said, wholeSeries) && !says(said, ["BOOK"])
        ? "whole"
        : says(said, ["CHEAPEST", "DEAREST"])
          ? "cheapest"
          : "books"
    case "title-lookup":
      if (slots.series.length > 0 && says(said, kin)) return "kin"
      return says(said, ["COMPLETESET"]) ? "whole" : "series"
    case "other":
      return "wish"
    case "policy":
    case "order-status":
      // "Is Yotsuba 16 in stock, and how long does shipping take?", "A good mystery, and …"
      return slots.series.length > 0 || (slots.genres.length > 0 && says(said, recommending))
        ? readsOf(bookIntentOf(understood), understood)
        : "nothing"
    case "greeting":
      return "nothing"
  }
}

/** More in one question are left to a second one. */
const mostBooks = 6

/** The box sets with these numbers, else those that hold the volumes of these numbers; none where no box does. */
const boxesOf = (
  id: string,
  numbers: ReadonlyArray<number>,
  areHeld: boolean,
): ReadonlyArray<number> => {
  const last = catalogue.boxesOf(id)
  const boxes = numbers.map((number) => (areHeld || number > last ? boxOf(number) : number))
  return [...new Set(boxes)].filter((box) => box <= last)
}

/** Of more, all box sets are told. */
const mostHolding = 3

/** Where the numbers beside box sets are none of one box, all of them are meant. */
const ofAllBoxes = ({ books: _books, volume: _volume, ...slots }: Slots): Slots => slots

/** Of one title, each volume or box set that is named by its number. */
const withVolumes = (slots: Slots, { likeSeries }: Wish, said: Said, reading: Reading): Slots => {
  const [id, other] = slots.series
  if (id === undefined || other !== undefined || likeSeries) return slots
  const all = catalogue.of(id)?.volumes ?? 1
  const isBox = slots.format === "box-set"
  const ordinal = isBox && says(said, ["ORD"])
  const text = numbersWritten(reading)
  const given: ReadonlyArray<number> =
    typeof slots.volume === "number" && ordinal ? [slots.volume] : isBox ? boxesNamed(text) : []
  // "All nine volumes" names no volume.
  if (says(said, ["COMPLETESET"])) return slots
  const named = given.length > 0 ? given : volumesNamed(text)
  const written = named.length > 0 ? named : lastNamed(text, all)
  // "A box with 1 to 10": what a box holds is not its number.
  const ofHeld = isBox && given.length === 0 && written.length > 0
  const boxes = ofHeld ? boxesOf(id, written, written.length > 2 || namesHeld(text)) : []
  if (ofHeld && (boxes.length === 0 || boxes.length > mostHolding)) return ofAllBoxes(slots)
  const volumes = (ofHeld ? boxes : written).slice(0, mostBooks)
  const [first] = volumes
  if (first === undefined) return slots
  if (volumes.length < 2) return { ...slots, volume: isBox ? first : (slots.volume ?? first) }
  return {
    ...slots,
    volume: first,
    books: volumes.map((volume) => ({ series: id, volume })),
  }
}

const ofWords = (reading: Reading, locale: Locale): Omit<StoreReading, "locale"> => {
  const { letters } = reading
  const wished = withPhrases(
    withPolarity(withoutToldAffairs(reading.tokens, letters), letters),
    letters,
  )
  const tokens = withAskedOfIt(wished, letters)
  const said = byKind(tokens)
  const hasUnknown = said["?"] !== undefined
  const wish = wishOf(said, hasUnknown)
  const slots = withVolumes(slotsOf(said, letters, false), wish, said, reading)
  const ofAuthor =
    slots.series.length > 0 &&
    wish.notAuthors.length === 0 &&
    speaksOfAuthor(wordsAroundTitles(reading))
  const unknown = unknownWords(tokens, letters).length
  const understood = { said, slots, wish, words: tokens.length, hasUnknown, unknown, ofAuthor }
  const intent = intentOf(understood)
  return {
    intent,
    reads: readsOf(intent, understood),
    slots,
    wish,
    selfContained: isSelfContained(tokens, understood, intent),
    personal: isPersonal(understood, intent),
    ownAffairs: mayConcernOrders(understood, intent),
    difficulty: difficultyOf(said, slots, intent, {
      japanese: locale === "ja",
      letters: letters.text.length,
    }),
    reading: { ...reading, tokens },
  }
}

/** `locale` is what the client says; without it the text tells. */
export const read = (text: string, locale?: Locale): StoreReading => {
  const reading = storeWorld.read(text)
  const spoken = locale ?? localeOf(reading)
  return {
    locale: spoken,
    ...(reading.known ? ofForm(reading) : ofWords(reading, spoken)),
  }
}
