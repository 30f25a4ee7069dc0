/**
 * Finds series, authors, genres and readerships in a customer's text, English, Japanese or mixed.
 *
 * One pass: the text is folded, a trie is walked from each letter, the longest accepted name wins.
 * Cost is linear in the text (bounded names, bounded windows). Pure; never throws.
 */
import type { Demographic, Genre, Series } from "../Series.ts"
import { isBroken, standsAlone } from "./Boundary.ts"
import { isAbbreviation, isCommon } from "./CommonTitles.ts"
import { fold, type Folded } from "./Folding.ts"
import { hasGenreSignal, isWeak } from "./GenreSignal.ts"
import { authorNames, demographicNames, genreNames, type Named, seriesNames } from "./Names.ts"
import { makeTrie } from "./Trie.ts"
import { isAuthorHere } from "./AuthorSignal.ts"
import { capitalInside, hasTitleSignal, type Surroundings, usesCase } from "./TitleSignal.ts"

/** `text.slice(start, end)` is `spelling`, as the customer wrote it. */
export interface Found<Id extends string = string> {
  readonly id: Id
  readonly start: number
  readonly end: number
  readonly spelling: string
}

/** Each list in the order of the text, no two matches overlap. */
export interface LexiconMatches {
  readonly series: ReadonlyArray<Found>
  /** `id` is the English name as in the catalogue. */
  readonly authors: ReadonlyArray<Found>
  readonly genres: ReadonlyArray<Found>
  readonly demographics: ReadonlyArray<Found<Demographic>>
}

export interface Lexicon {
  readonly find: (text: string) => LexiconMatches
  /** `series:one-piece`, `author:eiichiro-oda`, `genre:…`, `demographic:…`: each once. */
  readonly conceptsOf: (text: string) => ReadonlyArray<string>
}

interface Entry {
  readonly named: Named
  readonly letters: string
  /** The spelling itself has a separator, so the text may have one in a short name. */
  readonly spaced: boolean
  /** Marks the spelling ends with ("!!", "."): part of the name where the text has them. */
  readonly tail: string
  /** The spelling itself has "! " or ". ". */
  readonly acrossSentences: boolean
}

const entryOf = (named: Named): Entry => {
  const folded = fold(named.spelling)
  return {
    named,
    letters: folded.letters,
    spaced: folded.letters.length > 4 || folded.gaps.includes(1) || folded.gaps.includes(2),
    tail: /[^\p{L}\p{N}\s)]*$/u.exec(named.spelling)?.[0].normalize("NFKC") ?? "",
    acrossSentences: folded.gaps.includes(2),
  }
}

interface Candidate {
  readonly entry: Entry
  readonly start: number
  readonly end: number
  readonly around: Surroundings
}

const longVowelsFolded = 4

/** "Oku" must not stand for "Ooku": short names are compared letter by letter. */
const spelledAlike = (entry: Entry, written: string): boolean =>
  entry.letters.length > longVowelsFolded || strict(written) === strict(entry.named.spelling)

const strict = (text: string): string =>
  text
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, "")
    .replaceAll("ー", "")
    .replace(/[\u3041-\u3096]/g, (kana) => String.fromCharCode(kana.charCodeAt(0) + 96))

const isTitleHere = (candidate: Candidate, cased: boolean): boolean => {
  const { entry, around } = candidate
  if (isCommon(entry.letters)) {
    return (cased && entry.letters.length > 2 && capitalInside(around)) || hasTitleSignal(around)
  }
  if (!isAbbreviation(entry.letters)) return true
  const written = around.text.slice(around.start, around.end).normalize("NFKC")
  return written === entry.named.spelling || hasTitleSignal(around)
}

const isAccepted = (candidate: Candidate, cased: boolean): boolean => {
  const { entry, around } = candidate
  switch (entry.named.kind) {
    case "series":
      return isTitleHere(candidate, cased)
    case "author":
      return isAuthorHere(entry.named, around, cased)
    default:
      return !isWeak(entry.letters) || hasGenreSignal(around)
  }
}

const joinsTitles = /^[」』"”\s]*(?:と|や|、|,|&|and|or|vs\.?|versus|か)[「『"“\s]*$/iu

