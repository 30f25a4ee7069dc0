/**
 * Finds the plain words in kana of `mended.list` that are written with a slip: くさだい, ありまふか, ボックスセッド. Pure; the index
 * is built at the first call.
 */
import type { Reading } from "../../kinds/Kind.ts"
import { listNamed } from "../../lists/WordFiles.ts"
import { folded, long, type NearSpelling, NearSpellings, shortest } from "./NearSpellings.ts"

const shortestWord = 4
const kana = /^[\p{sc=Hiragana}\p{sc=Katakana}ー]+$/u

const mostCost = (length: number): number => (length < shortest ? 0.7 : length < long ? 0.9 : 1.8)

let index: NearSpellings | undefined

const words = (): NearSpellings => {
  index ??= new NearSpellings(
    listNamed("ja/mended")
      .split(/\s+/u)
      .filter((word) => word.length >= shortestWord && kana.test(word))
      .map((spelling) => {
        const letters = folded(spelling).text
        return { value: letters, spelling, letters, most: mostCost(letters.length) }
      }),
  )
  return index
}

/** None overlaps another one, or a word that is rightly written: おもしろかった is no おもしろい. */
export const misspeltKana = (reading: Reading): ReadonlyArray<NearSpelling> => {
  const taken: Array<NearSpelling> = []
  const { text } = reading.letters
  for (const near of words().near(reading)) {
    if (taken.every(({ end, start }) => near.end <= start || near.start >= end)) taken.push(near)
  }
  return taken.filter(({ end, meant, start }) => text.slice(start, end) !== meant.spelling)
}
