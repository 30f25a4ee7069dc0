/**
 * Groups the words of a parsed text by kind, each kind with its values: where the grammar understands the text as a
 * whole, the slots (values) of its canonical form, else all its tokens. Later steps ask by `says` whether a text
 * contains certain kinds.
 */
import type { Kind, Reading, Token } from "../kinds/Kind.ts"

export type Said = Readonly<Partial<Record<Kind, ReadonlyArray<string>>>>

/** All words of a text, whatever its form keeps of them. */
export const byKind = (tokens: ReadonlyArray<Token>): Said => {
  // Without a prototype most kinds, which are missing, are missed at once.
  const said: Partial<Record<Kind, Array<string>>> = Object.create(null)
  for (const { kind, value } of tokens) {
    const values = said[kind]
    if (values === undefined) said[kind] = [value]
    else if (!values.includes(value)) values.push(value)
  }
  return said
}

export const saidIn = (reading: Reading): Said =>
  reading.known ? reading.slots : byKind(reading.tokens)

const setsOfLists = new WeakMap<ReadonlyArray<Kind>, ReadonlySet<string>>()

const setOf = (kinds: ReadonlyArray<Kind>): ReadonlySet<string> => {
  const known = setsOfLists.get(kinds)
  if (known !== undefined) return known
  const made = new Set(kinds)
  setsOfLists.set(kinds, made)
  return made
}

/** Of what was asked last: one text is asked for dozens of lists. */
let lastSaid: Said | undefined
let lastKinds: ReadonlyArray<string> = []

/** Kinds that are looked up one by one; a longer list is made a set once. */
const few = 8

/** A text says few kinds; the lists of what they tell are long. */
export const says = (said: Said, kinds: ReadonlyArray<Kind>): boolean => {
  if (kinds.length <= few) return kinds.some((kind) => said[kind] !== undefined)
  if (said !== lastSaid) {
    lastSaid = said
    lastKinds = Object.keys(said)
  }
  const wanted = setOf(kinds)
  return lastKinds.some((kind) => wanted.has(kind))
}