/** "Compare monster and Pluto": a common word joined to a title is one too. */
const joined = (text: string, one: Surroundings, other: Surroundings): boolean => {
  const [left, right] = one.start < other.start ? [one, other] : [other, one]
  return right.start - left.end <= 12 && joinsTitles.test(text.slice(left.end, right.start))
}

const candidatesAt = (
  trie: ReturnType<typeof makeTrie<Entry>>,
  folded: Folded,
  start: number,
): ReadonlyArray<Candidate> => {
  const found: Array<Candidate> = []
  trie.at(folded.letters, start, (entry, end) => {
    if (!standsAlone(folded, start, end)) return
    if (!entry.acrossSentences && isBroken(folded, start, end, entry.spaced)) return
    const last = folded.ends[end - 1] ?? 0
    const marks = folded.text.slice(last, last + entry.tail.length)
    const tail = marks.normalize("NFKC") === entry.tail ? marks.length : 0
    const around = { text: folded.text, start: folded.starts[start] ?? 0, end: last + tail }
    if (!spelledAlike(entry, folded.text.slice(around.start, around.end))) return
    found.push({ entry, start, end, around })
  })
  return found.toReversed()
}

const resolve = (
  trie: ReturnType<typeof makeTrie<Entry>>,
  folded: Folded,
): ReadonlyArray<Candidate> => {
  const cased = usesCase(folded.text)
  const accepted: Array<Candidate> = []
  let doubtful: ReadonlyArray<Candidate> = []
  for (let index = 0; index < folded.letters.length;) {
    const candidates = candidatesAt(trie, folded, index)
    const best = candidates.find((candidate) => isAccepted(candidate, cased))
    if (best === undefined) {
      const last = accepted.at(-1)
      const unsure = candidates.find(({ entry }) => entry.named.kind === "series")
      if (unsure !== undefined) {
        if (
          last?.entry.named.kind === "series" &&
          joined(folded.text, last.around, unsure.around)
        ) {
          accepted.push(unsure)
          index = unsure.end
          continue
        }
        doubtful = [unsure]
      }
      index++
      continue
    }
    const before = doubtful.at(-1)
    if (
      best.entry.named.kind === "series" &&
      before !== undefined &&
      before.end <= best.start &&
      joined(folded.text, before.around, best.around)
    ) {
      accepted.push(before)
    }
    doubtful = []
    accepted.push(best)
    index = best.end
  }
  return accepted
}

const slug = (name: string): string => name.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "-")

/** Builds the index, some ten milliseconds for 300 series; `find` then takes about 0.1 ms a question. */
export const makeLexicon = (
  series: ReadonlyArray<Series>,
  genres: ReadonlyArray<Genre>,
): Lexicon => {
  const trie = makeTrie<Entry>()
  for (const named of [
    ...demographicNames(),
    ...genreNames(genres),
    ...authorNames(series),
    ...seriesNames(series),
  ]) {
    const entry = entryOf(named)
    trie.add(entry.letters, entry)
  }
  const find = (text: string): LexiconMatches => {
    const found: {
      series: Array<Found>
      author: Array<Found>
      genre: Array<Found>
      demographic: Array<Found<Demographic>>
    } = { series: [], author: [], genre: [], demographic: [] }
    for (const { entry, around } of resolve(trie, fold(text))) {
      const { start, end } = around
      const spelling = text.slice(start, end)
      const { named } = entry
      if (named.kind === "demographic") {
        found.demographic.push({ id: named.id, start, end, spelling })
      } else {
        found[named.kind].push({ id: named.id, start, end, spelling })
      }
    }
    return {
      series: found.series,
      authors: found.author,
      genres: found.genre,
      demographics: found.demographic,
    }
  }
  const conceptsOf = (text: string): ReadonlyArray<string> => {
    const found = find(text)
    return [
      ...new Set([
        ...found.series.map(({ id }) => `series:${id}`),
        ...found.authors.map(({ id }) => `author:${slug(id)}`),
        ...found.genres.map(({ id }) => `genre:${id}`),
        ...found.demographics.map(({ id }) => `demographic:${id}`),
      ]),
    ]
  }
  return { find, conceptsOf }
}
