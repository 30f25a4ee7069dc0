/**
 * The grammar of a shop's questions as one value for the parser in `packages/language`: word lists, rewrite
 * rules and question patterns (for each known question, which kinds of word it consists of). Words and rules are the
 * store's, which all shops share, and the shop's own; the patterns and their forms are the shop's.
 *
 * `refused` lists the kinds of word that keep a question from having a canonical form, and so its answer from being
 * shared by all wordings: references to the person, the conversation or the date, and orders to the assistant.
 */
import { createHash } from "node:crypto"
import { type GrammarFile, type Shop, ShopError } from "@manga-assist/catalogue"
import type { Grammar } from "@manga-assist/language"
import { type FormTable, formRows } from "./forms/FormTable.ts"
import { type Kind, kindsIn, wordKinds } from "./kinds/Kind.ts"
import { patternsIn } from "./lists/PatternFiles.ts"
import { linesOfWords, wordsOfList } from "./lists/WordFile.ts"
import { WordFileError } from "./lists/Entries.ts"
import { allWords, listNamed } from "./lists/WordFiles.ts"

const setKinds = kindsIn(
  `SERIES BOOK LATESTOF LASTOF NEXTOF PERSON FORMAT LANGUAGE GENRE DEMO THEME MOOD LENGTH LIKEOF
    NOTGENRE NOTTHEME NOTMOOD NOTDEMO PRICEMAX PRICEBELOW PRICEMIN PRICEABOVE VOLSMAX VOLSBELOW VOLSMIN
    VOLSABOVE AGEOF BEGINNER READERS FINISHED ONGOING CHEAP CHEAPEST NUM PERIOD MEASURE PLACE PREORDER
    DISCOUNT COMPLETESET AFTERORDER KIDS TREND LIVEACTION ENDAT ONLYVOLS QUALITY`,
)

/**
 * Some titles are everyday words too ("Monster"). Written without a capital letter in a text without a form, such a word is
 * the title only where it stands alone, or beside one of these.
 */
const titledBeside = kindsIn(`
  NUM ORD VOLWORD VOLS KAN PRICE STOCK SOLDOUT RESTOCK RELEASE RELEASED RELEASEDATE OUT AUTHOR WROTE DREW STORYBY LATEST
  NEXT LAST MANGA FORMAT ANIME LIKE LIKEN LIKED COMPARE MEASURE SYNOPSIS ABOUT HOWMANY FINISHED ONGOING PUBLISHER WHO BY
  STORY TALE GENREWORD DEMOWORD INFO STATUS MAGAZINE CHAPTERS ENDS CAST MAINCHARACTER COMPLETESET PERVOL HOWMANYVOLS`)

const slots: Grammar<Kind>["slots"] = {
  ...Object.fromEntries(setKinds.map((kind) => [kind, "set" as const])),
  CMP: "list",
}

const refused: Grammar<Kind>["refused"] = {
  MINE: "speaks of the person",
  I: "speaks of the person",
  THEY: "depends on what was said before",
  THAT: "depends on what was said before",
  IT: "depends on what was said before",
  OWNORDER: "speaks of the person",
  OWNPARCEL: "speaks of the person",
  OWNPREORDER: "speaks of the person",
  WITHMY: "speaks of the person",
  MYBOOK: "speaks of the person",
  OWNAGE: "speaks of the person",
  CANCELOWN: "asks to do something",
  CANCELOWNPRE: "asks to do something",
  ALSOJA: "depends on what was said before",
  CLOCK: "depends on the day",
  NOW: "depends on the day",
  COMMAND: "gives the assistant orders",
  ANSWERIN: "gives the assistant orders",
  ORDERNOW: "asks to do something",
}

const wordsIn = (list: string): ReadonlyArray<string> => listNamed(list).trim().split(/\s+/u)

