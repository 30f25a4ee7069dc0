/**
 * The grammar of a store's questions as one value for the parser in `packages/language`: word lists, rewrite
 * rules and question patterns (for each known question, which kinds of word it consists of).
 *
 * `refused` lists the kinds of word that keep a question from having a canonical form, and so its answer from being
 * shared by all wordings: references to the person, the conversation or the date, and orders to the assistant.
 */
import type { Grammar } from "@manga-assist/language"
import { type Kind, kindsIn } from "./kinds/Kind.ts"
import { patternsIn } from "./lists/PatternFiles.ts"
import { allWords, listNamed } from "./lists/WordFiles.ts"

const setKinds = kindsIn(
  `SERIES BOOK LATESTOF LASTOF NEXTOF PERSON FORMAT LANGUAGE GENRE DEMO THEME MOOD LENGTH LIKEOF
    NOTGENRE NOTTHEME NOTMOOD NOTDEMO PRICEMAX PRICEBELOW PRICEMIN PRICEABOVE VOLSMAX VOLSBELOW VOLSMIN
    VOLSABOVE AGEOF BEGINNER READERS FINISHED ONGOING CHEAP CHEAPEST NUM PERIOD MEASURE PLACE METHOD
    CURRENCYOF DEVICE GOODS OPENED UNOPENED DAMAGED WRONGITEM PREORDER DISCOUNT COMPLETESET GIFT
    AFTERSHIP BEFORESHIP AFTERORDER CANCEL LOST KIDS TREND FREE MURYO USED EXPRESS WEEKEND LIVEACTION PICKUP
    INVOICE SHARE CARRIERNAME STANDARD APPROVED MISBOUGHT OTHERVOL UNWANTED OWN ENDAT ONLYVOLS
    MISTAKEN OWNREASON POBOX MESSAGE BULK
    CONTACT DATETIME QUALITY`,
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

/** Without the names, which are a shop's. */
export const storeGrammar: Omit<Grammar<Kind>, "names"> = {
  words: allWords,
  rewrites: "sentences-first apart japanese refusals main sentences-last"
    .split(" ")
    .map((name) => patternsIn(`${name}.rules`))
    .join("\n\n"),
  shapes: "books policies japanese sentences"
    .split(" ")
    .map((name) => patternsIn(`${name}.shapes`))
    .join("\n"),
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
  ordinary: new Set(
    ["en/confusable-a-l", "en/confusable-m-z", "en/like-slips"].flatMap((list) =>
      listNamed(list).trim().split(/\s+/u),
    ),
  ),
  slips: listNamed("en/asking-slips"),
  open: {
    before: patternsIn("open-before.rules"),
    after: patternsIn("open-after.rules"),
    titledBeside,
  },
  opaque: ["PREDICATE", "ORDERNOW"],
  longest: 300,
}
