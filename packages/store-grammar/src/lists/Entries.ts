/**
 * Parses the entries of a word file: `HEAD: part; part`, one a line; indented lines continue the entry above.
 *
 * A line is only continued after a ";", so an entry is its lines joined by a space. `#` in the first column makes a
 * line a comment; indented, it is part of a wording. Any other line throws `WordFileError`. Pure.
 */
import { WordFileError } from "./WordFileError.ts"

export interface Entry {
  /** What stands before the first ":". */
  readonly head: string
  /** What stands behind it, line by line. */
  readonly lines: readonly [first: string, ...others: ReadonlyArray<string>]
  /** Of its first line, from 1. */
  readonly line: number
}

const headed = /^([^:\s][^:]*): (.*\S)\s*$/u

const begun = (file: string, line: number, text: string): Entry => {
  const [, head, rest] = headed.exec(text) ?? []
  if (head === undefined || rest === undefined) {
    throw new WordFileError(file, line, "entry", `"${text.slice(0, 60)}" is not "HEAD: part; part"`)
  }
  return { head, lines: [rest], line }
}

const continued = (file: string, line: number, entry: Entry | undefined, text: string): Entry => {
  if (entry === undefined) {
    throw new WordFileError(file, line, "continuation", "an indented line goes on with no entry")
  }
  if (entry.lines.at(-1)?.endsWith(";") !== true) {
    throw new WordFileError(file, line, "continuation", 'the line above does not end with ";"')
  }
  return { ...entry, lines: [...entry.lines, text.trim()] }
}

/** @throws WordFileError */
export const entriesOf = (file: string, text: string): ReadonlyArray<Entry> => {
  const entries: Array<Entry> = []
  /** May be gone on with. */
  let last: Entry | undefined
  for (const [index, line] of text.split("\n").entries()) {
    if (line.trim() === "" || line.startsWith("#")) last = undefined
    else if (/^\s/u.test(line)) {
      last = continued(file, index + 1, last, line)
      entries[entries.length - 1] = last
    } else {
      last = begun(file, index + 1, line)
      entries.push(last)
    }
  }
  return entries
}

export const restOf = ({ lines }: Entry): string => lines.join(" ")
