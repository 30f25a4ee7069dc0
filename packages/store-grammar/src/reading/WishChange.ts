/**
 * What a text says to the wishes of a conversation: what it wishes besides, what it no longer wishes, and whether it
 * names a subject of its own.
 *
 * A wish is kept as the slots of the form `recommend`: kinds of the grammar with their values. Pure; linear in the text.
 */
import { longPattern } from "./LongPattern.ts"
import type { Token } from "@manga-assist/language"
import type { Locale } from "@manga-assist/protocol"
import { sentenceOf } from "../forms/Sentence.ts"
import { type FormSlots, listed, wordOf } from "../forms/SlotWords.ts"
import { storeWorld } from "../StoreWorld.ts"
import { isPlainWord } from "../lists/PlainWords.ts"
import { unknownWords } from "./Reference.ts"
import type { StoreReading } from "./Reading.ts"
import { byKind, saidIn, says } from "./Said.ts"
import { slotsOf, wishOf } from "./Slots.ts"
import { wordsAroundTitles } from "./Titles.ts"

export type WishSlots = FormSlots

/** What wishes are about: of one side of a matter the last that was said holds. */
export const wishMatters = {
  price: ["PRICEMAX", "PRICEBELOW", "PRICEMIN", "PRICEABOVE", "CHEAP", "CHEAPEST"],
  length: ["VOLSMAX", "VOLSBELOW", "VOLSMIN", "VOLSABOVE", "LENGTH", "NOTLENGTH"],
  years: ["YEARMIN", "YEARMAX"],
  status: ["FINISHED", "ONGOING"],
  readers: ["DEMO", "NOTDEMO", "READERS", "NOTREADERS", "AGEOF", "KIDS", "ALLAGES", "BEGINNER"],
  subject: ["GENRE", "NOTGENRE", "THEME", "NOTTHEME", "MOOD", "NOTMOOD"],
  likeness: ["LIKEOF"],
  titles: ["NOTSERIES", "NOTPERSON"],
  edition: ["FORMAT", "NOTFORMAT", "LANGUAGE"],
} as const
export type WishMatter = keyof typeof wishMatters

const matters = Object.keys(wishMatters) as ReadonlyArray<WishMatter>
const wishKinds: ReadonlySet<string> = new Set(Object.values(wishMatters).flat())

export interface WishChange {
  readonly wishes: WishSlots
  /** Whole matters that no longer count. */
  readonly drops: ReadonlyArray<WishMatter>
  /** Single wishes that no longer count: "it need not be romance". */
  readonly unwishes: WishSlots
  /** Names what it is to be about: a genre, a theme, readers, a likeness. */
  readonly hasSubject: boolean
  /** Asks for books in so many words: "recommend", "do you have". */
  readonly asks: boolean
  /** Says what is wished for as one does who begins: "a romance manga", not "something with romance". */
  readonly begins: boolean
  /** Words that no list explains, as written. */
  readonly words: ReadonlyArray<string>
}

const named: Readonly<Record<WishMatter, RegExp>> = {
  price: /\b(?:price|budget|cost|money|cheap|expensive)|値段|価格|予算|金額|お金|安|高く/u,
  length: /\b(?:length|long|short|volumes?)\b|長さ|巻数|長く|短く|長い|短い/u,
  years: /\b(?:years?|old|new|recent|classic)\b|年代|何年|古さ/u,
  status: /\b(?:finished|complete[d]?|ongoing|ended|running)\b|完結|連載/u,
  readers:
    /\b(?:age|audience|demographic|readership|shonen|seinen|shojo|josei|kids|children|adults)\b|年齢|対象|読者|少年|少女|青年|女性|子ども|大人/u,
  subject: /\b(?:genre|theme|topic)\b|ジャンル|テーマ/u,
  likeness: /\blike\b|似た|みたい/u,
  titles: /(?!)/u,
  edition: /\b(?:format|edition|paper|digital)\b|紙|電子/u,
}

