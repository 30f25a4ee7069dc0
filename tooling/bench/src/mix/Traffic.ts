/**
 * Draws customers' questions: the source document's mix of kinds (trending, genre, title, …), titles with a Zipf
 * distribution, in English and Japanese. (Source document: "Latency Reduction Techniques for FM Systems", whose claims
 * this project tests.)
 *
 * The document gives the shares of trending, new releases, genres, titles and the rest. The composition of the rest,
 * and every other number below, is our assumption and listed in the benchmark's conditions. Policies and recommendations
 * are those of the assistant's labelled pairs to which the cache's rules were never tuned.
 */
import { genres, products } from "@manga-assist/catalogue"
import { type LabelledPair, labelledPairs } from "../caching/labelled/LabelledPairs.ts"
import { freeWish, type Language } from "../store/Questions.ts"
import wordings from "./wordings.json" with { type: "json" }

/** The first four as in the source document; the others share its 43 % of custom questions. */
export const shares = {
  trending: 0.22,
  "new-releases": 0.15,
  genre: 0.12,
  title: 0.08,
  "stock-or-price": 0.09,
  policy: 0.06,
  recommend: 0.05,
  order: 0.03,
  "follow-up": 0.05,
  wish: 0.15,
} as const

export type Pattern = keyof typeof shares

export const assumptions = {
  japanese: 0.6,
  /** Of titles by their orders, and of the wordings of one question. */
  titleExponent: 1,
  wordingExponent: 1,
  genreExponent: 0.7,
  /** Two neighbouring letters change places. */
  typos: 0.02,
}

export const percent = (share: number): string => `${Math.round(share * 100)} %`

/** As a benchmark's conditions tell it. */
export const conditions = {
  patterns: Object.entries(shares)
    .map(([name, share]) => `${name} ${percent(share)}`)
    .join(", "),
  "assumed of questions": `${percent(assumptions.japanese)} Japanese; titles and wordings Zipf with exponent ${assumptions.titleExponent}, genres ${assumptions.genreExponent}; ${percent(assumptions.typos)} with a typing error; policies and recommendations from the labelled set`,
}

export interface Drawn {
  readonly pattern: Pattern
  readonly text: string
}

type Random = () => number
type Named = Readonly<Record<Language, string>>

const withTypo = (text: string, random: Random): string => {
  const letters = [...text]
  const at = 1 + Math.floor(random() * Math.max(1, letters.length - 2))
  return letters.toSpliced(at, 2, ...letters.slice(at, at + 2).toReversed()).join("")
}

/** Draws ranks from a Zipf distribution: the k-th of `count` with a probability proportional to 1 / k^exponent. */
export const zipf = (count: number, exponent: number): ((random: () => number) => number) => {
  if (!Number.isSafeInteger(count) || count < 1) throw new RangeError(`count: ${count}`)
  let sum = 0
  const sums = Array.from({ length: count }, (_, rank) => (sum += (rank + 1) ** -exponent))
  return (random) => {
    const wanted = random() * sum
    return sums.findIndex((upTo) => wanted < upTo)
  }
}

const pick = <A>(list: ReadonlyArray<A>, exponent: number, random: Random): A | undefined =>
  list[zipf(list.length, exponent)(random)]

const patternOf = (random: Random): Pattern => {
  let rest = random()
  for (const [name, share] of Object.entries(shares)) {
    rest -= share
    if (rest < 0) return name as Pattern // A key of `shares`.
  }
  return "wish"
}

export class Traffic {
  readonly #labelled: ReadonlyArray<LabelledPair>
  readonly #titles: ReadonlyArray<Named & { readonly volumes: number }>
  readonly #genres: ReadonlyArray<Named>
  #wishes = 0

  /** @throws Error when the labelled pairs are not where they were */
  constructor() {
    this.#labelled = labelledPairs().filter(
      ({ half, label }) => half === "second" && label === "same",
    )
    this.#titles = products()
      .filter(({ kind }) => kind === "series")
      .toSorted((a, b) => b.popularity - a.popularity)
      .map(({ japaneseTitle: ja, title: en, volumes }) => ({ en, ja, volumes }))
    this.#genres = genres().map(({ english, japanese: ja }) => ({ en: english.toLowerCase(), ja }))
  }

  /** Orders have only those who are known, and what is not begun is not followed up. */
  draw(language: Language, hasUser: boolean, isBegun: boolean, random: Random): Drawn {
    const drawn = patternOf(random)
    const isPossible = drawn === "follow-up" ? isBegun : drawn === "order" ? hasUser : true
    const pattern = isPossible ? drawn : drawn === "order" ? "policy" : "title"
    const text = this.#said(pattern, language, random)
    return { pattern, text: random() < assumptions.typos ? withTypo(text, random) : text }
  }

  #said(pattern: Pattern, language: Language, random: Random): string {
    if (pattern === "wish") return freeWish((this.#wishes += 1), language)
    if (pattern === "policy" || pattern === "recommend") {
      const fitting = this.#labelled.filter(
        (pair) => pair.language === language && pair.subject.includes(pattern),
      )
      const { asked = "", stored = "" } = pick(fitting, assumptions.titleExponent, random) ?? {}
      return random() < 0.5 ? stored : asked
    }
    const genre = pick(this.#genres, assumptions.genreExponent, random)
    const title = pick(this.#titles, assumptions.titleExponent, random)
    const volume = 1 + Math.floor(random() * (title?.volumes ?? 1))
    return (pick(wordings[pattern][language], assumptions.wordingExponent, random) ?? "")
      .replace("{genre}", genre?.[language] ?? "")
      .replace("{title}", title?.[language] ?? "")
      .replace("{volume}", String(volume))
  }
}
