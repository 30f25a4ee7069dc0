/**
 * Normalises a question for the vocabularies' patterns: folded to lower case and standard width, with `§` for each
 * title of the catalogue and `¶` for each author, and without slips in the words that ask.
 */
import { series } from "@manga-assist/catalogue"
import { nearestPart } from "@manga-assist/language"
import { titlesIn } from "@manga-assist/store-grammar"
import { namesWritten, withoutSlips } from "./EnglishSlips.ts"

export const fold = (text: string): string =>
  text.normalize("NFKC").toLowerCase().replaceAll(/[’‘]/gu, "'").replaceAll(/\s+/gu, " ")

const shortestName = 2

const namesOf = new Map(
  series().map(({ aliases, english, id, japanese, romaji }) => [
    id,
    [english, japanese, romaji, ...aliases]
      .map((name) => fold(name))
      .sort((a, b) => b.length - a.length),
  ]),
)

/** Longest first; one word alone may be any. */
const people: ReadonlyArray<string> = series()
  .flatMap(({ author }) => author.english.split(", ").concat(author.japanese.split("、")))
  .map((name) => fold(name))
  .filter((name, at, all) => name.length > shortestName && all.indexOf(name) === at)
  .filter((name) => /[^\x20-\x7e]/u.test(name) || name.includes(" "))
  .sort((a, b) => b.length - a.length)

const shortestMisspelt = 6
/** What the slips in one name cost at most: two. */
const mostOfSlips = 1.5

/** "a slient voice": where no name of a title stands as it is, the part of the text that is nearest to one. */
const withoutNearest = (text: string, names: ReadonlyArray<string>): string => {
  const found = names
    .filter((name) => name.length >= shortestMisspelt)
    .flatMap((name) => nearestPart(text, name, mostOfSlips) ?? [])
    .toSorted((a, b) => a.cost - b.cost)[0]
  return found === undefined ? text : `${text.slice(0, found.start)}§${text.slice(found.end)}`
}

/** Titles are made of words too: "Real", "Another", 「日常」. */
export const withoutTitles = (question: string): string => {
  let text = fold(question)
  for (const id of titlesIn(question).series) {
    const names = namesOf.get(id) ?? []
    const written = text
    for (const name of names) text = text.replaceAll(name, "§")
    if (text === written) text = withoutNearest(text, names)
  }
  for (const name of people) if (text.includes(name)) text = text.replaceAll(name, "¶")
  return withoutSlips(text, namesWritten(question))
}
