/**
 * Corrects titles, people and words that are misspelt beyond what the grammar forgives: "atack on titen vol 10 prise".
 * The corrected text is then parsed in place of the written one; `undefined` where nothing is clearly meant.
 *
 * For texts of up to 200 letters with an unexplained word; at most 6 words are looked at. Pure.
 */
import { hiragana, latin, lettersIn } from "@manga-assist/language"
import { kindsIn, type Reading } from "../../kinds/Kind.ts"
import { storeWorld } from "../../StoreWorld.ts"
import { names } from "../Kinds.ts"
import { wrongKanji } from "./Homophones.ts"
import { misspeltKana } from "./MisspeltKana.ts"
import { misspeltName } from "./MisspeltNames.ts"
import { isOrdinary, misspeltWord } from "./MisspeltWords.ts"
import { nearTitle } from "./NearTitles.ts"
import { titleByWords } from "./ShortTitles.ts"
import { completed } from "./UnfinishedKana.ts"

/** Who names a book or asks something does it in a short question. */
const longestText = 200
/** Words of one text that are looked at. */
const mostUnknown = 6
const shortestWord = 4

interface Written {
  readonly start: number
  readonly end: number
  readonly letters: string
  readonly unknown: boolean
}

/** A mend of the text from `start` to `end`. */
interface Mend {
  readonly start: number
  readonly end: number
  readonly spelling: string
}

