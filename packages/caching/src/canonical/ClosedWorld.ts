/**
 * The closed world: a question is either understood word for word and has one canonical form, or it
 * is outside, with the word or the reason that put it there. Equal forms are the same question.
 *
 * Knows no language of any shop: words, names, rules and shapes are the grammar's, given as data.
 * Pure; never throws once it is built; long text is refused before it is read.
 */
import { lacksCapital, type Places, withDoubts } from "./Doubts.ts"
import { hasGap, latin, type Letters, lettersOf, specialFigure } from "./Letters.ts"
import { NearNames } from "./NearNames.ts"
import { joinNumbers, numberWords } from "./Numerals.ts"
import { type Rewrites, rewrite, rewritesOf } from "./Rewrite.ts"
import { asKana } from "./AsKana.ts"
import { shortVowels } from "./Romaji.ts"
import { segment, type Token, unexplained } from "./Segment.ts"
import { Shapes } from "./QuestionShape.ts"
import { loosely, type Sense, WordTree } from "./WordTree.ts"
import { spellingsOf, wordLines } from "./WordList.ts"

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
  /** Names of shapes in which a common name in Latin letters must have a capital; none when left out. */
  readonly capitalised?: ReadonlyArray<string>
  /** Kinds that mean nothing before all that is told, and are not understood elsewhere: "well, …". */
  readonly opening?: ReadonlyArray<string>
  /** Kinds that mean nothing before or after all that is told, and are not understood within: "…, mate". */
  readonly aside?: ReadonlyArray<string>
  /** Words that are no misspelling of a name. */
  readonly ordinary: ReadonlySet<string>
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
}

const senseOf = (kind: string, value: string): Sense => ({
  kind,
  value,
  name: false,
  common: false,
  unbroken: false,
})

/** "Kan no" is not the name Kanno; longer names are not made of other words by chance. */
const longestUnbroken = 6

class Lists {
  readonly words = new WordTree()
  readonly kana = new WordTree()
  readonly names = new WordTree(loosely)
  readonly near: NearNames

  constructor(grammar: Grammar) {
    this.near = new NearNames(grammar.ordinary)
    for (const { kind, spelling, value } of wordLines(grammar.words))
      this.#add(kind, value, spelling)
    for (const [kind, value, spelling] of numberWords) {
      this.words.add(spelling, senseOf(kind, value))
    }
    for (const { common = false, exact = false, kind, spelling, value } of grammar.names) {
      const letters = lettersOf(spelling)
      const { length } = letters.text
      const unbroken =
        length <= longestUnbroken &&
        letters.scripts.every((script) => script === latin) &&
        !hasGap(letters, 0, length)
      const sense = { kind, value, name: true, common, unbroken }
      if (letters.text === "" || this.names.add(letters.text, sense) !== undefined) continue
      if (!exact) this.near.add(letters, sense)
    }
  }

  #add(kind: string, value: string, spelling: string): void {
    const sense = senseOf(kind, value)
    for (const written of spellingsOf(spelling)) {
      const { text } = lettersOf(written)
      // Of two lists with one spelling the earlier wins.
      this.words.add(text, sense)
      if (/^[ぁ-ゖァ-ヺー]+$/u.test(text)) this.kana.add(shortVowels(asHiragana(text)), sense)
    }
  }
}

const asHiragana = (text: string): string =>
  text.replace(/[ァ-ヶ]/gu, (kana) => String.fromCharCode(kana.charCodeAt(0) - 96))

