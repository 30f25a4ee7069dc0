/**
 * Abstracts what was read: titles, people, genres, places and figures become slots, so that one wording stands for the
 * questions about all of them, `who is {SERIES1} by`. The standard sentence of a form is abstracted alike; `filled` puts
 * the values of one wording into the slots of another. Pure.
 */
import { stop } from "@manga-assist/language"
import { kindsIn, type Reading, type Token } from "../kinds/Kind.ts"
import { type Speaking, wordOf } from "./SlotWords.ts"

/** By their names: kind, and which of its kind it is. */
export type WordingSlots = Readonly<Record<string, string>>

export interface Wording {
  /** In the letters that are compared. */
  readonly text: string
  readonly slots: WordingSlots
}

const slotKinds: ReadonlySet<string> = new Set(kindsIn("SERIES PERSON GENRE PLACE NUM"))

const slotName = /\{([A-Z]+)\d\}/gu

/** A title that is an everyday word too is none where the reading took it for the word. */
const isSlot = ({ end, kind, sense, start }: Token, { tokens }: Reading): boolean =>
  slotKinds.has(kind) &&
  (sense?.common !== true ||
    !tokens.some((read) => read.kind === "?" && read.start <= start && end <= read.end))

const apostrophe = 1

/** What stands before a letter; beside a slot an end of a sentence is the title's own. */
const gapBefore = (edge: number | undefined, besideSlot: boolean): string => {
  if (edge === 0) return ""
  if (edge === apostrophe) return besideSlot ? " " : "'"
  return edge === stop && !besideSlot ? ". " : " "
}

const japanese = /[\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Han}]/u

/** 「ナルト」 is ナルト. */
const withoutGaps = (text: string): string =>
  japanese.test(text) ? text.replaceAll(/ (?=\{)|(?<=\}) /gu, "") : text

export const wordingOf = (reading: Reading): Wording => {
  const { edges, text: letters } = reading.letters
  const names = new Map<string, string>()
  const counts = new Map<string, number>()
  const nameOf = ({ kind, value }: Token): string => {
    const known = names.get(`${kind} ${value}`)
    if (known !== undefined) return known
    const count = (counts.get(kind) ?? 0) + 1
    counts.set(kind, count)
    const name = `${kind}${count}`
    names.set(`${kind} ${value}`, name)
    return name
  }
  const slots: Record<string, string> = {}
  let text = ""
  let afterSlot = false
  for (const token of reading.cut) {
    if (isSlot(token, reading)) {
      const name = nameOf(token)
      slots[name] = token.value
      text += `${gapBefore(edges[token.start], true)}{${name}}`
      afterSlot = true
      continue
    }
    for (let at = token.start; at < token.end; at += 1) {
      text += gapBefore(edges[at], afterSlot) + letters.charAt(at)
      afterSlot = false
    }
  }
  return { text: withoutGaps(text.trim()), slots }
}

/** The names of the slots in it, with blanks between them: equal where two wordings have the same slots. */
export const slotsIn = (text: string): string =>
  [...new Set(text.match(slotName))]
    .map((slot) => slot.slice(1, -1))
    .toSorted()
    .join(" ")

/** `undefined` where a slot has no value, or its value no word in that language. */
export const filled = (
  text: string,
  slots: WordingSlots,
  speaking: Speaking,
): string | undefined => {
  let isWhole = true
  const said = text.replaceAll(slotName, (slot, kind: string) => {
    const value = slots[slot.slice(1, -1)]
    const word = kind === "NUM" ? value : value && wordOf(kind, value, speaking)
    isWhole &&= word !== undefined
    return word ?? ""
  })
  return isWhole ? said : undefined
}
