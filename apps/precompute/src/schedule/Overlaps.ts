/**
 * Refuses a schedule in which two patterns answer the same question, because their answers' lifetimes would conflict. A
 * pattern is a rule of the schedule with question templates in English and Japanese, whose placeholders are filled with
 * genres, demographics or titles.
 *
 * Filled questions are compared by their cache keys, so that "popular manga" and "trending manga" overlap; titles by
 * one example, because popular titles are unknown at start. A template of which no filled question is cacheable is an
 * error; where only some are not, they are left out and reported.
 */
import { cacheKeyOf, cachePolicyOf, read, type StoreNames } from "@manga-assist/assistant"
import type { Problem } from "./Fields.ts"
import type { PatternRule } from "./ScheduleRules.ts"
import { filled, type Subject, subjectsOf } from "./Subjects.ts"

const exampleTitles = ({
  catalogue: { series },
}: typeof StoreNames.Service): ReadonlyArray<Subject> =>
  series.slice(0, 1).map(({ english, id, japanese }) => ({ id, english, japanese }))

interface Compared {
  readonly problems: ReadonlyArray<Problem>
  /** Wordings that no answer is kept for, of templates that work with other subjects. */
  readonly leftOut: ReadonlyArray<string>
}

export const overlaps = (
  patterns: ReadonlyArray<PatternRule>,
  names: typeof StoreNames.Service,
): Compared => {
  const owners = new Map<string, { readonly pattern: string; readonly wording: string }>()
  const problems: Array<Problem> = []
  const leftOut: Array<string> = []
  const titles = exampleTitles(names)
  for (const [index, pattern] of patterns.entries()) {
    for (const locale of ["en", "ja"] as const) {
      for (const [place, template] of pattern.wordings[locale].entries()) {
        const path = `patterns[${index}].wordings.${locale}[${place}]`
        const found = subjectsOf(pattern.each, titles, names.catalogue).map((subject) =>
          compare(pattern.name, subject.id, locale, filled(template, subject)),
        )
        const unkept = found.flatMap((each) => each.unkept ?? [])
        if (unkept.length < found.length) leftOut.push(...unkept)
        const rule =
          found.find((each) => each.same !== undefined)?.same ??
          (unkept.length === found.length ? unkept[0] : undefined)
        if (rule !== undefined) problems.push({ path, rule })
      }
    }
  }
  return { problems, leftOut }

  function compare(
    name: string,
    subject: string,
    locale: "en" | "ja",
    wording: string,
  ): { readonly unkept?: string; readonly same?: string } {
    const question = read(names, wording, locale)
    const policy = cachePolicyOf(question)
    if (!policy.cacheable) {
      return { unkept: `("${wording}") is no question that answers are kept for: ${policy.reason}` }
    }
    const key = cacheKeyOf(question)
    const pattern = `${name} ${subject}`
    const owner = owners.get(key)
    if (owner === undefined) owners.set(key, { pattern, wording })
    else if (owner.pattern !== pattern) {
      return {
        same: `("${wording}") is the same question as "${owner.wording}" of the pattern "${owner.pattern.trim()}"`,
      }
    }
    return {}
  }
}
