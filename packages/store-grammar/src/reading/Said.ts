/**
 * Groups the words of a parsed text by kind, each kind with its values: where the grammar understands the text as a
 * whole, the slots (values) of its canonical form, else all its tokens. Later steps ask by `says` whether a text
 * contains certain kinds.
 */
import type { Reading, Token } from "@manga-assist/language"

export type Said = Readonly<Record<string, ReadonlyArray<string> | undefined>>

/** All words of a text, whatever its form keeps of them. */
export const byKind = (tokens: ReadonlyArray<Token>): Said => {
  const said: Record<string, Array<string>> = {}
  for (const { kind, value } of tokens) {
    const values = said[kind]
    if (values === undefined) said[kind] = [value]
    else if (!values.includes(value)) values.push(value)
  }
  return said
}

export const saidIn = (reading: Reading): Said =>
  reading.known ? reading.slots : byKind(reading.tokens)

/** A text says few kinds; the lists of what they tell are long. */
export const says = (said: Said, kinds: ReadonlyArray<string>): boolean =>
  Object.keys(said).some((kind) => kinds.includes(kind))
