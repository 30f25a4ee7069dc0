/**
 * One answer to keep fresh: all wordings of a pattern that are one question to the cache.
 *
 * Pure. Wordings of one pattern with different meanings make several entries.
 */
import type { DemandedQuestion } from "./Demand.ts"
import { meaningOf } from "./Meaning.ts"
import type { Schedule, Timing } from "./Schedule.ts"
import { filled, type Subject, subjectsOf } from "./Subjects.ts"

export interface Entry {
  /** Language and canonical form: equal for equal questions. */
  readonly id: string
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

const byMeaning = (
  locale: "en" | "ja",
  wordings: ReadonlyArray<string>,
): ReadonlyArray<readonly [string, readonly [string, ...ReadonlyArray<string>]]> => {
  const groups = new Map<string, [string, ...Array<string>]>()
  for (const wording of wordings) {
    const meaning = meaningOf(wording)
    if (!meaning.kept) continue
    const id = `${locale} ${meaning.form}`
    const group = groups.get(id)
    if (group === undefined) groups.set(id, [wording])
    else group.push(wording)
  }
  return [...groups]
}

/** Titles are asked for as popularity falls off: the share of rank r is about 1 / r. */
const shareOf = (ranked: boolean, count: number, rank: number): number => {
  if (!ranked) return 1 / count
  let sum = 0
  for (let each = 1; each <= count; each += 1) sum += 1 / each
  return 1 / ((rank + 1) * sum)
}

/** All wordings that `entriesOf` will read. */
export const wordingsOf = (
  schedule: Schedule,
  titles: ReadonlyArray<Subject>,
  demanded: ReadonlyArray<DemandedQuestion>,
): ReadonlyArray<string> => [
  ...schedule.patterns.flatMap(({ each, top, wordings }) =>
    subjectsOf(each, titles.slice(0, top)).flatMap((subject) =>
      [...wordings.en, ...wordings.ja].map((template) => filled(template, subject)),
    ),
  ),
  ...demanded.map(({ text }) => text),
]

export const entriesOf = (
  schedule: Schedule,
  titles: ReadonlyArray<Subject>,
  demanded: ReadonlyArray<DemandedQuestion>,
): ReadonlyArray<Entry> => {
  const entries = new Map<string, Entry>()
  const add = (entry: Entry) => {
    if (!entries.has(entry.id)) entries.set(entry.id, entry)
  }
  for (const rule of schedule.patterns) {
    const subjects = subjectsOf(rule.each, titles.slice(0, rule.top))
    for (const [rank, subject] of subjects.entries()) {
      const perHour =
        rule.trafficShare *
        assumedQuestionsPerHour *
        shareOf(rule.each === "title", subjects.length, rank)
      for (const locale of ["en", "ja"] as const) {
        const wordings = rule.wordings[locale].map((template) => filled(template, subject))
        for (const [id, group] of byMeaning(locale, wordings)) {
          add({
            id,
            pattern: rule.name,
            locale,
            wordings: group,
            timing: rule,
            savesMs: rule.savesMs,
            perHour: perHour * (group.length / (wordings.length * 2)),
          })
        }
      }
    }
  }
  for (const { locale, perHour, text } of demanded) {
    for (const [id, group] of byMeaning(locale, [text])) {
      const known = entries.get(id)
      // Measured demand says more than an assumed share.
      if (known !== undefined)
        entries.set(id, {
          ...known,
          perHour: Math.max(known.perHour, perHour),
          demandedPerHour: (known.demandedPerHour ?? 0) + perHour,
        })
      else {
        add({
          id,
          pattern: demandPattern,
          locale,
          wordings: group,
          timing: schedule.demand,
          savesMs: schedule.demand.savesMs,
          perHour,
          demandedPerHour: perHour,
        })
      }
    }
  }
  return [...entries.values()]
}
