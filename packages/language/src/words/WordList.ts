/**
 * Word lists as text: `KIND=value: spelling; spelling`, one list a line, `#` begins a comment line.
 *
 * A choice `(a|b|)` in a spelling stands for "a", "b" or nothing, once; a spelling may have any number of choices, one
 * within another too, and stands for all their combinations.
 */
import { lettersIn } from "../letters/Letters.ts"
import { mayNeedRespelling, respell } from "../letters/Respell.ts"

export interface WordLine {
  readonly kind: string
  readonly value: string
  readonly spelling: string
}

/** One by one, as there are many. Throws on a line without a kind: a list that is not read whole must not be used. */
export function* wordLines(source: string): Generator<WordLine> {
  for (const line of source.split("\n")) {
    if (line.trim() === "" || line.trimStart().startsWith("#")) continue
    const at = line.indexOf(":")
    const [kind = "", value = ""] = line.slice(0, Math.max(0, at)).split("=")
    if (kind.trim() === "") throw new Error(`"${line.trim().slice(0, 60)}" names no kind`)
    const sense = { kind: kind.trim(), value: value.trim() }
    for (const part of line.slice(at + 1).split(";")) {
      const spelling = part.trim()
      if (spelling !== "") yield { ...sense, spelling }
    }
  }
}

const choice = /\(([^()]*)\)/u

/** All spellings that a pattern stands for. */
export const spellingsOf = (pattern: string): ReadonlyArray<string> => {
  const found = choice.exec(pattern)
  if (found === null) return [pattern]
  const before = pattern.slice(0, found.index)
  const after = pattern.slice(found.index + found[0].length)
  return (found[1] ?? "").split("|").flatMap((option) => spellingsOf(`${before}${option}${after}`))
}

const part = /[^()|]+/gu
/** Letters that change with their neighbours: figures beside signs, accents, Korean syllables, the last sigma. */
const joining = /\d.*[^\w ()|぀-ヿ一-鿿]|[^\w ()|぀-ヿ一-鿿].*\d|[\p{M}ﾞﾟᅠ-ᇿΣ]/u

const comparedIn = (spelling: string): string => lettersIn(respell(spelling))

/** The pattern in the letters that are compared; written out where its parts cannot be read one by one. */
export const patternsOf = (pattern: string): ReadonlyArray<string> => {
  if (!pattern.includes("(")) return [comparedIn(pattern)]
  const respelt = pattern.replace(part, respell)
  if (joining.test(pattern) || mayNeedRespelling(respelt)) {
    return spellingsOf(pattern).map(comparedIn)
  }
  return [respelt.replace(part, lettersIn)]
}

const marks = /([()|])/u
const latin = /[a-z]/u
/** A word goes on where a choice begins or ends. */
const joined = /[a-z)]\(|\)[a-z]/u
const wordEdge = /[^a-z]+/u

/** Adds all words in small Latin letters that stand in spellings of the pattern. */
export const addWords = (pattern: string, words: Set<string>): void => {
  if (!latin.test(pattern)) return
  if (joined.test(pattern)) addJoined(pattern, words)
  else for (const word of pattern.split(wordEdge)) words.add(word)
}

const addJoined = (pattern: string, words: Set<string>): void => {
  /** What may stand before the next part, back to the last edge of a word. */
  let open: ReadonlySet<string> = new Set([""])
  const choices: Array<{ readonly before: ReadonlySet<string>; after: ReadonlyArray<string> }> = []
  for (const part of pattern.split(marks)) {
    const choice = choices.at(-1)
    if (part === "(") choices.push({ before: open, after: [] })
    else if (part === "|" && choice !== undefined) {
      choice.after = [...choice.after, ...open]
      open = choice.before
    } else if (part === ")" && choice !== undefined) {
      choices.pop()
      open = new Set([...choice.after, ...open])
    } else if (part !== "") {
      const [first = "", ...others] = part.split(wordEdge)
      const begun = Array.from(open, (before) => before + first)
      const last = others.pop()
      open = new Set(last === undefined ? begun : [last])
      for (const word of last === undefined ? [] : [...begun, ...others]) words.add(word)
    }
  }
  for (const word of open) words.add(word)
}