const forgets = longPattern(String.raw`
    \b(?:forget|never ?mind|ignore|drop|skip|scrap|disregard|remove|(?:don t|do not) (?:care
    |mind|worry)|(?:doesn t|does not|don t|won t|no longer) (?:really |actually )?(?:matters?
    |have to|need to)|not important|no matter|no object|unlimited|needn t|not necessarily|regardless
    |whatever the|any (?:price|budget|length|genre|age|number|format)|no (?:price|budget|length
    |money) limit|(?:is|are) (?:also )?(?:fine|ok|okay|good|alright)(?: too| as well)?$)|気にし(?:な
    |ま)|気にせず|問わ|問いません|関係な|こだわ[らり]|(?:何|なん|どう|いくら)でもいい|忘れて|外して|やめて|いくらでも|(?:なく|長く|短く|高く|安く|く)ても(?:いい
    |良い|よい|大丈夫|構|かま|オーケー|ok)|でも(?:いい|良い|よい|大丈夫|構|かま)
  `)
const startsOver =
  /\bstart(?:ing)? (?:over|again|afresh)\b|\b(?:something|anything) (?:completely|entirely|totally|quite) (?:different|else)\b|\bforget (?:all|everything|it all|about all)\b|最初からやり直|全部忘れて|全く別|まったく別|全然違う/u

const opposite: Readonly<Record<string, string | undefined>> = { long: "short", short: "long" }
const negations: ReadonlySet<string> = new Set([
  "NOT",
  "NO",
  "WITHOUT",
  "WITHOUTJA",
  "NOTJA",
  "NOTPOS",
])
const tooMuch =
  /\btoo (long|short|expensive|pricey|dear|many)\b|(長|高|多)すぎ|(?:あまり|そんなに)(長|高)くない/u
const excluding =
  /\b(?:not|no|without|except|besides|other than|apart from|but not|already (?:read|have|own|know))\b|以外|除い|除く|抜き|じゃな|ではな|もう読|読んだ|持って/u

/** "Shorter", "cheaper": of wishes, not of two books. */
const measured: Readonly<Record<string, readonly [kind: string, value: string] | undefined>> = {
  shorter: ["LENGTH", "short"],
  longer: ["LENGTH", "long"],
  cheaper: ["CHEAPEST", ""],
}

const negatedLengths = (tokens: ReadonlyArray<Token>): ReadonlySet<string> => {
  const found = new Set<string>()
  tokens.forEach(({ kind, value }, at) => {
    const near = tokens.slice(Math.max(0, at - 2), at)
    if (kind === "LENGTH" && near.some((token) => negations.has(token.kind))) found.add(value)
  })
  return found
}

const byTooMuch = (words: string): WishSlots => {
  const [, english, japanese, mild] = tooMuch.exec(words) ?? []
  const what = english ?? japanese ?? mild
  if (what === undefined) return {}
  if (what === "short") return { LENGTH: ["long"] }
  return what === "long" || what === "many" || what === "長" || what === "多"
    ? { LENGTH: ["short"] }
    : { CHEAPEST: [""] }
}

/** "He's 15": whom the wish is for. */
const agePattern =
  /\b(?:he|she|they|who) ?(?:s|is|are|re) (?:just |only |now |turning )?(\d{1,2})(?: years? old)?$|^(\d{1,2}) ?(?:years? old|歳です|才です)/u

const wishesIn = (asked: StoreReading, words: string): WishSlots => {
  const { reading, slots } = asked
  const said = saidIn(reading)
  const wishes: Record<string, ReadonlyArray<string>> = {}
  const turned = negatedLengths(reading.tokens)
  for (const [kind, values = []] of Object.entries(said)) {
    if (kind === "LENGTH") {
      wishes[kind] = values.map((value) => (turned.has(value) ? (opposite[value] ?? value) : value))
    } else if (wishKinds.has(kind)) wishes[kind] = values
  }
  for (const measure of said["MEASURE"] ?? []) {
    const meant = measured[measure]
    if (meant !== undefined) wishes[meant[0]] = [meant[1]]
  }
  if (slots.series.length > 0 && wishes["LIKEOF"] === undefined && excluding.test(words)) {
    wishes["NOTSERIES"] = slots.series
  }
  if (slots.authors.length > 0 && excluding.test(words)) wishes["NOTPERSON"] = slots.authors
  const [, age] = agePattern.exec(words) ?? []
  if (age !== undefined && Number(age) < 100) wishes["AGEOF"] = [age]
  return { ...wishes, ...byTooMuch(words) }
}

const subjects = ["GENRE", "THEME", "MOOD", "DEMO", "LIKEOF", "READERS", "AGEOF", "KIDS"]
const askingKinds =
  "RECOMMEND RECOMMENDED LOOKFOR LOOKFORJA SEEKJA HAVEANY EXIST SHOW HAVE WANTTO BEST".split(" ")