const latinWord = /[a-zA-Z0-9\u00c0-\u024f]+(?:['’][a-zA-Z]+)?/gu
const figures = /^\d+$/u

const wordsOf = (text: string, { cut, letters, romanised }: Reading): ReadonlyArray<Written> => {
  const unknown = new Set(
    cut
      .filter(({ kind, start }) => kind === "?" && letters.scripts[start] === latin)
      .map(({ end, start }) => letters.text.slice(start, end)),
  )
  if (unknown.size === 0 && !romanised) return []
  return Array.from(text.matchAll(latinWord), ({ 0: written, index }) => {
    const word = lettersIn(written)
    // Of a romanised text the letters are kana: which of its words nobody understands is not told.
    const isUnknown = romanised ? !isOrdinary(word) : unknown.has(word)
    const end = index + written.length
    return { start: index, end, letters: word, unknown: isUnknown && !figures.test(word) }
  })
}

const mendsOf = (words: ReadonlyArray<Written>, romanised: boolean): ReadonlyArray<Mend> => {
  const mends: Array<Mend> = []
  const letters = words.map((word) => word.letters)
  let left = mostUnknown
  for (let at = 0; at < words.length && left > 0; at++) {
    const word = words[at]
    if (word?.unknown !== true) continue
    left--
    const name = misspeltName(letters, at, isOrdinary)
    const [first, last] = name === undefined ? [] : [words[name.from], words[name.to]]
    if (name !== undefined && first !== undefined && last !== undefined) {
      if (first.start < (mends.at(-1)?.end ?? 0)) continue
      mends.push({ start: first.start, end: last.end, spelling: name.spelling })
      at = name.to
    } else if (!romanised && word.letters.length >= shortestWord && !isOrdinary(word.letters)) {
      const spelling = misspeltWord(word.letters)
      if (spelling !== undefined) mends.push({ start: word.start, end: word.end, spelling })
    }
  }
  return mends
}

const withMends = (text: string, mends: ReadonlyArray<Mend>): string => {
  let written = ""
  let behind = 0
  for (const { end, spelling, start } of mends) {
    written += text.slice(behind, start) + spelling
    behind = end
  }
  return written + text.slice(behind)
}

/** Beside these a word that names a title stands alone: "and Yona?" */
const beside: ReadonlySet<string> = new Set(
  kindsIn(
    "_ AND OR BUT HOWABOUT WHATIF HOW ABOUT WHAT OTHERWAY _opening _aside THE NUM VOLWORD ASWRITTEN",
  ),
)

const capital = /^\p{Lu}\p{Ll}/u
const gap = /^\s*$/u

/** Unexplained words side by side. */
const runsOf = (
  text: string,
  words: ReadonlyArray<Written>,
): ReadonlyArray<ReadonlyArray<Written>> => {
  const runs: Array<Array<Written>> = []
  for (const word of words) {
    if (!word.unknown) continue
    const last = runs.at(-1)?.at(-1)
    const isBehind = last !== undefined && gap.test(text.slice(last.end, word.start))
    if (isBehind) runs.at(-1)?.push(word)
    else runs.push([word])
  }
  return runs
}

/** Within a name of several words: "Spice and Wolf". */
const within = /^\s+(?:(?:and|of|the|in|no|to|a|with|for)\s+)+$|^\s*&\s*$/iu

/** Are they, beside other words with a capital letter that are of no title, a part of a name that nobody knows? */
const isOfLongerName = (
  text: string,
  run: ReadonlyArray<Written>,
  runs: ReadonlyArray<ReadonlyArray<Written>>,
): boolean =>
  runs.some((other) => {
    if (other === run) return false
    const [before, behind] =
      (other[0]?.start ?? 0) < (run[0]?.start ?? 0) ? [other, run] : [run, other]
    const written = other.map(({ end, start }) => text.slice(start, end))
    return (
      within.test(text.slice(before.at(-1)?.end, behind[0]?.start)) &&
      written.some((word) => capital.test(word)) &&
      titleByWords(written) === undefined
    )
  })

/** Some words of a title, written like a name or beside nothing else, where no title is named. */
const shortTitle = (text: string, reading: Reading): ReadonlyArray<Mend> => {
  const { cut } = reading
  if (reading.romanised) return []
  const isNamed = cut.some(({ kind }) => names.includes(kind))
  const joined = cut.some(({ kind }) => kind === "OR" || kind === "AND")
  if (isNamed && !joined) return []
  const isAlone = cut.every(({ kind }) => kind === "?" || beside.has(kind))
  const runs = runsOf(text, wordsOf(text, reading)).slice(0, mostUnknown)
  for (const run of runs) {
    const [first, last] = [run[0], run.at(-1)]
    if (first === undefined || last === undefined) continue
    const written = run.map(({ end, start }) => text.slice(start, end))
    const isName = written.some((word) => capital.test(word)) && first.start > 0
    const spelling = isName || (isAlone && !isNamed) ? titleByWords(written) : undefined
    if (spelling !== undefined && isOfLongerName(text, run, runs)) return []
    if (spelling !== undefined) return [{ start: first.start, end: last.end, spelling }]
  }
  return []
}

interface InLetters {
  readonly start: number
  readonly end: number
  readonly spelling: string
}

/** A misspelt Japanese title is meant where no other is named. */
const titleMends = (reading: Reading): ReadonlyArray<InLetters> => {
  if (reading.cut.some(({ kind }) => names.includes(kind))) return []
  const near = nearTitle(reading)
  return near === undefined ? [] : [near]
}

const isApart = (mend: InLetters, others: ReadonlyArray<InLetters>): boolean =>
  others.every(({ end, start }) => mend.end <= start || mend.start >= end)

/** Words with a wrong kanji or kana, beside a misspelt title. */
const japaneseMends = (text: string, reading: Reading): ReadonlyArray<Mend> => {
  const { letters } = reading
  if (!letters.scripts.some((script) => script >= hiragana)) return []
  const titles = titleMends(reading)
  const words = wrongKanji(reading)
    .map(({ end, start, word }) => ({ start, end, spelling: word }))
    .filter((word) => isApart(word, titles))
  const kana = misspeltKana(reading)
    .map(({ end, meant, start }) => ({ start, end, spelling: meant.spelling }))
    .filter((word) => isApart(word, [...words, ...titles]))
  return [...words, ...titles, ...kana]
    .flatMap(({ end, spelling, start }) => {
      const written = letters.text.slice(start, end)
      const at = text.indexOf(written)
      return at < 0 ? [] : [{ start: at, end: at + written.length, spelling }]
    })
    .toSorted((left, right) => left.start - right.start)
}

const isUnexplained = ({ cut }: Reading): boolean => cut.some(({ kind }) => kind === "?")

/** What the text means where words of it are misspelt; `undefined` where nothing is near. */
export const mended = (text: string, written: Reading): string | undefined => {
  if (text.length > longestText || !isUnexplained(written)) return undefined
  const whole = completed(text)
  const reading = whole === undefined ? written : storeWorld.read(whole)
  const mends = mendsOf(wordsOf(whole ?? text, reading), reading.romanised)
  const short = mends.length > 0 ? [] : shortTitle(whole ?? text, reading)
  const near = short.length > 0 ? short : mends
  const all = near.length > 0 ? near : japaneseMends(whole ?? text, reading)
  return all.length === 0 ? whole : withMends(whole ?? text, all)
}
