/**
 * Finds series whose titles a text may mean without writing them, by its words that the grammar does not know: a rare
 * word of a title ("slime"), a part of it (一歩), a slip (titen), a wrong conversion (公格機動隊). They are told beside what
 * was surely named, since a record too many costs some tokens and one too few an answer.
 *
 * Titles and texts are compared by their pieces, Latin words and pairs of other letters with a kanji or katakana; a piece
 * weighs more the fewer titles have it, and nothing where synopses have it often: such a word says nothing of a title.
 * Pure.
 */
import type { Catalogue, Series } from "@manga-assist/catalogue"
import { clearlyNearest, NearWords } from "@manga-assist/language"
import { oncePer } from "../reading/OncePer.ts"
import type { Question } from "../reading/Question.ts"

const mostNear = 2
/** Of the weight of a title's pieces, so much must be in the text. */
const leastShare = 0.4
/** A piece of at most two titles is telling by itself, in a title that is not much longer. */
const tellingOf = 2
const leastShareOfTelling = 0.15
/** In the synopses of so many series a word is an everyday one. */
const everyday = 4
/** Of letters without blanks, so many on each side of an unknown word may belong to its title. */
const around = 5

const runs = /[a-z0-9]+|[\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Han}ー々]+/gu
const latin = /^[a-z0-9]/u
const saying = /[\p{sc=Katakana}\p{sc=Han}]/u
const shortestWord = 3
/** A shorter word is as near to too many others. */
const shortestMisspelt = 5

const piecesOf = (text: string): ReadonlySet<string> => {
  const pieces = new Set<string>()
  for (const [run] of text.normalize("NFKC").toLowerCase().matchAll(runs)) {
    if (latin.test(run)) {
      if (run.length >= shortestWord) pieces.add(run)
      continue
    }
    for (let at = 0; at + 2 <= run.length; at += 1) {
      const pair = run.slice(at, at + 2)
      if (saying.test(pair)) pieces.add(pair)
    }
  }
  return pieces
}

/** Words that no list explains, and abbreviations that are words too; of letters without blanks also what is around. */
const unknownIn = ({ letters, tokens }: Question["reading"]): string =>
  tokens
    .flatMap((token) => {
      if (token.kind !== "?" && token.kind !== "ABBR") return []
      const { end, start } = token
      const word = letters.text.slice(start, end)
      return latin.test(word)
        ? [word]
        : [letters.text.slice(Math.max(0, start - around), end + around)]
    })
    .join("\n")

const spellingsOf = ({ aliases, english, japanese, romaji }: Series) => [
  ...new Set([english, japanese, romaji, ...aliases]),
]

interface Spelling {
  readonly series: string
  readonly weight: number
}

const countsOf = (texts: ReadonlyArray<string>): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>()
  for (const text of texts) {
    for (const piece of piecesOf(text)) counts.set(piece, (counts.get(piece) ?? 0) + 1)
  }
  return counts
}

/** Some 40 ms for 300 series, once. */
const indexOf = oncePer(({ series }: Catalogue) => {
  const titles = countsOf(series.map((each) => spellingsOf(each).join("\n")))
  const told = countsOf(
    series.map(
      ({ synopsisEnglish, synopsisJapanese }) => `${synopsisEnglish}\n${synopsisJapanese}`,
    ),
  )
  const weightOf = (piece: string): number =>
    (told.get(piece) ?? 0) >= everyday ? 0 : Math.log(series.length / (titles.get(piece) ?? 1))
  const byPiece = new Map<string, Array<Spelling>>()
  const misspelt = new NearWords<string>()
  for (const each of series) {
    for (const text of spellingsOf(each)) {
      const pieces = piecesOf(text)
      const weight = [...pieces].reduce((sum, piece) => sum + weightOf(piece), 0)
      const spelling = { series: each.id, weight }
      for (const piece of pieces) {
        const known = byPiece.get(piece)
        if (known === undefined) byPiece.set(piece, [spelling])
        else known.push(spelling)
      }
    }
  }
  for (const piece of byPiece.keys()) {
    if (piece.length >= shortestMisspelt && latin.test(piece) && weightOf(piece) > 0) {
      misspelt.add(piece, piece)
    }
  }
  const isTelling = (piece: string): boolean =>
    (titles.get(piece) ?? 0) <= tellingOf && weightOf(piece) > 0
  /** The piece of titles that is meant by one of a text. */
  const meantBy = (piece: string): string =>
    byPiece.has(piece) || told.has(piece) || piece.length < shortestMisspelt || !latin.test(piece)
      ? piece
      : (clearlyNearest(misspelt.near(piece), (left, right) => left === right)?.meant ?? piece)
  return { byPiece, isTelling, meantBy, weightOf }
})

/** Ids, nearest first, at most two; of a text with a form none, since all its words are known. */
export const nearTitles = ({ names, reading }: Question): ReadonlyArray<string> => {
  if (reading.known) return []
  const { byPiece, isTelling, meantBy, weightOf } = indexOf(names.catalogue)
  const shared = new Map<Spelling, Array<string>>()
  for (const piece of [...piecesOf(unknownIn(reading))].map(meantBy)) {
    for (const spelling of byPiece.get(piece) ?? []) {
      const known = shared.get(spelling)
      if (known === undefined) shared.set(spelling, [piece])
      else known.push(piece)
    }
  }
  const scores = new Map<string, number>()
  for (const [{ series, weight }, pieces] of shared) {
    const held = pieces.reduce((sum, piece) => sum + weightOf(piece), 0)
    const share = weight === 0 ? 0 : held / weight
    const least = pieces.some(isTelling) ? leastShareOfTelling : leastShare
    if (share >= least) scores.set(series, Math.max(held * share, scores.get(series) ?? 0))
  }
  return [...scores]
    .toSorted(([, a], [, b]) => b - a)
    .slice(0, mostNear)
    .map(([id]) => id)
}
