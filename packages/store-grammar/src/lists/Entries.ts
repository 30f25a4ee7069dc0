/**
 * Parses the entries of a word file: `HEAD: part; part`, one a line; indented lines continue the entry above.
 *
 * A line is only continued after a ";", so an entry is its lines joined by a space. `#` in the first column makes a
 * line a comment; indented, it is part of a wording. Any other line throws `WordFileError`. Pure.
 */

/** An invalid word file (`src/words`). Files are read when the process starts, so it stops there. */
export class WordFileError extends Error {
  /** From 1; 0 for the file itself. */
  readonly line: number
  readonly fault: string

  constructor(file: string, line: number, fault: string) {
    super(`words/${file}${line === 0 ? "" : `:${line}`}: ${fault}`)
    this.name = "WordFileError"
    this.line = line
    this.fault = fault
  }
}

export interface Entry {
  /** What stands before the first ":". */
  readonly head: string
  /** What stands behind it, line by line. */
  readonly lines: readonly [first: string, ...others: ReadonlyArray<string>]
  /** Of its first line, from 1. */
  readonly line: number
}

const headed = /^([^:\s][^:]*): (.*\S)\s*$/u
const indented = /^\s/u

/** @throws WordFileError */
export const entriesOf = (file: string, text: string): ReadonlyArray<Entry> => {
  const entries: Array<Entry> = []
  /** Of the entry that may be gone on with. */
  let lines: [string, ...Array<string>] | undefined
  let line = 0
  for (const written of text.split("\n")) {
    line++
    if (written === "" || written.startsWith("#") || written.trim() === "") lines = undefined
    else if (indented.test(written)) {
      if (lines === undefined) {
        throw new WordFileError(file, line, "an indented line goes on with no entry")
      }
      if (lines.at(-1)?.endsWith(";") !== true) {
        throw new WordFileError(file, line, 'the line above does not end with ";"')
      }
      lines.push(written.trim())
    } else {
      const [, head, rest] = headed.exec(written) ?? []
      if (head === undefined || rest === undefined) {
        const fault = `"${written.slice(0, 60)}" is not "HEAD: part; part"`
        throw new WordFileError(file, line, fault)
      }
      lines = [rest]
      entries.push({ head, lines, line })
    }
  }
  return entries
}

export const restOf = ({ lines }: Entry): string => lines.join(" ")
