/**
 * Finds the Japanese title or name that is written with one or two slips: 鋼の練金術師, 君に届げ, 尾田栄一朗. `undefined` where none
 * is near enough, or two are. Pure; the index is built at the first call.
 */
import type { Reading } from "../../kinds/Kind.ts"
import { catalogue } from "../../KnownCatalogue.ts"
import { storeNames } from "../../Names.ts"
import { storeWorld } from "../../StoreWorld.ts"
import { mixedSpellings } from "./MixedKana.ts"
import { folded, long, NearSpellings, shortest, type Spelling } from "./NearSpellings.ts"

/** One of so many letters is meant where a kanji is another, or the slip is hardly seen: a voicing mark, a long vowel. */
const shortestAlike = 4

const japanese = /^[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}ー0-9]+$/u
const twoKanji = /\p{sc=Han}.*\p{sc=Han}/u

const mostCost = (letters: string): number => {
  const { length } = letters
  if (length < shortest) return twoKanji.test(letters) ? 0.9 : 0.5
  return length < long ? 1.1 : 2.2
}

function* titles(): Generator<Spelling> {
  for (const { exact, kind, spelling, value } of storeNames()) {
    // A person's name is exact in Latin letters, where a short one is as near to other words.
    if (kind !== "PERSON" && (exact === true || kind !== "SERIES")) continue
    const letters = foldedName(spelling)
    const least = kind === "PERSON" ? shortest : shortestAlike
    if (letters.length < least || !japanese.test(letters)) continue
    yield { value, spelling, letters, most: mostCost(letters) }
  }
  for (const { aliases, id, japanese: title } of catalogue.series) {
    const whole = foldedName(title)
    for (const letters of aliases.flatMap((alias) => mixedSpellings(whole, foldedName(alias)))) {
      if (letters.length < shortestAlike || !japanese.test(letters)) continue
      yield { value: id, spelling: title, letters, most: mostCost(letters) }
    }
  }
}

const foldedName = (name: string): string => folded(storeWorld.read(name).letters.text).text

let index: NearSpellings | undefined

/** Where a title is written with a slip, and how it is spelt. */
export interface NearTitle {
  readonly start: number
  readonly end: number
  readonly spelling: string
}

/** The one that is so near; `undefined` where none is, or two are. */
export const nearTitle = (reading: Reading): NearTitle | undefined => {
  index ??= new NearSpellings(titles())
  const near = index.near(reading)
  const [first] = near
  if (first === undefined || near.some(({ meant }) => meant.value !== first.meant.value)) {
    return undefined
  }
  const { end, meant, start } = first
  return { start, end, spelling: meant.spelling }
}
