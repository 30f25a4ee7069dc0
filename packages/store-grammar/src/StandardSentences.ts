/**
 * The standard sentences of the forms, abstracted: one for each form and combination of slots, as far as titles, people,
 * genres, places and figures are all that the form needs. Made from one example of each; some tenths of a second.
 */
import type { Catalogue } from "@manga-assist/catalogue"
import type { Locale } from "@manga-assist/protocol"
import type { StoreReader } from "./StoreReader.ts"
import { formTable } from "./forms/FormTable.ts"
import type { FormSlots } from "./forms/SlotWords.ts"
import { wordingOf } from "./forms/Wording.ts"

const examples = (catalogue: Catalogue): ReadonlyArray<FormSlots> => {
  const [one = "", other = ""] = catalogue.series.map(({ id }) => id)
  const [person = ""] = catalogue.people.keys()
  const [genre = ""] = catalogue.genres.map(({ id }) => id)
  return [
    {},
    { SERIES: [one] },
    { SERIES: [one, other] },
    { BOOK: [`${one}#3`] },
    { LATESTOF: [one] },
    { LASTOF: [one] },
    { NEXTOF: [one] },
    { LIKEOF: [one] },
    { PERSON: [person] },
    { GENRE: [genre] },
    { PLACE: ["FR"] },
  ]
}

export const standardSentences = (names: StoreReader, locale: Locale): ReadonlyArray<string> => {
  const slots = examples(names.catalogue)
  const sentences = [...formTable.keys()].flatMap((question) =>
    slots.flatMap((each) => names.sentenceOf({ question, slots: each }, locale) ?? []),
  )
  return [
    ...new Set(sentences.map((sentence) => wordingOf(names.read(sentence, locale).reading).text)),
  ]
}