export const makeClosedWorld = (grammar: Grammar): ClosedWorld => {
  const lists = new Lists(grammar)
  const rewrites: Rewrites = rewritesOf(grammar.rewrites)
  const shapes = new Shapes(grammar.shapes)
  const silent = new Set(grammar.silent)
  const leaning = new Set(grammar.leaning)
  const places: Places = {
    silent,
    opening: new Set(grammar.opening),
    aside: new Set(grammar.aside),
    beforeCommon: new Set(grammar.beforeCommon),
    afterCommon: new Set(grammar.afterCommon),
  }
  const capitalised = new Set(grammar.capitalised)
  const meaningless = new Set([...silent, ...places.opening, ...places.aside])

  const cut = (letters: Letters, trees: ReadonlyArray<WordTree>): Array<Token> => {
    const tokens = segment(letters, trees, lists.names)
    const guesses = tokens
      .filter((token) => token.kind === unexplained)
      .slice(0, 4)
      .flatMap((token) => lists.near.guess(letters, token.start, token.end))
    return guesses.length === 0 ? tokens : segment(letters, trees, lists.names, guesses)
  }

  const formOf = (tokens: ReadonlyArray<Token>, letters: Letters, written: string): Reading => {
    const refusedToken = tokens.find((token) => grammar.refused[token.kind] !== undefined)
    const reason = refusedToken === undefined ? undefined : grammar.refused[refusedToken.kind]
    if (reason !== undefined) return { known: false, reason, refused: true }
    const shape = shapes.of(tokens)
    if (shape === undefined) {
      const parts = tokens.map(({ kind, value }) => (value === "" ? kind : `${kind}=${value}`))
      const made = parts.join(" ") || "nothing"
      return { known: false, reason: `no known question is made of ${made}`, refused: false }
    }
    const word = capitalised.has(shape.name)
      ? tokens.find((token) => lacksCapital(token, letters, written))
      : undefined
    if (word !== undefined) {
      const reason = `"${letters.text.slice(word.start, word.end)}" may be an everyday word`
      return { known: false, reason, refused: false }
    }
    const slots: Record<string, ReadonlyArray<string>> = {}
    const question = shape.name
    let form = question
    const found = tokens.filter(
      ({ kind, value }) =>
        grammar.slots[kind] !== undefined &&
        !shape.untold.has(kind) &&
        !shape.untold.has(`${kind}=${value}`),
    )
    for (const kind of new Set(found.map((token) => token.kind).toSorted())) {
      const values = found.filter((token) => token.kind === kind).map((token) => token.value)
      const told = grammar.slots[kind] === "list" ? values : [...new Set(values)].toSorted()
      slots[kind] = told
      form += values.every((value) => value === "") ? ` ${kind}` : ` ${kind}=${told.join(",")}`
    }
    return { known: true, question, form, slots }
  }

  const readLetters = (
    letters: Letters,
    trees: ReadonlyArray<WordTree>,
    written: string,
  ): Reading => {
    const tokens = cut(letters, trees)
    withDoubts(tokens, letters, places)
    const refused = tokens.find(({ kind }) => grammar.refused[kind] !== undefined)
    const unknown = tokens.find((token) => token.kind === unexplained)
    if (unknown !== undefined) {
      const word = unknownWord(tokens, letters)
      const known = refused === undefined ? undefined : grammar.refused[refused.kind]
      return {
        known: false,
        reason: known ?? `the word "${word}" is not understood`,
        word,
        refused: known !== undefined,
      }
    }
    const joined = joinNumbers(tokens, letters)
    const told = joined.filter((token) => !meaningless.has(token.kind))
    const first = told[0]
    if (first !== undefined && leaning.has(first.kind)) {
      return { known: false, reason: "depends on what was said before", refused: true }
    }
    return formOf(rewrite(told, rewrites), letters, written)
  }

  const read = (text: string): Reading => {
    if (text.length > grammar.longest) {
      return { known: false, reason: "too long to be asked twice", refused: true }
    }
    const letters = lettersOf(text)
    if (letters.text === "") return { known: false, reason: "there are no words", refused: true }
    const reading = readLetters(letters, [lists.words], text)
    if (reading.known) return reading
    const kana = asKana(text, letters, lists)
    if (kana === undefined) return reading
    const romanised = readLetters(lettersOf(kana), [lists.words, lists.kana], kana)
    return romanised.known ? romanised : reading
  }

  return { read }
}

/** The first unexplained word, its unexplained neighbours included. */
const unknownWord = (tokens: ReadonlyArray<Token>, letters: Letters): string => {
  const at = tokens.findIndex((token) => token.kind === unexplained)
  const first = tokens[at]
  if (first === undefined) return ""
  let word = letters.text.slice(first.start, first.end)
  for (let next = at + 1; next < tokens.length && word.length < 40; next++) {
    const token = tokens[next]
    if (token?.kind !== unexplained || letters.edges[token.start] !== 0) break
    word += letters.text.slice(token.start, token.end)
  }
  return word.replaceAll(specialFigure, "special figure")
}
