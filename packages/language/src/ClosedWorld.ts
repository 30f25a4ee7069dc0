/**
 * The closed world: a question is either understood word for word and has one canonical form, or it
 * is outside, with the word or the reason that put it there. Equal forms are the same question.
 *
 * Knows no language of any shop: words, names, rules and shapes are the grammar's, given as data.
 * Pure; never throws once it is built; long text is refused before it is read.
 */
import { lacksCapital, type Places, withDoubts } from "./Doubts.ts"
import { type Letters, lettersOf } from "./Letters.ts"
import { joinNumbers } from "./Numerals.ts"
import { type Rewrites, rewrite, rewritesOf } from "./Rewrite.ts"
import { aroundNames } from "./Around.ts"
import { asKana, isRomanised } from "./AsKana.ts"
import { formWith, isUntold } from "./CanonicalForm.ts"
import { respell } from "./Respell.ts"
import { segment, type Token } from "./Segment.ts"
import { Shapes } from "./QuestionShape.ts"
import { Slips } from "./Slips.ts"
import type { WordTree } from "./WordTree.ts"
import { isUnexplained, unknownWord } from "./UnknownWord.ts"
import { Vocabulary } from "./Vocabulary.ts"

export interface Name {
  readonly kind: string
  readonly value: string
  readonly spelling: string
  /** Also an ordinary word: not meant after a word of a `before.common` kind, never guessed. */
  readonly common?: boolean
  /** Only meant as it is spelt: no misspelt word is taken for it. */
  readonly exact?: boolean
}

export interface Grammar {
  /** `KIND: spelling; spelling` or `KIND=value: …`, one a line; `(a|b|)` is one of these or nothing. */
  readonly words: string
  readonly names: Iterable<Name>
  /** See `Rewrite.ts`. */
  readonly rewrites: string
  /** See `QuestionShape.ts`. */
  readonly shapes: string
  /** Kinds whose values are part of the form: in the order of the question, or as a set. */
  readonly slots: Readonly<Record<string, "list" | "set">>
  /** Kinds that mean nothing. */
  readonly silent: ReadonlyArray<string>
  /** Kinds that put a question outside wherever they are left over, with the reason. */
  readonly refused: Readonly<Record<string, string>>
  /** Kinds that lean on something said before when they open a question. */
  readonly leaning: ReadonlyArray<string>
  /** Kinds after which a common name is an ordinary word. */
  readonly beforeCommon: ReadonlyArray<string>
  /** Kinds before which a common name is an ordinary word; none when left out. */
  readonly afterCommon?: ReadonlyArray<string>
  /** Kinds before which a common name with a capital is the name even after a word of `beforeCommon`. */
  readonly titledBefore?: ReadonlyArray<string>
  /** Names of shapes in which a common name in Latin letters must have a capital; none when left out. */
  readonly capitalised?: ReadonlyArray<string>
  /** Kinds that mean nothing before all that is told, and are not understood elsewhere: "well, …". */
  readonly opening?: ReadonlyArray<string>
  /** Kinds that mean nothing before or after all that is told, and are not understood within: "…, mate". */
  readonly aside?: ReadonlyArray<string>
  /** Words that are no misspelling of a name. */
  readonly ordinary: ReadonlySet<string>
  /** Words in Latin letters, separated by spaces, in which slips of the finger are forgiven; see `Slips.ts`. */
  readonly slips?: string
  /** Kinds of words that are spelt alike in every language; `around` leaves them out. */
  readonly alike?: ReadonlyArray<string>
  /** Longer questions are outside; letters. */
  readonly longest: number
}

export type Reading =
  | {
      readonly known: true
      /** The name of the shape. */
      readonly question: string
      /** The shape and its slots, for example `price BOOK=one-piece#105`. */
      readonly form: string
      readonly slots: Readonly<Record<string, ReadonlyArray<string>>>
      /** Words of it are Japanese in Latin letters. */
      readonly romanised?: true
    }
  | {
      readonly known: false
      readonly reason: string
      /** The first word that no list explains. */
      readonly word?: string
      /** A word of a refused kind stands in it: it is outside for what it is, not for what it lacks. */
      readonly refused: boolean
    }

export interface ClosedWorld {
  readonly read: (text: string) => Reading
  /** What stands around the names of the text, in the letters that are compared: its language is told by it. */
  readonly around: (text: string) => string
}

