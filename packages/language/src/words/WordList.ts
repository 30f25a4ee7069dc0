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
  /** Separated by ";". */
  readonly spellings: string
}

/** One by one, as there are many. Throws on a line without a kind: a list that is not read whole must not be used. */
export function* wordLines(source: string): Generator<WordLine> {
  for (const line of source.split("\n")) {
    if (line.trim() === "" || line.trimStart().startsWith("#")) continue
    const at = line.indexOf(":")
    const [kind = "", value = ""] = line.slice(0, Math.max(0, at)).split("=")
    if (kind.trim() === "") throw new Error(`"${line.trim().slice(0, 60)}" names no kind`)
    yield { kind: kind.trim(), value: value.trim(), spellings: line.slice(at + 1) }
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

/** In the letters that are compared; written out where its parts cannot be read one by one. */
const patternOf = (spelling: string): string => {
  if (!spelling.includes("(")) return comparedIn(spelling)
  const respelt = spelling.replace(part, respell)
  return joining.test(spelling) || mayNeedRespelling(respelt)
    ? spellingsOf(spelling).map(comparedIn).join(";")
    : respelt.replace(part, lettersIn)
}

/** Spellings whose letters are compared as they are, and can be read at once. */
const plain = /^[a-z0-9 ;()|ぁ-ゖァ-ヺー々一-鿿]*$/u

/** Spellings, separated by ";", in the letters that are compared. */
export const patternsIn = (spellings: string): string => {
  const respelt = respell(spellings)
  if (plain.test(respelt) && !(respelt.includes("(") && mayNeedRespelling(respelt))) {
    return respelt.replaceAll(" ", "")
  }
  return spellings.includes(";")
    ? spellings.split(";").map(patternsIn).join(";")
    : patternOf(spellings.trim())
}
