/**
 * The error for an invalid word file (`src/words`), with file, line and the broken rule. Files are read when the
 * process starts, so it stops there.
 */

export type WordFileRule =
  /** An entry is `HEAD: rest`. */
  | "entry"
  /** An indented line goes on with the entry above, which ends with ";". */
  | "continuation"
  /** A kind stands in the glossary: `src/kinds`. */
  | "kind"
  /** Only the first wording of an entry may be left out, and only before another one. */
  | "wording"
  /** Each "(" has its ")", and "|" stands between them. */
  | "choice"
  /** A verb is one that `JapaneseVerbs.ts` can conjugate, in a form that it knows. */
  | "verb"
  /** A file's name says what it holds, and no two lists have one number. */
  | "name"

export class WordFileError extends Error {
  readonly _tag = "WordFileError"
  /** Below `src/words`. */
  readonly file: string
  /** From 1; 0 for the file itself. */
  readonly line: number
  readonly rule: WordFileRule
  readonly fault: string

  constructor(file: string, line: number, rule: WordFileRule, fault: string) {
    super(`words/${file}${line === 0 ? "" : `:${line}`}: ${fault}`)
    this.name = "WordFileError"
    this.file = file
    this.line = line
    this.rule = rule
    this.fault = fault
  }
}
