/**
 * Parses a customer's text into what the assistant works with: language, intent, what to look up, slots (title,
 * volume, genres, …) and wish (further properties of the books looked for). A text that the grammar understands as a
 * whole is judged by its canonical form alone, which all wordings of the question share; any other text by its words.
 * Pure, never throws, bounded work.
 */
import type { Catalogue } from "@manga-assist/catalogue"
import { kindsIn, type Reading } from "../kinds/Kind.ts"
import type { Locale } from "@manga-assist/protocol"
import type { FormRow, FormTable } from "../forms/FormTable.ts"
import { difficultyOf, isPersonal, isSelfContained, mayConcernOrders } from "./Flags.ts"
import { bookIntentOf, intentOf, type Understood } from "./Intent.ts"
import { localeOf } from "./Locale.ts"
import { kin } from "./Kinds.ts"
import type { Intent, Reads, StoreReading } from "./Reading.ts"
import { unknownWords } from "./UnknownWords.ts"
import { withPolarity } from "./Polarity.ts"
import type { RulesAsked, RulesReader } from "./RulesAsked.ts"
import { byKind, type Said, saidIn, says } from "./Said.ts"
import { slotsOf } from "./Slots.ts"
import { wishOf } from "./WishOf.ts"

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

/** What a shop brings to the reading. */
interface Shelves {
  readonly catalogue: Catalogue
  readonly forms: FormTable
  readonly rules: RulesReader
}

const ofForm = (
  reading: Extract<Reading, { known: true }>,
  { catalogue, forms }: Shelves,
): Omit<StoreReading, "locale"> => {
  const row = forms.get(reading.question)
  if (row === undefined)
    throw new Error(`the form "${reading.question}" has no row in the form table`)
  const said = saidIn(reading)
  const slots = slotsOf(said, reading.letters, true, catalogue)
  const wish = wishOf(said, false, catalogue)
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
  const { hasUnknown, said, slots, wish } = understood
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
      return hasUnknown || says(said, otherWorks) ? "works" : "series"
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

const asksRules = {
  intent: "policy",
  reads: "nothing",
  selfContained: true,
  personal: false,
  ownAffairs: false,
} as const

const ofWords = (
  reading: Reading,
  rules: ReadonlyArray<RulesAsked> | undefined,
  locale: Locale,
  catalogue: Catalogue,
): Omit<StoreReading, "locale"> => {
  const { letters } = reading
  const tokens = withPolarity(reading.tokens, letters, catalogue)
  const said = byKind(tokens)
  const hasUnknown = said["?"] !== undefined
  const wish = wishOf(said, hasUnknown, catalogue)
  const slots = slotsOf(said, letters, rules !== undefined, catalogue)
  const unknown = unknownWords(tokens, letters).length
  const known = { said, slots, wish, words: tokens.length, hasUnknown, unknown }
  const intent = intentOf(known)
  return {
    intent,
    reads: readsOf(intent, known),
    slots,
    wish,
    selfContained: isSelfContained(tokens, known, intent),
    personal: isPersonal(known, intent),
    ownAffairs: mayConcernOrders(known, intent),
    difficulty: difficultyOf(said, slots, intent, {
      japanese: locale === "ja",
      letters: letters.text.length,
    }),
    reading: { ...reading, tokens },
    ...(rules && { ...asksRules, rules }),
  }
}

/** `locale` is what the client says; without it the text tells. */
export const understood = (
  text: string,
  reading: Reading,
  locale: Locale | undefined,
  shelves: Shelves,
): StoreReading => {
  const written = reading.romanised ? reading.letters.text : text
  const asked = reading.known ? [] : shelves.rules.asked(written, reading.cut)
  const rules = asked.length > 0 ? asked : undefined
  const spoken = locale ?? localeOf(reading, reading.known || rules !== undefined)
  if (reading.known) return { locale: spoken, ...ofForm(reading, shelves) }
  const read = ofWords(reading, rules, spoken, shelves.catalogue)
  return {
    locale: spoken,
    ...read,
    ...(read.intent === "policy" && { near: shelves.rules.near(written) }),
  }
}
