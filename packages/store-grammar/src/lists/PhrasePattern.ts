/**
 * Turns a phrase into the source of a regular expression; `PhraseFile.ts` tells what its signs mean. Pure.
 */
import type { PhrasesByKind } from "./PhraseFile.ts"

const signs = /\[not ([^[\]]+)\]|\{([A-Z]+)(\*)?\}|…(\d+)|[(*¦.+]/gu
const startsWithWord = /^(?:\[not [^[\]]+\])?\(*[a-z\d]/u
const endsWithWord = /[a-z\d](?:\|[^()]*\))?[()|*¦]*$/u
/** The words of a phrase, and what does not stand behind them. */
const excepted = /^(.*?)((?:\[not [^[\]]+\])?)$/u

const bySign: Readonly<Record<string, string | undefined>> = {
  "(": "(?:",
  "*": String.raw`\w*`,
  ".": String.raw`\.`,
  "+": String.raw`\+`,
  // Made here: the end of a word, if one ends here.
  "¦": String.raw`(?!(?<=\w)\w)`,
}

const wordStart = String.raw`\b`

/** `before`: what stands before it in its phrase. */
const exception = (words: string, before: string, lists: PhrasesByKind): string => {
  const direction = before === "" ? "<!" : "!"
  if (words === "katakana") return `(?${direction}[ァ-ヺー])`
  const source = `(?:${converted(words, lists)})`
  if (!startsWithWord.test(words)) return `(?${direction}${source})`
  if (before === "") return String.raw`(?<!\b${source} )`
  return `(?!${endsWithWord.test(before) ? " " : ""}${source}${bySign["¦"]})`
}

/** Words on either side of it are whole. */
const gap = (most: string, before: string, behind: string): string =>
  [
    endsWithWord.test(before) ? bySign["¦"] : "",
    `.{0,${most}}`,
    startsWithWord.test(behind) ? wordStart : "",
  ].join("")

const converted = (text: string, lists: PhrasesByKind, begins = false): string =>
  text.replaceAll(
    signs,
    (sign, not?: string, kind?: string, times?: string, most?: string, at = 0) => {
      if (not !== undefined) return exception(not, text.slice(0, at), lists)
      if (most !== undefined) return gap(most, text.slice(0, at), text.slice(at + sign.length))
      if (kind === undefined) return bySign[sign] ?? sign
      const source = `(?:${sourceOfKind(kind, lists, begins && at === 0)})`
      return source + (times ?? "")
    },
  )

/** A word that is no stem ends with the phrase. */
const sourceWithin = (text: string, lists: PhrasesByKind, begins: boolean): string => {
  const [, words = "", not = ""] = excepted.exec(text) ?? []
  return converted(words + (endsWithWord.test(words) ? "¦" : "") + not, lists, begins)
}

/** Alternatives. `begins`: with a word, where they are Latin. */
const sourceOfKind = (kind: string, lists: PhrasesByKind, begins: boolean): string => {
  const phrases = (lists.get(kind) ?? []).map(({ text }) => ({
    isWord: begins && startsWithWord.test(text),
    source: sourceWithin(text, lists, begins),
  }))
  const words = phrases.filter(({ isWord }) => isWord).map(({ source }) => source)
  const others = phrases.filter(({ isWord }) => !isWord).map(({ source }) => source)
  return [...(words.length === 0 ? [] : [`${wordStart}(?:${words.join("|")})`]), ...others].join(
    "|",
  )
}

export const sourceOfPhrase = (text: string, lists: PhrasesByKind): string =>
  (startsWithWord.test(text) ? wordStart : "") + sourceWithin(text, lists, true)
