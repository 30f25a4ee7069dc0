/**
 * What the words of the catalogue tell: to which series a word belongs, by its names, its people and its synopses in both
 * languages, and how rare it is; which names of series and which genres stand in a text.
 *
 * English words are light stems. Japanese has no blanks: kanji count by two characters, katakana by three; hiragana is
 * grammar.
 */
import { genres, series } from "@manga-assist/catalogue"
import { stemsOf } from "./Words.ts"

/** What wishes and talk are made of in Japanese, besides what is wished for. */
const phrases =
  /漫画(?!家)|マンガ|コミック|作品|物語|主人公|話|面白|おすすめ|オススメ|何か?|誰|私|僕|本(?!\p{Script=Han})|今日|明日|昨日|元気|天気|注文|返品|送料|発送|配送|支払い?|方法|電話|番号|在庫|値段|価格|\d*巻/gu
const runs = /\p{Script=Han}+|[\p{Script=Katakana}ー]+/gu
const ofHan = /^\p{Script=Han}/u
/** One character before other kana is the stem of a verb, which says little. */
const verb = /^[^のとがやをもはにで]/u
const hiragana = /^\p{Script=Hiragana}/u

export const folded = (text: string): string => text.normalize("NFKC").toLowerCase()

/** Of folded text, each once. */
export const wordsOf = (text: string): ReadonlySet<string> => {
  const plain = text.replaceAll(phrases, " ")
  const japanese = Array.from(plain.matchAll(runs)).flatMap(({ 0: run, index }) => {
    const next = plain.slice(index + run.length, index + run.length + 1)
    if (run.length === 1 && hiragana.test(next) && verb.test(next)) return []
    return pieces(run, ofHan.test(run) ? 2 : 3)
  })
  return new Set([...stemsOf(plain), ...japanese])
}

const pieces = (run: string, size: number): ReadonlyArray<string> => {
  const letters = Array.from(run)
  return letters.length <= size
    ? [run]
    : letters.slice(size - 1).map((_, at) => letters.slice(at, at + size).join(""))
}

const all = series()

const indices = new Map<string, Array<number>>()
for (const [index, entry] of all.entries()) {
  const names = [entry.english, entry.japanese, entry.romaji, ...entry.aliases]
  const people = [entry.author.english, entry.author.japanese, entry.demographic]
  const text = [...names, ...people, entry.synopsisEnglish, entry.synopsisJapanese].join("\n")
  for (const word of wordsOf(folded(text))) {
    const known = indices.get(word)
    if (known === undefined) indices.set(word, [index])
    else known.push(index)
  }
}

/** A word of few series says much more than one of many. */
const weightOf = (count: number): number => Math.log((all.length + 1) / count) ** 2

/** Of a word that is of one series, or of none. */
export const mostWeight = weightOf(1)

/** The series (by number) that have a word, and what it weighs; undefined where none has it. */
export const wordOf = (
  word: string,
): { readonly series: ReadonlyArray<number>; readonly weight: number } | undefined => {
  const of = indices.get(word)
  return of && { series: of, weight: weightOf(of.length) }
}

/** Part of a compound that no series has: the other parts may be known. */
const unknownShares = [
  { of: ofHan, share: 0.25 },
  { of: /^\p{Script=Katakana}/u, share: 0.5 },
]

/** What a word weighs that no series has. */
export const unknownWeight = (word: string): number =>
  mostWeight * (unknownShares.find(({ of }) => of.test(word))?.share ?? 1)

/** Latin words stand between blanks, whatever stands beside them. */
const spaced = (text: string): string =>
  text.replaceAll(/[a-z0-9]+/g, " $& ").replaceAll(/[^\p{L}\p{N}]+/gu, " ")

const leastLetters = 3

const namesOfSeries = all.flatMap(({ aliases, english, japanese }, index) =>
  [english, japanese, ...aliases].flatMap((each) => {
    const name = spaced(folded(each))
    return name.trim().length < leastLetters && !ofHan.test(name.trim()) ? [] : [{ index, name }]
  }),
)

/** The series (by number) whose names stand in a folded text. */
export const namedIn = (text: string): ReadonlySet<number> => {
  const whole = ` ${spaced(text)} `
  return new Set(namesOfSeries.flatMap(({ index, name }) => (whole.includes(name) ? [index] : [])))
}

const namesOfGenres = genres().map(({ aliases, english, id, japanese }) => {
  const names = [id, english, japanese, ...aliases, ...japanese.split("・")].map(folded)
  const patterns = names.map((name) =>
    /[a-z]/.test(name) ? `\\b${name.replaceAll(/[^a-z ]/g, ".")}\\b` : name,
  )
  return { id, pattern: new RegExp(patterns.join("|"), "gu") }
})

/** The genres named in a folded text, and what is left of it. */
export const genresIn = (
  text: string,
): { readonly ids: ReadonlyArray<string>; readonly rest: string } => {
  const found = namesOfGenres.filter(({ pattern }) => text.search(pattern) >= 0)
  return {
    ids: found.map(({ id }) => id),
    rest: found.reduce((rest, { pattern }) => rest.replaceAll(pattern, " "), text),
  }
}