const openEnded = /\b(?:something|anything|ones?)\b|もの|やつ|のは/u
const fillers =
  /^(?:ideally|please|possible|possibly|preferably|maybe|perhaps|ones?|things?|yes|no|so|too|really|very|but|also|then|hmm+|okay|ok|though|prefer|rather|make|want|bit|little|actually|instead|before|after|since|if|in|my|the|was|is)$/u
/** What is refused is no word to search for. */
const refusing = ["NOT", "WITHOUT", "REFUSES", "WITHOUTJA", "REFUSESJA", "NASHI", "NOTJA"]
/** Pieces of words between those that are known. */
const japaneseFiller = /^\p{sc=Hiragana}{1,4}$/u
/** What is said after "but" is another matter than what is forgotten before it. */
const clauses = /\b(?:but|and)\b|けど|けれど/u

const forgotten = (words: string): ReadonlyArray<WishMatter> => {
  if (startsOver.test(words)) return matters
  const said = words.split(clauses).filter((clause) => forgets.test(clause))
  return matters.filter((matter) => said.some((clause) => named[matter].test(clause)))
}

const without = (wishes: WishSlots, kinds: ReadonlyArray<string>): WishSlots =>
  Object.fromEntries(Object.entries(wishes).filter(([kind]) => !kinds.includes(kind)))

export const wishChangeOf = (asked: StoreReading): WishChange => {
  const { reading } = asked
  const words = wordsAroundTitles(reading)
  const said = byKind(reading.tokens)
  const all = wishesIn(asked, words)
  const drops = forgotten(words)
  const wishes = without(
    all,
    startsOver.test(words)
      ? []
      : drops.flatMap((matter): ReadonlyArray<string> => wishMatters[matter]),
  )
  const isForgetting = forgets.test(words) && !startsOver.test(words)
  const unwished = ["GENRE", "THEME", "MOOD"]
  // Beside a wish that is understood they say whom it is for, and why.
  const isUnderstood = isForgetting || says(said, refusing) || Object.keys(wishes).length > 0
  const written = isUnderstood ? [] : unknownWords(reading.tokens, reading.letters)
  const kept = isForgetting && drops.length === 0 ? without(wishes, unwished) : wishes
  return {
    wishes: kept,
    drops,
    unwishes: isForgetting
      ? without(
          wishes,
          Object.keys(wishes).filter((kind) => !unwished.includes(kind)),
        )
      : {},
    hasSubject: subjects.some((kind) => kept[kind] !== undefined),
    asks: says(said, askingKinds),
    begins: says(said, ["MANGA", "GENREMANGA"]) && !openEnded.test(words),
    words: written.filter(
      (word) => !fillers.test(word) && !japaneseFiller.test(word) && !isPlainWord(word),
    ),
  }
}

/** The wish in a sentence, if every part of it can be said at once. */
export const wishSentence = (wishes: WishSlots, locale: Locale): string | undefined =>
  sentenceOf({ question: "recommend", slots: wishes }, locale)

const nothingWritten = storeWorld.read("").letters

/** What a wish of several turns says, as if it had been read in one text. */
export const wishRead = (
  wishes: WishSlots,
  hasWords: boolean,
): Pick<StoreReading, "slots" | "wish"> => ({
  slots: slotsOf(wishes, nothingWritten, false),
  wish: wishOf(wishes, hasWords),
})

const further: Readonly<Record<string, Readonly<Record<Locale, string>>>> = {
  YEARMIN: { en: "started in $ or later", ja: "$年以降" },
  YEARMAX: { en: "started in $ or earlier", ja: "$年以前" },
  NOTLENGTH: { en: "not $", ja: "$ではない" },
  NOTSERIES: { en: "not $", ja: "$以外" },
  NOTPERSON: { en: "not by $", ja: "$以外" },
  NOTREADERS: { en: "not $", ja: "$ではない" },
  NOTFORMAT: { en: "not $", ja: "$ではない" },
}

/** What the sentence of a form cannot say: "started in 2010 or later", "not Naruto". */
export const furtherWishes = (wishes: WishSlots, locale: Locale): ReadonlyArray<string> =>
  Object.entries(wishes).flatMap(([kind, values]) => {
    const frame = further[kind]?.[locale]
    if (frame === undefined) return []
    const plain = kind.replace(/^NOT/u, "")
    const words = values.map((value) => wordOf(plain, value, locale) ?? value)
    return [frame.replace("$", () => listed(words, locale, "or"))]
  })
