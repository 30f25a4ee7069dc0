/**
 * Parses and checks files of phrases: `words/phrases/*.phrases`.
 *
 * A line of the file is `KIND: phrase; phrase`. Beside letters and choices, `(a|b|)`, a phrase has signs: `…8` is up to
 * eight letters, `*` the rest of a word, `^` and `$` the edges of the text. `[not a|b]` is none of these before it or
 * behind it. `{KIND}` is any phrase of a kind that stands above, `{KIND*}` as many as stand there. Where a phrase begins
 * or ends with Latin letters, it does so with a whole word. An invalid line throws `WordFileError`. Pure.
 */
import { type Entry, entriesOf } from "./Entries.ts"
import { checkWordings, type Kinds } from "./WordFile.ts"
import { WordFileError } from "./WordFileError.ts"

export interface Phrase {
  readonly file: string
  readonly line: number
  readonly text: string
}

export type PhrasesByKind = ReadonlyMap<string, ReadonlyArray<Phrase>>

/** What may stand in a phrase, its first and last sign aside. */
const parts = /\[not ([^[\]]+)\]|\{([A-Z]+)(\*)?\}|…([1-9]\d?)|[()|*]|[^()|*_#…[\]{}^$\\;?]/gu

const edges = /^\^|\$(?=[|)]|$)/gu

/** Where anything may stand: no phrase. */
const mayBeEmpty = (text: string): boolean => {
  let rest = text.replaceAll(/\[not [^[\]]+\]|\{[A-Z]+\*\}|…\d+|[*^$]/gu, "")
  for (let before = ""; before !== rest;) {
    before = rest
    rest = rest.replaceAll(/\(([^()]*)\)/gu, (_, choices: string) =>
      `|${choices}|`.includes("||") ? "" : "a",
    )
  }
  return rest.trim() === ""
}

const checkSigns = ({ file, line, text }: Phrase): void => {
  const strange = text.replaceAll(edges, "").replaceAll(parts, "")
  if (strange !== "") {
    const fault = `"${text}" has a "${strange.charAt(0)}" out of place`
    throw new WordFileError(file, line, "sign", fault)
  }
  if (mayBeEmpty(text)) throw new WordFileError(file, line, "wording", `"${text}" may be nothing`)
}

const references = /\{([A-Z]+)(\*)?\}/gu
/** Repeated, a phrase that has room for anything could be read in too many ways. */
const room = /[*…{]/u

/** Does one of the phrases name the kind, itself or by what it names? */
const haveKind = (phrases: ReadonlyArray<Phrase>, kind: string, lists: PhrasesByKind): boolean =>
  phrases.some(({ text }) =>
    Array.from(text.matchAll(references)).some(
      ([, each = ""]) => each === kind || haveKind(lists.get(each) ?? [], kind, lists),
    ),
  )

const checkReferences = ({ file, line, text }: Phrase, lists: PhrasesByKind): void => {
  for (const [, kind = "", times = ""] of text.matchAll(references)) {
    const named = lists.get(kind)
    if (named === undefined) {
      throw new WordFileError(file, line, "kind", `no phrase above is of the kind "${kind}"`)
    }
    if (times !== "" && named.some((phrase) => room.test(phrase.text))) {
      throw new WordFileError(file, line, "sign", `"${kind}" has room and cannot be repeated`)
    }
  }
}

/** @throws WordFileError */
export const checkPhrase = (phrase: Phrase, lists: PhrasesByKind): void => {
  checkSigns(phrase)
  checkReferences(phrase, lists)
}

/** Exceptions are closed as choices are. */
const withChoices = (entry: Entry): Entry => {
  const [first, ...others] = entry.lines
  const choices = (line: string) => line.replaceAll("[not ", "(").replaceAll("]", ")")
  return { ...entry, lines: [choices(first), ...others.map(choices)] }
}

const phrasesIn = (file: string, { line, lines }: Entry): ReadonlyArray<Phrase> =>
  lines.flatMap((text, index) =>
    text
      .split(";")
      .map((wording) => wording.trim())
      .filter((wording) => wording !== "")
      .map((wording) => ({ file, line: line + index, text: wording })),
  )

/** Of all files together, as a kind may have phrases in several. @throws WordFileError */
export const phrasesByKind = (
  files: ReadonlyArray<readonly [file: string, text: string]>,
  kinds: Kinds,
): PhrasesByKind => {
  const lists = new Map<string, Array<Phrase>>()
  for (const [file, text] of files) {
    for (const entry of entriesOf(file, text)) {
      const kind = entry.head
      if (!kinds.has(kind)) {
        throw new WordFileError(file, entry.line, "kind", `the glossary has no kind "${kind}"`)
      }
      checkWordings(file, withChoices(entry))
      const phrases = phrasesIn(file, entry)
      for (const phrase of phrases) checkPhrase(phrase, lists)
      if (haveKind(phrases, kind, lists)) {
        throw new WordFileError(file, entry.line, "kind", `"${kind}" is a part of itself`)
      }
      lists.set(kind, [...(lists.get(kind) ?? []), ...phrases])
    }
  }
  return lists
}
