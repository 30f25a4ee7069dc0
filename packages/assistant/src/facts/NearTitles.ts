/**
 * Finds series whose titles a text may mean without writing them, by its words that the grammar does not know: a rare
 * word of a title ("slime"), a part of it (一歩), a slip (titen), a wrong conversion (公格機動隊). They are told beside what
 * was surely named, since a record too many costs some tokens and one too few an answer.
 *
 * Titles and texts are compared by their pieces, Latin words and pairs of other letters with a kanji or katakana; a piece
 * weighs more the fewer titles have it, and nothing where synopses have it often: such a word says nothing of a title.
 * Pure.
 */
import type { Series } from "@manga-assist/catalogue"
import { clearlyNearest, NearWords } from "@manga-assist/language"
import { perCatalogue } from "../reading/PerCatalogue.ts"
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
  readonly pieces: ReadonlySet<string>
}

const count = (counts: Map<string, number>, pieces: ReadonlySet<string>, more: 1 | -1): void => {
  for (const piece of pieces) {
    const sum = (counts.get(piece) ?? 0) + more
    if (sum > 0) counts.set(piece, sum)
    else counts.delete(piece)
  }
}

class Pieces {
  readonly byPiece = new Map<string, Array<Spelling>>()
  readonly #titles = new Map<string, number>()
  readonly #told = new Map<string, number>()
  readonly #misspelt = new NearWords<string>()
  #series = 0

  /** Some 130 µs. */
  put(series: Series): void {
    this.#count(series, 1)
    for (const text of spellingsOf(series)) {
      const pieces = piecesOf(text)
      const spelling = { series: series.id, pieces }
      for (const piece of pieces) this.#file(piece, spelling)
    }
  }

  /** A piece that no title has any more stays one that a text may mean, of nothing. */
  delete(series: Series): void {
    this.#count(series, -1)
    for (const piece of piecesOf(spellingsOf(series).join("\n"))) {
      const others = this.byPiece.get(piece)?.filter((each) => each.series !== series.id)
      if (others !== undefined) this.byPiece.set(piece, others)
    }
  }

  #count(series: Series, more: 1 | -1): void {
    this.#series += more
    count(this.#titles, piecesOf(spellingsOf(series).join("\n")), more)
    count(this.#told, piecesOf(`${series.synopsisEnglish}\n${series.synopsisJapanese}`), more)
  }

  weightOf(piece: string): number {
    return (this.#told.get(piece) ?? 0) >= everyday
      ? 0
      : Math.log(this.#series / (this.#titles.get(piece) ?? 1))
  }

  isTelling(piece: string): boolean {
    return (this.#titles.get(piece) ?? 0) <= tellingOf && this.weightOf(piece) > 0
  }

  /** The piece of titles that is meant by one of a text. */
  meantBy(piece: string): string {
    if (this.byPiece.has(piece) || this.#told.has(piece) || !mayBeMisspelt(piece)) return piece
    const near = this.#misspelt.near(piece).filter(({ meant }) => this.weightOf(meant) > 0)
    return clearlyNearest(near, (left, right) => left === right)?.meant ?? piece
  }

  #file(piece: string, spelling: Spelling): void {
    const known = this.byPiece.get(piece)
    if (known !== undefined) {
      known.push(spelling)
      return
    }
    this.byPiece.set(piece, [spelling])
    if (mayBeMisspelt(piece)) this.#misspelt.add(piece, piece)
  }
}

const mayBeMisspelt = (piece: string): boolean =>
  piece.length >= shortestMisspelt && latin.test(piece)

/** Some 40 ms for 300 series, once. */
const piecesIn = perCatalogue(
  () => new Pieces(),
  (pieces, series) => pieces.put(series),
  (pieces, series) => pieces.delete(series),
)

/** Ids, nearest first, at most two; of a text with a form none, since all its words are known. */
export const nearTitles = ({ names, reading }: Question): ReadonlyArray<string> => {
  if (reading.known) return []
  const index = piecesIn(names.catalogue)
  const sum = (pieces: Iterable<string>) =>
    [...pieces].reduce((weight, piece) => weight + index.weightOf(piece), 0)
  const shared = new Map<Spelling, Array<string>>()
  for (const piece of [...piecesOf(unknownIn(reading))].map((each) => index.meantBy(each))) {
    for (const spelling of index.byPiece.get(piece) ?? []) {
      const known = shared.get(spelling)
      if (known === undefined) shared.set(spelling, [piece])
      else known.push(piece)
    }
  }
  const scores = new Map<string, number>()
  for (const [{ pieces: own, series }, pieces] of shared) {
    const held = sum(pieces)
    const weight = sum(own)
    const share = weight === 0 ? 0 : held / weight
    const least = pieces.some((piece) => index.isTelling(piece)) ? leastShareOfTelling : leastShare
    if (share >= least) scores.set(series, Math.max(held * share, scores.get(series) ?? 0))
  }
  return [...scores]
    .toSorted(([, a], [, b]) => b - a)
    .slice(0, mostNear)
    .map(([id]) => id)
}
