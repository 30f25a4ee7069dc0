/**
 * Writes the standard sentence of a canonical form in one language: the store's own wording of what the grammar
 * understood. It stands for all wordings of that question where an answer is written for many customers.
 *
 * Guarantee, checked at each call: the sentence, parsed again, has the same form with the same slots (values such as
 * titles and volumes). A form without such a sentence yields `undefined`, never a sentence that says something else or
 * omits a slot.
 */
import type { Reading } from "../kinds/Kind.ts"
import type { Locale } from "@manga-assist/protocol"
import type { FormTable } from "./FormTable.ts"
import { fillOf } from "./Fill.ts"
import type { FormSlots, Speaking } from "./SlotWords.ts"

export interface Form {
  readonly question: string
  readonly slots: FormSlots
}

const sameValues = (left: ReadonlyArray<string>, right: ReadonlyArray<string> | undefined) =>
  left.length === right?.length && left.every((value, index) => value === right[index])

const isForm = (reading: Reading, { question, slots }: Form): boolean =>
  reading.known &&
  reading.question === question &&
  Object.keys(reading.slots).length === Object.keys(slots).length &&
  Object.entries(reading.slots).every(([kind, values]) => sameValues(values, slots[kind]))

/** Between a title and its volume: 「MAJOR」2巻 is read as the title "Major 2nd", 「MAJOR」の2巻 is not. */
const joints: Readonly<Record<Locale, ReadonlyArray<string>>> = { en: [""], ja: ["", "の"] }

/** `read`: by the grammar that found the form. */
export const sentenceOf = (
  form: Form,
  speaking: Speaking,
  { forms, read }: { readonly forms: FormTable; readonly read: (text: string) => Reading },
): string | undefined => {
  const { locale } = speaking
  const templates = forms.get(form.question)?.sentences[locale] ?? []
  for (const joint of joints[locale]) {
    const fill = fillOf(form.slots, speaking, joint)
    for (const template of templates) {
      const sentence = template(fill)
      if (sentence !== undefined && isForm(read(sentence), form)) return sentence
    }
  }
  return undefined
}
