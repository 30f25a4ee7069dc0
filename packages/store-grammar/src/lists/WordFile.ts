/**
 * Parses and checks one word file, and returns the grammar's lines with every entry on one line and its verbs conjugated.
 *
 * A line of the file is `KIND=value: wording; wording`, or, for Japanese verbs that are to be conjugated,
 * `KIND=value form form: verb; verb`. An invalid line throws `WordFileError` with file and line. Pure.
 */
import { type Entry, entriesOf, restOf, WordFileError } from "./Entries.ts"
import { isVerb, isVerbForm, spellingsOfVerb } from "./JapaneseVerbs.ts"

/** Those that the glossary has. */
type Kinds = Pick<ReadonlySet<string>, "has">

const sensed = /^(\w+)(?:=[\w-]+)?$/u

const checkSense = (file: string, line: number, sense: string, kinds: Kinds): void => {
  const kind = sensed.exec(sense)?.[1]
  if (kind === undefined) {
    throw new WordFileError(file, line, `"${sense}" is neither KIND nor KIND=value`)
  }
  if (!kinds.has(kind)) {
    throw new WordFileError(file, line, `the glossary has no kind "${kind}"`)
  }
}

const opening = 0x28
const closing = 0x29
const bar = 0x7c

/** "(a|b|)": each choice is closed, and "|" stands within one. */
const isWhole = (wording: string): boolean => {
  let depth = 0
  for (let at = 0; at < wording.length; at++) {
    const mark = wording.charCodeAt(at)
    if (mark === opening) depth++
    else if (mark === closing || mark === bar) {
      if (depth === 0) return false
      if (mark === closing) depth--
    }
  }
  return depth === 0
}

/** A wording that may be empty, or have a choice. Most lines have none. */
const doubtful = /[()|]|(?:^|;)\s*(?:;|$)/u

const checkWordings = (file: string, { line, lines }: Entry): void => {
  for (let index = 0; index < lines.length; index++) {
    const isLast = index === lines.length - 1
    const text = lines[index]?.slice(0, isLast ? undefined : -1) ?? ""
    if (!doubtful.test(text)) continue
    const wordings = text.split(";")
    for (const [at, wording] of wordings.entries()) {
      const mayBeLeftOut = index === 0 && at === 0 && (wordings.length > 1 || !isLast)
      if (wording.trim() === "" && !mayBeLeftOut) {
        throw new WordFileError(file, line + index, "a wording is empty")
      }
      if (!isWhole(wording)) {
        const fault = `"${wording.trim()}" has a choice without its "(" or ")"`
        throw new WordFileError(file, line + index, fault)
      }
    }
  }
}

/** @throws WordFileError */
export const linesOfWords = (file: string, text: string, kinds: Kinds): ReadonlyArray<string> =>
  entriesOf(file, text).map((entry) => {
    checkSense(file, entry.line, entry.head, kinds)
    checkWordings(file, entry)
    return `${entry.head}: ${restOf(entry)}`
  })

/** @throws WordFileError */
export const linesOfVerbs = (file: string, text: string, kinds: Kinds): ReadonlyArray<string> =>
  entriesOf(file, text).map((entry) => {
    const [sense = "", ...forms] = entry.head.split(" ")
    checkSense(file, entry.line, sense, kinds)
    checkWordings(file, entry)
    const verbs = restOf(entry)
      .split(";")
      .map((verb) => verb.trim())
    const wrong = forms.find((form) => !isVerbForm(form)) ?? verbs.find((verb) => !isVerb(verb))
    if (forms.length === 0 || wrong !== undefined) {
      const fault =
        wrong === undefined ? "no form is asked for" : `"${wrong}" is no verb and no form of one`
      throw new WordFileError(file, entry.line, fault)
    }
    return `${sense}: ${verbs.flatMap((verb) => spellingsOfVerb(verb, forms)).join("; ")}`
  })

/** The words of a plain list: all but its comments. */
export const wordsOfList = (text: string): string => text.replace(/^#.*\n/gmu, "")
