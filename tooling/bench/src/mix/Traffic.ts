/**
 * Draws customers' questions: the source document's mix of kinds (trending, genre, title, …), titles with a Zipf
 * distribution, in English and Japanese. (Source document: "Latency Reduction Techniques for FM Systems", whose claims
 * this project tests.)
 *
 * The document gives the shares of trending, new releases, genres, titles and the rest. The composition of the rest,
 * and every other number below, is our assumption and listed in the benchmark's conditions.
 */
import { genres, products } from "@manga-assist/catalogue"
import type { LabelledQuestion } from "./LabelledQuestions.ts"
import {
  followUp,
  genre,
  type Language,
  newReleases,
  order,
  stockOrPrice,
  titleLookup,
  trending,
  wish,
  type Wordings,
} from "./Wordings.ts"
import { zipf } from "./Zipf.ts"

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
  /** The wording, before anything was filled in and mistyped. */
  readonly wording: string
  /** What it is about: a series, with a volume where one is named; a genre; the number of a question. */
  readonly subject: string
}

type Said = Pick<Drawn, "subject" | "text" | "wording">

/** With nothing to fill in. */
const plain = { trending, "new-releases": newReleases, order, "follow-up": followUp }

const languageOf = ({ group }: LabelledQuestion): Language | undefined =>
  group.startsWith("en ") ? "en" : group.startsWith("ja ") ? "ja" : undefined

const withTypo = (text: string, random: () => number): string => {
  const letters = [...text]
  const at = 1 + Math.floor(random() * Math.max(1, letters.length - 2))
  const [a, b] = [letters[at], letters[at + 1]]
  if (a === undefined || b === undefined) return text
  letters[at] = b
  letters[at + 1] = a
  return letters.join("")
}

interface Title {
  readonly id: string
  readonly en: string
  readonly ja: string
  readonly volumes: number
}

export class Traffic {
  readonly #labelled: ReadonlyArray<LabelledQuestion>
  readonly #titles: ReadonlyArray<Title>
  readonly #title: (random: () => number) => number
  readonly #genres: ReadonlyArray<Readonly<Record<Language | "id", string>>>
  readonly #genre: (random: () => number) => number
  #wishes = 0

  constructor(labelled: ReadonlyArray<LabelledQuestion>) {
    this.#labelled = labelled
    this.#titles = products()
      .filter(({ kind }) => kind === "series")
      .toSorted((a, b) => b.popularity - a.popularity)
      .map(({ japaneseTitle: ja, seriesId: id, title: en, volumes }) => ({ id, en, ja, volumes }))
    this.#title = zipf(this.#titles.length, assumptions.titleExponent)
    this.#genres = genres().map(({ english, id, japanese }) => ({
      id,
      en: english.toLowerCase(),
      ja: japanese,
    }))
    this.#genre = zipf(this.#genres.length, assumptions.genreExponent)
  }

  /** `about`: what this conversation is about already, so that it can be followed up. */
  draw(language: Language, hasUser: boolean, isBegun: boolean, random: () => number): Drawn {
    const pattern = this.pattern(random)
    if (pattern === "follow-up" && !isBegun) return this.ask("title", language, random)
    if (pattern === "order" && !hasUser) return this.ask("policy", language, random)
    return this.ask(pattern, language, random)
  }

  pattern(random: () => number): Pattern {
    let rest = random()
    for (const [name, share] of Object.entries(shares)) {
      rest -= share
      if (rest < 0) return name as Pattern // A key of `shares`.
    }
    return "wish"
  }

  ask(pattern: Pattern, language: Language, random: () => number): Drawn {
    const said = this.#said(pattern, language, random)
    const text = random() < assumptions.typos ? withTypo(said.text, random) : said.text
    return { ...said, pattern, text }
  }

  #said(pattern: Pattern, language: Language, random: () => number): Said {
    const worded = (wordings: Wordings) => {
      const all = wordings[language]
      return all[zipf(all.length, assumptions.wordingExponent)(random)] ?? ""
    }
    switch (pattern) {
      case "genre": {
        const chosen = this.#genres[this.#genre(random)]
        const wording = worded(genre)
        const text = wording.replace("{genre}", chosen?.[language] ?? "")
        return { wording, text, subject: chosen?.id ?? "" }
      }
      case "title":
      case "stock-or-price": {
        const chosen = this.#titles[this.#title(random)]
        const volume = 1 + Math.floor(random() * (chosen?.volumes ?? 1))
        const wording = worded(pattern === "title" ? titleLookup : stockOrPrice)
        const text = wording
          .replace("{title}", chosen?.[language] ?? "")
          .replace("{volume}", String(volume))
        const numbered = wording.includes("{volume}") ? ` ${volume}` : ""
        return { wording, text, subject: `${chosen?.id ?? ""}${numbered}` }
      }
      case "policy":
      case "recommend":
        return this.#labelledOf(pattern, language, random)
      case "wish": {
        const text = wish(language, (this.#wishes += 1))
        return { wording: text, text, subject: String(this.#wishes) }
      }
      default: {
        const text = worded(plain[pattern])
        return { wording: text, text, subject: "" }
      }
    }
  }

  #labelledOf(kind: string, language: Language, random: () => number): Said {
    const fitting = this.#labelled.filter(
      (question) => languageOf(question) === language && question.group.includes(kind),
    )
    const at = zipf(fitting.length, assumptions.titleExponent)(random)
    const wordings = fitting[at]?.wordings ?? []
    const text = wordings[Math.floor(random() * wordings.length)] ?? ""
    return { wording: text, text, subject: String(at) }
  }
}
