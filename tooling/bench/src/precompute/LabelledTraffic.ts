/**
 * Draws the traffic of `bench mix` with the meaning of each question, so that false cache hits can be counted. Meanings
 * are narrow: "X latest" and "Tell me about X" are two. `meaningOfScheduled` gives the meaning of a question that the
 * precompute worker answers ahead.
 *
 * Each question belongs to one of the `rows` of the source document's table of traffic. (Source document: "Latency
 * Reduction Techniques for FM Systems", whose claims this project tests.)
 */
import type { LabelledQuestion } from "../mix/LabelledQuestions.ts"
import { assumptions, type Drawn, Traffic } from "../mix/Traffic.ts"
import type { Language } from "../mix/Wordings.ts"

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

const meaningOf = ({ pattern, subject, wording }: Drawn, language: Language): string => {
  switch (pattern) {
    case "title":
    case "stock-or-price":
      return `${kindOf(wording)} ${subject}`
    case "policy":
    case "recommend":
      return `${language} ${pattern} ${subject}`
    case "order":
      return "personal"
    default:
      return subject === "" ? pattern : `${pattern} ${subject}`
  }
}

const isLabelled = ({ pattern }: Drawn) => pattern === "policy" || pattern === "recommend"

export const labelledTraffic = (
  labelled: ReadonlyArray<LabelledQuestion>,
  count: number,
  random: () => number,
): ReadonlyArray<Asked> => {
  const traffic = new Traffic(labelled)
  return Array.from({ length: count }, () => {
    const pattern = traffic.pattern(random)
    const language = random() < assumptions.japanese ? "ja" : "en"
    const drawn = traffic.ask(pattern, language, random)
    return {
      row: rows.find((row) => row === pattern) ?? "other",
      text: drawn.text,
      meaning: meaningOf(drawn, language),
      ...(isLabelled(drawn) ? { isLabelled: true } : {}),
    }
  })
}
