/**
 * Formats the sentence that tells how a follow-up question was understood, such as
 * `"the second one" was understood as Monster`. Clients get it in the field `reason` of a turn's end. Pure.
 */
import { nameOfPerson, namesOfThings, type Pointing } from "@manga-assist/store-grammar"
import type { Question } from "../../reading/Question.ts"
import type { About } from "./About.ts"

export const ordinalWords = ["first", "second", "third", "fourth", "fifth"]

const pointed = (
  { all, next, other, place, previous }: Pointing,
  person: string | undefined,
): string => {
  if (place !== undefined) {
    return place.fromEnd ? '"the last one"' : `"the ${ordinalWords[place.at] ?? "first"} one"`
  }
  if (other) return '"the other one"'
  if (all) return '"both"'
  if (person !== undefined) return '"that author"'
  if (next) return '"the next one"'
  return previous ? '"the one before"' : '"it"'
}

export const reasonOf = (
  { slots }: Question,
  pointing: Pointing,
  { lacks, person, things }: About,
  /** The question that it is, where one of ours says it. */
  sentence?: string,
): string => {
  if (lacks !== undefined) return `the question asks for ${lacks}`
  const named = person === undefined ? namesOfThings(things, "en") : nameOfPerson(person, "en")
  const meant =
    pointing.bare && slots.series.length > 0
      ? `understood as the same question about ${named}`
      : `${pointed(pointing, person)} was understood as ${named}`
  return sentence === undefined ? meant : `${meant}: "${sentence}"`
}
