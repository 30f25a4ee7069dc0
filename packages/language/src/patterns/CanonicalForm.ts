/**
 * Writes the canonical form of a question, the text that is equal for all its wordings: the name of its shape
 * (question pattern), then the values of its slots (places for values, one for each kind such as a title or a volume)
 * by kind in alphabetical order. Values of a list keep the order of the question; those of a set are sorted.
 *
 * A shape may leave kinds, or single values of a kind, out of the form; `isUntold` tells which.
 */
import type { Token } from "../words/Segment.ts"

/** Does the shape leave the kind, or the kind with this value, out of the form? */
export const isUntold = (untold: ReadonlySet<string>, kind: string, value: string): boolean =>
  untold.has(kind) || untold.has(`${kind}=${value}`)

/** By kind in the order of the alphabet. */
export const formWith = (
  question: string,
  told: ReadonlyArray<Token>,
  slotKinds: ReadonlyMap<string, "list" | "set">,
) => {
  const slots: Record<string, ReadonlyArray<string>> = Object.create(null)
  let form = question
  for (const kind of kindsOf(told)) {
    const given = told.filter((token) => token.kind === kind).map((token) => token.value)
    const values =
      slotKinds.get(kind) === "list" || given.length === 1 ? given : [...new Set(given)].toSorted()
    slots[kind] = values
    form += given.every((value) => value === "") ? ` ${kind}` : ` ${kind}=${values.join(",")}`
  }
  return { form, slots }
}

const kindsOf = (tokens: ReadonlyArray<Token>): ReadonlyArray<string> =>
  tokens.length === 1 && tokens[0] !== undefined
    ? [tokens[0].kind]
    : [...new Set(tokens.map(({ kind }) => kind))].toSorted()
