/** Normalises a question for matching words: folded, and without its titles. */
import { series } from "@manga-assist/catalogue"
import { titlesIn } from "@manga-assist/store-grammar"

export const fold = (text: string): string =>
  text.normalize("NFKC").toLowerCase().replaceAll(/[’‘]/gu, "'").replaceAll(/\s+/gu, " ")

const namesOf = new Map(
  series().map(({ aliases, english, id, japanese, romaji }) => [
    id,
    [english, japanese, romaji, ...aliases]
      .map((name) => fold(name))
      .sort((a, b) => b.length - a.length),
  ]),
)

/** Titles are made of words too: "Real", "Another", 「日常」. */
export const withoutTitles = (question: string): string => {
  let text = fold(question)
  for (const id of titlesIn(question).series) {
    for (const name of namesOf.get(id) ?? []) text = text.replaceAll(name, "§")
  }
  return text
}
