/**
 * Two patterns must not answer one question: which of them would decide how long the answer holds?
 *
 * Compared by what the cache makes of each wording, so that "popular manga" and "trending manga" in two
 * patterns overlap. Titles are compared by an example: which ones are popular is not known at start.
 */
import { series } from "@manga-assist/catalogue"
import type { Problem } from "./Fields.ts"
import { meaningOf } from "./Meaning.ts"
import type { PatternRule } from "./Schedule.ts"
import { filled, type Subject, subjectsOf } from "./Subjects.ts"

const exampleTitles = (): ReadonlyArray<Subject> =>
  series()
    .slice(0, 1)
    .map(({ english, id, japanese }) => ({ id, english, japanese }))

export const overlaps = (patterns: ReadonlyArray<PatternRule>): ReadonlyArray<Problem> => {
  const owners = new Map<string, { readonly pattern: string; readonly wording: string }>()
  const problems: Array<Problem> = []
  const titles = exampleTitles()
  for (const [index, pattern] of patterns.entries()) {
    for (const locale of ["en", "ja"] as const) {
      for (const [place, template] of pattern.wordings[locale].entries()) {
        const path = `patterns[${index}].wordings.${locale}[${place}]`
        const problem = subjectsOf(pattern.each, titles)
          .map((subject) => ruleBroken(pattern.name, subject.id, locale, filled(template, subject)))
          .find((rule) => rule !== undefined)
        if (problem !== undefined) problems.push({ path, rule: problem })
      }
    }
  }
  return problems

  function ruleBroken(name: string, subject: string, locale: string, wording: string) {
    const meaning = meaningOf(wording)
    if (!meaning.kept)
      return `("${wording}") is no question that answers are kept for: ${meaning.reason}`
    const key = `${locale} ${meaning.form}`
    const pattern = `${name} ${subject}`
    const owner = owners.get(key)
    if (owner === undefined) owners.set(key, { pattern, wording })
    else if (owner.pattern !== pattern) {
      return `("${wording}") is the same question as "${owner.wording}" of the pattern "${owner.pattern.trim()}"`
    }
    return undefined
  }
}
