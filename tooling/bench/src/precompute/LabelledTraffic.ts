/**
 * The source document's traffic with what each question means, so that a hit can be told to be false.
 *
 * Wordings and shares are those of `bench mix`. A meaning is narrow: "X latest" and "Tell me about X" are two.
 */
import { genres, products } from "@manga-assist/catalogue"
import type { LabelledQuestion } from "../mix/LabelledQuestions.ts"
import { assumptions, shares } from "../mix/Traffic.ts"
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
} from "../mix/Wordings.ts"
import { zipf } from "../mix/Zipf.ts"

/** The rows of the source document's table. */
export const rows = ["trending", "new-releases", "genre", "title", "other"] as const
export type Row = (typeof rows)[number]

export interface Asked {
  readonly row: Row
  readonly text: string
  /** Equal for questions that one answer serves, whatever their language. */
  readonly meaning: string
  /** From the labelled set, whose questions may mean what a pattern's do: "おすすめのサスペンス漫画" is one for a genre. */
  readonly isLabelled?: true
}

/** Which wordings of a title, or of a volume, ask for the same; what is in no list stands alone. */
const alike: Readonly<Record<string, ReadonlyArray<string>>> = {
  about: [
    "Tell me about {title}",
    "What is {title} about?",
    "What can you tell me about {title}?",
    "{title}について教えて",
    "{title}ってどんな漫画？",
    "{title}",
  ],
  latest: ["{title} latest", "latest volume of {title}", "{title}の最新刊"],
  price: [
    "How much is {title} volume {volume}?",
    "price of {title} {volume}",
    "What does {title} #{volume} cost?",
    "{title}の{volume}巻はいくら？",
    "{title} {volume}巻 値段",
  ],
  stock: [
    "Is {title} volume {volume} in stock?",
    "do you have {title} vol {volume}",
    "can I still get {title} volume {volume}?",
    "{title}{volume}巻の在庫はありますか",
    "{title}の{volume}巻ある？",
    "{title}{volume}巻、まだ買えますか",
  ],
}

const kindOf = (template: string): string =>
  Object.entries(alike).find(([, templates]) => templates.includes(template))?.[0] ?? template

/** Patterns of the worker's schedule that are not put as customers put them here. */
export const meaningOfScheduled = (pattern: string, subject: string): string => {
  if (pattern === "trending" || pattern === "new-releases") return pattern
  return pattern === "title" ? `about ${subject}` : `genre ${subject}`
}

const series = products()
  .filter(({ kind }) => kind === "series")
  .toSorted((a, b) => b.popularity - a.popularity)

const misspelled = (text: string, random: () => number): string => {
  const letters = [...text]
  const at = 1 + Math.floor(random() * Math.max(1, letters.length - 2))
  const [a, b] = [letters[at], letters[at + 1]]
  if (a !== undefined && b !== undefined) [letters[at], letters[at + 1]] = [b, a]
  return letters.join("")
}

export const labelledTraffic = (
  labelled: ReadonlyArray<LabelledQuestion>,
  count: number,
  random: () => number,
): ReadonlyArray<Asked> => {
  const title = zipf(series.length, assumptions.titleExponent)
  const kinds = genres()
  const chooseGenre = zipf(kinds.length, assumptions.genreExponent)
  let wishes = 0
  const worded = (templates: ReadonlyArray<string>) =>
    templates[zipf(templates.length, assumptions.wordingExponent)(random)] ?? ""

  const ofTitle = (row: Row, language: Language, templates: ReadonlyArray<string>): Asked => {
    const chosen = series[title(random)]
    const volume = 1 + Math.floor(random() * (chosen?.volumes ?? 1))
    const template = worded(templates)
    const name = (language === "en" ? chosen?.title : chosen?.japaneseTitle) ?? ""
    const numbered = template.includes("{volume}") ? ` ${volume}` : ""
    return {
      row,
      text: template.replace("{title}", name).replace("{volume}", String(volume)),
      meaning: `${kindOf(template)} ${chosen?.seriesId ?? ""}${numbered}`,
    }
  }
  const ofLabelled = (kind: string, language: Language): Asked => {
    const fitting = labelled.filter(
      ({ group }) => group.startsWith(language) && group.includes(kind),
    )
    const index = zipf(fitting.length, assumptions.titleExponent)(random)
    const wordings = fitting[index]?.wordings ?? []
    return {
      row: "other",
      text: wordings[Math.floor(random() * wordings.length)] ?? "",
      meaning: `${language} ${kind} ${index}`,
      isLabelled: true,
    }
  }
  const drawn = (pattern: string, language: Language): Asked => {
    switch (pattern) {
      case "trending":
        return { row: "trending", text: worded(trending[language]), meaning: "trending" }
      case "new-releases":
        return { row: "new-releases", text: worded(newReleases[language]), meaning: "new-releases" }
      case "genre": {
        const kind = kinds[chooseGenre(random)]
        const name = language === "en" ? kind?.english.toLowerCase() : kind?.japanese
        const text = worded(genre[language]).replace("{genre}", name ?? "")
        return { row: "genre", text, meaning: `genre ${kind?.id ?? ""}` }
      }
      case "title":
        return ofTitle("title", language, titleLookup[language])
      case "stock-or-price":
        return ofTitle("other", language, stockOrPrice[language])
      case "policy":
      case "recommend":
        return ofLabelled(pattern, language)
      case "order":
        return { row: "other", text: worded(order[language]), meaning: "personal" }
      case "follow-up":
        return { row: "other", text: worded(followUp[language]), meaning: "follow-up" }
      default: {
        wishes += 1
        return { row: "other", text: wish(language, wishes), meaning: `wish ${wishes}` }
      }
    }
  }
  return Array.from({ length: count }, () => {
    let rest = random()
    const pattern = Object.entries(shares).find(([, share]) => (rest -= share) < 0)?.[0] ?? "wish"
    const asked = drawn(pattern, random() < assumptions.japanese ? "ja" : "en")
    return random() < assumptions.typos ? { ...asked, text: misspelled(asked.text, random) } : asked
  })
}
