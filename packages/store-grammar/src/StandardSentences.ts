/**
 * The standard sentences that a wording may stand for, with slots: those of all forms, as far as slots are all that the
 * form needs, made from one example of each; and those of given questions, whose forms may hold more (a means of payment).
 */
import type { Catalogue } from "@manga-assist/catalogue"
import type { Locale } from "@manga-assist/protocol"
import type { FormSlots } from "./forms/SlotWords.ts"
import { wordingOf } from "./forms/Wording.ts"
import { grammarOf } from "./StoreGrammar.ts"
import type { StoreReader } from "./StoreReader.ts"

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

/** Some tenths of a second. `asked`: questions, of which only those that are understood in this language say something. */
export const standardSentences = (
  names: StoreReader,
  locale: Locale,
  asked: ReadonlyArray<{ readonly locale: Locale; readonly text: string }> = [],
): ReadonlyArray<string> => {
  const slots = examples(names.catalogue)
  const ofForms = [...grammarOf(names.shop).forms.keys()].flatMap((question) =>
    slots.map((each) => names.sentenceOf({ question, slots: each }, locale)),
  )
  const ofAsked = asked.map((each) => {
    const { reading } = names.read(each.text, each.locale)
    return reading.known && each.locale === locale ? names.sentenceOf(reading, locale) : undefined
  })
  const sentences = [...ofForms, ...ofAsked].filter((sentence) => sentence !== undefined)
  return [
    ...new Set(sentences.map((sentence) => wordingOf(names.read(sentence, locale).reading).text)),
  ]
}
