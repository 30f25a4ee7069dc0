/**
 * What is worth answering before it is asked, and how it is worded.
 *
 * The first wording is put to the model, the others are filed under its answer. How long an answer
 * holds is decided by its intent, in the assistant's `Cacheable.ts`.
 */
import { genres } from "@manga-assist/catalogue"

export interface Pattern {
  readonly id: string
  readonly locale: "en" | "ja"
  readonly wordings: readonly [string, ...ReadonlyArray<string>]
}

const trending: ReadonlyArray<Pattern> = [
  {
    id: "trending",
    locale: "en",
    wordings: [
      "trending manga",
      "What's trending?",
      "What is trending this week?",
      "What's trending this week?",
      "popular this week",
      "What's popular right now?",
      "popular manga",
      "Show me trending manga",
    ],
  },
  {
    id: "trending",
    locale: "ja",
    wordings: [
      "今週の人気漫画は？",
      "人気の漫画を教えて",
      "人気の漫画",
      "今人気の漫画は？",
      "トレンドの漫画を教えて",
      "今週の人気ランキング",
    ],
  },
]

const newReleases: ReadonlyArray<Pattern> = [
  {
    id: "new-releases",
    locale: "en",
    wordings: ["new releases", "What are the new releases?", "Show me new releases", "new manga"],
  },
  {
    id: "new-releases",
    locale: "ja",
    wordings: ["新刊を教えて", "新刊", "新刊は？", "新刊情報", "新しい漫画を教えて"],
  },
]

/** The wordings of one kind of title list, in both languages. */
const shelf = (id: string, english: string, japanese: string): ReadonlyArray<Pattern> => [
  {
    id,
    locale: "en",
    wordings: [`show me ${english}`, `${english} manga`, `Show me ${english} manga`],
  },
  {
    id,
    locale: "ja",
    wordings: [`${japanese}漫画を見せて`, `${japanese}漫画`, `${japanese}の漫画を教えて`],
  },
]

const demographics: ReadonlyArray<readonly [string, string]> = [
  ["shonen", "少年"],
  ["seinen", "青年"],
  ["shojo", "少女"],
  ["josei", "女性向け"],
]

export const titlePatterns = (title: {
  readonly seriesId: string
  readonly title: string
  readonly japaneseTitle: string
}): ReadonlyArray<Pattern> => [
  {
    id: `title ${title.seriesId}`,
    locale: "en",
    wordings: [`Tell me about ${title.title}`, `What is ${title.title} about?`],
  },
  {
    id: `title ${title.seriesId}`,
    locale: "ja",
    wordings: [`${title.japaneseTitle}について教えて`, `${title.japaneseTitle}ってどんな漫画？`],
  },
]

/** Most asked first, as the source document ranks them: this is the order of a pass. */
export const declaredPatterns = (): ReadonlyArray<Pattern> => [
  ...trending,
  ...newReleases,
  ...demographics.flatMap(([id, japanese]) => shelf(`demographic ${id}`, id, japanese)),
  ...genres().flatMap((genre) =>
    shelf(`genre ${genre.id}`, genre.english.toLowerCase(), genre.japanese),
  ),
]
