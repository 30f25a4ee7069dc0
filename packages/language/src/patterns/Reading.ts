/**
 * The result of reading a text: its words as tokens, and either its canonical form (equal for all wordings of one
 * question) or the reason why it has none.
 */
import type { Letters } from "../letters/Letters.ts"
import type { NumberWordKind } from "../words/Numerals.ts"
import type { Token } from "../words/Segment.ts"

/** Kinds that no grammar lists: numbers, in `cut` as words, the sign of a range, and what no list explains. */
export type OwnKind = "?" | "NUM" | "ORD" | "~" | NumberWordKind

export interface WordsRead<Kind extends string = string> {
  /**
   * The words of the text after the rewrite rules, in its order. What no list explains has kind `?` and stands there
   * as written, in the letters that are compared.
   */
  readonly tokens: ReadonlyArray<Token<Kind | OwnKind>>
  /** The text as it was cut, before any rule; number words are not joined yet. */
  readonly cut: ReadonlyArray<Token<Kind | OwnKind>>
  /** The letters that the tokens are places of. */
  readonly letters: Letters
  /** Words of it are Japanese in Latin letters. */
  readonly romanised: boolean
}

/** Why a text has no form. */
export type Why =
  | "everyday-word"
  /** Leans on something said before, by its first word. */
  | "leans"
  | "no-words"
  | "refused"
  | "too-long"
  | "unknown-question"
  | "unknown-word"

export type Outcome =
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
      /** Which of the reasons it is. */
      readonly why: Why
      /** In words, for people who know the grammar: it may name kinds. */
      readonly reason: string
      /** The first word that no list explains. */
      readonly word?: string
      /** A word of a refused kind stands in it: it is outside for what it is, not for what it lacks. */
      readonly refused: boolean
    }

export type Reading<Kind extends string = string> = WordsRead<Kind> & Outcome
