/**
 * Rules that refuse a proposed alias without the cost of a judge: could the cached answer to the question `kept`
 * answer the question `asked`, in the same language? They compare titles and other values that the grammar found
 * (slots), numbers, negations and opposites such as "cheap" and "expensive". A pair that passes is only a candidate,
 * which a judge model must approve.
 *
 * Pure. `asked` must have no canonical form (the grammar does not understand it as a whole), `kept` must have one and
 * be cacheable; any other pair is refused.
 */
import { normalizeQuestion } from "@manga-assist/caching"
import {
  type Form,
  kindsIn,
  saidIn,
  type StoreReader,
  type StoreReading,
} from "@manga-assist/store-grammar"
import type { Locale } from "@manga-assist/protocol"
import { cachePolicyOf } from "./CachePolicy.ts"
import { cacheKeyOf } from "./ShareKey.ts"
import { aliasableWords } from "./demand/CountableText.ts"
import type { Slots } from "../reading/Question.ts"
import { read } from "../reading/Read.ts"

export type PairRefusal =
  /** Personal, leaning on a conversation, never cacheable, or made of words that nobody knows. */
  | "not-aliasable"
  /** The other has no answer that may be kept. */
  | "not-kept"
  /** Title, volume, author, genre, readers, price, format, language or place. */
  | "slots"
  | "numbers"
  | "polarity"
  /** One says cheap, first or before, the other expensive, last or after. */
  | "opposites"

export interface AliasPair {
  /** Normalised. */
  readonly words: string
  readonly kept: string
  /** Where the kept answer lies. */
  readonly place: string
}

const setOf = (values: ReadonlyArray<string>): string => values.toSorted().join("|")

const slotsForm = ({ books = [], ...slots }: Slots): string =>
  JSON.stringify([
    setOf(slots.series),
    setOf(slots.authors),
    setOf(slots.genres),
    setOf(books.map(({ series, volume }) => `${series}#${volume}`)),
    slots.volume ?? null,
    slots.demographic ?? null,
    slots.priceMin ?? null,
    slots.priceMax ?? null,
    slots.format ?? null,
    slots.language ?? null,
    slots.place?.toLowerCase() ?? null,
    slots.orderId ?? null,
  ])

/** What the slots above tell as well. */
const slotKinds: ReadonlySet<string> = new Set(
  kindsIn("SERIES BOOK PERSON FORMAT LANGUAGE GENRE DEMO PRICEMAX PRICEBELOW PRICEMIN PRICEABOVE"),
)

/**
 * A place, a card, a way to pay, the next volume: what the form of the kept question names besides, the other
 * one must name too, as far as its words were read.
 */
const namesAsMuch = (asked: StoreReading["reading"], kept: Form): boolean => {
  const said = new Map(Object.entries(saidIn(asked)))
  return Object.entries(kept.slots).every(
    ([kind, values]) =>
      slotKinds.has(kind) ||
      values.every((value) => value === "" || said.get(kind)?.includes(value) === true),
  )
}

const numbersIn = (text: string): string =>
  setOf(text.replaceAll(/(?<=\d),(?=\d{3}\b)/gu, "").match(/\d+/gu) ?? [])

const negation =
  /\b(?:not|no|never|without|except|excluding|cannot|neither|nor|none|nothing)\b|n['’]t\b|ない|ません|なく|なし|抜き|以外|ぬ(?:$|[^き])/u

const opposites: ReadonlyArray<readonly [RegExp, RegExp]> = [
  [
    /\b(?:cheap|inexpensive|affordable|low)|安|リーズナブル/u,
    /\b(?:expensive|costly|pricey|dear|high)|高い|高価/u,
  ],
  [
    /\b(?:first|earliest|oldest)\b|最初|第一|古い/u,
    /\b(?:last|latest|newest|final)\b|最後|最新|新しい/u,
  ],
  [/\b(?:next|upcoming)\b|次|今後/u, /\b(?:previous|past|last)\b|前回|過去|前の/u],
  [/\b(?:before|until)\b|前に|まで/u, /\b(?:after|since)\b|後|から/u],
  [/\b(?:start|begin|began|open)|始ま|開/u, /\b(?:end|finish|stop|clos)|終|閉/u],
  [
    /\b(?:more|most|longer|longest|larger|long|many)\b|多い|長/u,
    /\b(?:less|least|fewer|shorter|shortest|smaller|short|few)\b|少な|短/u,
  ],
  [/\b(?:fast|quick|rush|express|soon)|早|速/u, /\b(?:slow|late|standard|regular)|遅|通常/u],
  [
    /\b(?:inside|domestic|within)\b|国内/u,
    /\b(?:outside|abroad|international|overseas)|海外|国外/u,
  ],
  [/\b(?:new)\b|新品|新刊/u, /\b(?:used|secondhand|second-hand|old)\b|中古|旧/u],
]

const oppose = (a: string, b: string): boolean =>
  opposites.some(
    ([left, right]) =>
      (left.test(a) && !right.test(a) && right.test(b) && !left.test(b)) ||
      (right.test(a) && !left.test(a) && left.test(b) && !right.test(b)),
  )

const titlesOf = (id: string, { catalogue }: StoreReader): ReadonlyArray<string> => {
  const series = catalogue.of(id)
  return series === undefined ? [] : [series.english, ...series.aliases]
}

/**
 * "Vagabond" is a title where "vagabond" may be a word, and counted texts have lost their capitals: those
 * titles that the other question names are written as titles again.
 */
const withTitles = (text: string, named: ReadonlyArray<string>, names: StoreReader): string =>
  named
    .flatMap((id) => titlesOf(id, names))
    .reduce((written, title) => {
      const escaped = title.replaceAll(/[.*+?^${}()|[\]\\]/gu, String.raw`\$&`)
      const whole = new RegExp(String.raw`(?<![\p{L}\p{N}])${escaped}(?![\p{L}\p{N}])`, "iu")
      return written.replace(whole, () => title)
    }, text)

export const aliasPair = (
  names: StoreReader,
  asked: string,
  kept: string,
  locale: Locale,
): AliasPair | { readonly refused: PairRefusal } => {
  const question = read(names, asked, locale)
  const words = aliasableWords(question)
  if (words === undefined) return { refused: "not-aliasable" }
  const other = read(names, kept, locale)
  if (!other.reading.known || !cachePolicyOf(other).cacheable) {
    return { refused: "not-kept" }
  }
  const slots = slotsForm(other.slots)
  const titled = () => read(names, withTitles(asked, other.slots.series, names), locale)
  if (slotsForm(question.slots) !== slots && slotsForm(titled().slots) !== slots) {
    return { refused: "slots" }
  }
  if (!namesAsMuch(question.reading, other.reading)) return { refused: "slots" }
  const keptWords = normalizeQuestion(kept)
  const [a, b] = [names.titlesIn(words).rest, names.titlesIn(keptWords).rest]
  if (numbersIn(a) !== numbersIn(b)) return { refused: "numbers" }
  if (negation.test(a) !== negation.test(b)) return { refused: "polarity" }
  if (oppose(a, b)) return { refused: "opposites" }
  return { words, kept: keptWords, place: cacheKeyOf(other) }
}