/** What all shops share. */
const shared: Omit<Grammar<Kind>, "names" | "shapes" | "words"> = {
  rewrites: "sentences-first apart japanese refusals main sentences-last"
    .split(" ")
    .map((name) => patternsIn(`${name}.rules`))
    .join("\n\n"),
  slots,
  silent: ["_", "NA", "THE"],
  opening: ["_opening"],
  aside: ["_aside"],
  refused,
  leaning: ["AND", "OR", "BUT", "ALSOJA"],
  beforeCommon: ["INDEF", "INDEFMANY", "LOOKFOR", "THE"],
  afterCommon: ["NA"],
  titledAfter: ["LOOKFOR"],
  titledBefore: ["FORMAT", "FORMATS", "VOLWORD", "VOLS", "NUM", "MANGA"],
  capitalised: [
    "stock",
    "price",
    "sold-out",
    "copies-left",
    "restock-when",
    "restock-if",
    "restocked",
    "named",
    "what-is",
    "opinion",
    "is-popular",
    "discount-book",
  ],
  unexplained: ["ASWRITTEN"],
  ordinary: new Set(["en/confusable-a-l", "en/confusable-m-z", "en/like-slips"].flatMap(wordsIn)),
  slips: listNamed("en/asking-slips"),
  open: {
    before: patternsIn("open-before.rules"),
    after: patternsIn("open-after.rules"),
    titledBeside,
  },
  opaque: ["PREDICATE", "ORDERNOW"],
  longest: 300,
}

/** Lines of other kinds than these. */
const withoutKinds = (words: string, kinds: ReadonlyArray<string>): string => {
  const left = new Set(kinds)
  return left.size === 0
    ? words
    : words
        .split("\n")
        .filter((line) => !left.has(/^\w+/u.exec(line)?.[0] ?? ""))
        .join("\n")
}

/** Kinds of a shop's own that its patterns ask for. */
const kindsAsked = (shapes: string): ReadonlySet<string> =>
  new Set(shapes.match(/\b[A-Z][A-Z0-9]+\b/gu))

const ownWords = ({ shapes, words }: Shop): ReadonlyArray<string> => {
  const own = kindsAsked(textOf(shapes))
  const kinds = { has: (kind: string) => wordKinds.has(kind) || own.has(kind) }
  return words.flatMap(({ file, text }) => {
    try {
      return linesOfWords(file, text, kinds)
    } catch (cause) {
      if (!(cause instanceof WordFileError)) throw cause
      throw new ShopError({ file, field: `line ${cause.line}`, rule: cause.fault })
    }
  })
}

const textOf = (files: ReadonlyArray<GrammarFile>): string =>
  files.map(({ text }) => wordsOfList(text).trim()).join("\n")

export interface StoreGrammar {
  /** Without the names. */
  readonly grammar: Omit<Grammar<Kind>, "names">
  readonly forms: FormTable
  /** What the shop sells, as evidence in questions about its rules. */
  readonly things: string
  /** A hash of words, rewrite rules and patterns; part of cache keys. */
  readonly version: string
}

const madeFor = new WeakMap<Shop, StoreGrammar>()

/** The shop with other rules, of which its grammar tells nothing. */
export const withRules = (shop: Shop, rules: Shop["rules"]): Shop => {
  const other = { ...shop, rules }
  madeFor.set(other, grammarOf(shop))
  return other
}

/** Made once for a shop. @throws ShopError */
export const grammarOf = (shop: Shop): StoreGrammar => {
  const known = madeFor.get(shop)
  if (known !== undefined) return known
  const own = ownWords(shop)
  const words = [...own, withoutKinds(allWords, shop.withoutKinds)].join("\n")
  const grammar = { ...shared, words, shapes: textOf(shop.shapes) }
  const version = createHash("sha256")
    .update(words)
    .update(JSON.stringify({ ...shared, shapes: grammar.shapes }))
    .digest("base64url")
    .slice(0, 10)
  const things = own
    .filter((line) => line.startsWith("MANGA:"))
    .map((line) => line.replace("MANGA:", "BOOK:"))
    .join("\n")
  const made = { grammar, forms: formsOf(shop), things, version }
  madeFor.set(shop, made)
  return made
}

const formsOf = ({ forms }: Shop): FormTable => {
  try {
    return formRows(textOf(forms))
  } catch (cause) {
    throw new ShopError({ file: "questions", field: "", rule: String(cause) })
  }
}
