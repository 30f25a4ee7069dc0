/**
 * An entry: one answer to keep fresh, with all wordings that share its cache key. Entries are built from the
 * schedule's patterns (rules with question templates in English and Japanese) and from the questions that customers
 * ask most. Pure.
 *
 * Wordings of one pattern with different meanings become several entries.
 */
import { cacheKeyOf, cachePolicyOf, read, type StoreNames } from "@manga-assist/assistant"
import { normalizeQuestion } from "@manga-assist/caching"
import type { RankedQuestion } from "./RankedQuestions.ts"
import type { Schedule } from "../schedule/Schedule.ts"
import type { Timing } from "../schedule/ScheduleRules.ts"
import { filled, type Subject, subjectsOf } from "../schedule/Subjects.ts"

export interface Entry {
  /** Language and canonical form: equal for equal questions. */
  readonly id: string
  /** Where its answer lies in the cache. */
  readonly place: string
  readonly pattern: string
  readonly locale: "en" | "ja"
  /** The first is put to the model. */
  readonly wordings: readonly [string, ...ReadonlyArray<string>]
  readonly timing: Timing
  readonly savesMs: number
  /** Questions an hour that it is expected to answer. */
  readonly perHour: number
  /** As counted; absent where it is not among the most asked. */
  readonly demandedPerHour?: number
}

/** The name under which mined questions stand in reports and for `--pattern`. */
export const demandPattern = "demand"

/** Expected of a store of which nothing is measured; orders entries, promises nothing. */
const assumedQuestionsPerHour = 100

const locales = ["en", "ja"] as const

/** Its language and form; without a form its very words. */
const idOf = ({ locale, reading }: ReturnType<typeof read>, text: string): string =>
  `${locale} ${reading.known ? reading.form : `"${normalizeQuestion(text)}"`}`

/** Titles are asked for as popularity falls off: the share of rank r is about 1 / r. */
const shareOf = (ranked: boolean, count: number, rank: number): number => {
  if (!ranked) return 1 / count
  let sum = 0
  for (let each = 1; each <= count; each += 1) sum += 1 / each
  return 1 / ((rank + 1) * sum)
}

/** A wording, and what the entry of its question is to be. */
interface Asked extends Omit<Entry, "id" | "place" | "wordings"> {
  readonly text: string
}

/** All wordings that `entriesOf` reads; those of the patterns come first. */
export const askedOf = (
  schedule: Schedule,
  titles: ReadonlyArray<Subject>,
  demanded: ReadonlyArray<RankedQuestion>,
  names: typeof StoreNames.Service,
): ReadonlyArray<Asked> => [
  ...schedule.patterns.flatMap((rule) => {
    const subjects = subjectsOf(rule.each, titles.slice(0, rule.top), names.catalogue)
    return subjects.flatMap((subject, rank) => {
      const share = shareOf(rule.each === "title", subjects.length, rank)
      const perHour = (rule.trafficShare * assumedQuestionsPerHour * share) / locales.length
      return locales.flatMap((locale) =>
        rule.wordings[locale].map((template, _index, { length }) => ({
          text: filled(template, subject),
          pattern: rule.name,
          locale,
          timing: rule,
          savesMs: rule.savesMs,
          perHour: perHour / length,
        })),
      )
    })
  }),
  ...demanded.map(({ locale, perHour, text }) => ({
    text,
    pattern: demandPattern,
    locale,
    timing: schedule.demand,
    savesMs: schedule.demand.savesMs,
    perHour,
    demandedPerHour: perHour,
  })),
]

/** Of a question that several patterns have, the first one's. */
export const entriesOf = (
  schedule: Schedule,
  titles: ReadonlyArray<Subject>,
  demanded: ReadonlyArray<RankedQuestion>,
  names: typeof StoreNames.Service,
): ReadonlyArray<Entry> => {
  const entries = new Map<string, Entry>()
  for (const { text, ...asked } of askedOf(schedule, titles, demanded, names)) {
    const question = read(names, text, asked.locale)
    if (!cachePolicyOf(question).cacheable) continue
    const place = cacheKeyOf(question)
    const { pattern, perHour, demandedPerHour } = asked
    const known = entries.get(place)
    if (known === undefined) {
      entries.set(place, { ...asked, id: idOf(question, text), place, wordings: [text] })
    } else if (demandedPerHour !== undefined) {
      // Measured demand says more than an assumed share.
      entries.set(place, {
        ...known,
        perHour: Math.max(known.perHour, perHour),
        demandedPerHour: (known.demandedPerHour ?? 0) + demandedPerHour,
      })
    } else if (known.pattern === pattern) {
      entries.set(place, {
        ...known,
        wordings: [...known.wordings, text],
        perHour: known.perHour + perHour,
      })
    }
  }
  return [...entries.values()]
}