export const makeClosedWorld = (grammar: Grammar): ClosedWorld => {
  const lists = new Vocabulary(grammar)
  const rewrites: Rewrites = rewritesOf(grammar.rewrites)
  const shapes = new Shapes(grammar.shapes)
  const silent = new Set(grammar.silent)
  const refusals = new Map(Object.entries(grammar.refused))
  const slotKinds = new Map(Object.entries(grammar.slots))
  const leaning = new Set(grammar.leaning)
  const places: Places = {
    silent,
    opening: new Set(grammar.opening),
    aside: new Set(grammar.aside),
    beforeCommon: new Set(grammar.beforeCommon),
    afterCommon: new Set(grammar.afterCommon),
    titledBefore: new Set(grammar.titledBefore),
  }
  const capitalised = new Set(grammar.capitalised)
  const meaningless = new Set([...silent, ...places.opening, ...places.aside])

  const refusalIn = (tokens: ReadonlyArray<Token>): string | undefined => {
    for (const token of tokens) {
      const reason = refusals.get(token.kind)
      if (reason !== undefined) return reason
    }
    return undefined
  }

  const formOf = (tokens: ReadonlyArray<Token>, letters: Letters, written: string): Reading => {
    const refusal = refusalIn(tokens)
    if (refusal !== undefined) return { known: false, reason: refusal, refused: true }
    const shape = shapes.of(tokens)
    if (shape === undefined) {
      const made = tokens.map(({ kind, value }) => (value === "" ? kind : `${kind}=${value}`))
      const reason = `no known question is made of ${made.join(" ") || "nothing"}`
      return { known: false, reason, refused: false }
    }
    const word = capitalised.has(shape.name)
      ? tokens.find((token) => lacksCapital(token, letters, written))
      : undefined
    if (word !== undefined) {
      const reason = `"${letters.text.slice(word.start, word.end)}" may be an everyday word`
      return { known: false, reason, refused: false }
    }
    const told = tokens.filter(
      ({ kind, value }) =>
        slotKinds.has(kind) && !(shape.untold.size > 0 && isUntold(shape.untold, kind, value)),
    )
    return { known: true, question: shape.name, ...formWith(shape.name, told, slotKinds) }
  }

  const readTokens = (tokens: Array<Token>, letters: Letters, written: string): Reading => {
    withDoubts(tokens, letters, places, written)
    if (tokens.some(isUnexplained)) {
      const word = unknownWord(tokens, letters)
      const known = refusalIn(tokens)
      return {
        known: false,
        reason: known ?? `the word "${word}" is not understood`,
        word,
        refused: known !== undefined,
      }
    }
    const told = joinNumbers(tokens, letters).filter(({ kind }) => !meaningless.has(kind))
    const first = told[0]
    if (first !== undefined && leaning.has(first.kind)) {
      return { known: false, reason: "depends on what was said before", refused: true }
    }
    return formOf(rewrite(told, rewrites), letters, written)
  }

  /** With misspelt names read as what they may mean. */
  const readMisspelt = (
    tokens: Array<Token>,
    letters: Letters,
    trees: ReadonlyArray<WordTree>,
    written: string,
  ): Reading => {
    const guesses = tokens
      .filter(isUnexplained)
      .slice(0, mostGuessed)
      .flatMap(({ end, start }) =>
        lists.near.guess(letters, start, end).concat(lists.nearKana.guess(letters, start)),
      )
    const cut = guesses.length === 0 ? tokens : segment(letters, trees, lists.names, guesses)
    return readTokens(cut, letters, written)
  }

  const readKana = (text: string, letters: Letters): Reading | undefined => {
    const kana = asKana(text, letters, lists)
    if (kana === undefined) return undefined
    const romanised = lettersOf(kana)
    const trees = [lists.words, lists.kana]
    const tokens = segment(romanised, trees, lists.names)
    const reading = readMisspelt(tokens, romanised, trees, kana)
    return reading.known ? { ...reading, romanised: true } : reading
  }

  const alike = new Set(grammar.alike)
  const slips = new Slips(
    grammar.slips ?? "",
    (word) => grammar.ordinary.has(word) || lists.knows(word),
  )

  const around = (text: string): string => {
    const letters = lettersOf(respell(text.slice(0, grammar.longest)))
    return aroundNames(letters, segment(letters, [lists.words], lists.names), alike)
  }

  const readAs = (text: string): Reading => {
    if (text.length > grammar.longest) {
      return { known: false, reason: "too long to be asked twice", refused: true }
    }
    const letters = lettersOf(text)
    if (letters.text === "") return { known: false, reason: "there are no words", refused: true }
    const trees = [lists.words]
    const tokens = segment(letters, trees, lists.names)
    // Romanised words are no misspelt names: to look for some would cost more than all the rest.
    const romanised = tokens.some(isUnexplained) && isRomanised(text)
    const early = romanised ? readKana(text, letters) : undefined
    if (early?.known === true) return early
    const reading = readMisspelt(tokens, letters, trees, text)
    if (reading.known) return reading
    const late = romanised ? early : readKana(text, letters)
    return late?.known === true ? late : reading
  }

  const read = (written: string): Reading => {
    const text = written.length > grammar.longest ? written : respell(written)
    const reading = readAs(text)
    if (reading.known || reading.word === undefined) return reading
    const mended = slips.mended(text)
    const again = mended === undefined ? reading : readAs(mended)
    return again.known ? again : reading
  }

  return { around, read }
}

/** Words in which a misspelt name is looked for. */
const mostGuessed = 4
