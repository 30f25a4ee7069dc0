/** The known name that a name is most likely a misspelling of. */

/** Insertions, deletions and replacements that make one of the other, of letters or of words. */
export const distance = (one: ArrayLike<string>, other: ArrayLike<string>): number => {
  let row = Array.from({ length: other.length + 1 }, (_, at) => at)
  for (let i = 0; i < one.length; i += 1) {
    const next = [i + 1]
    for (let j = 0; j < other.length; j += 1) {
      const replaced = (row[j] ?? 0) + (one[i] === other[j] ? 0 : 1)
      next.push(Math.min(replaced, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1))
    }
    row = next
  }
  return row.at(-1) ?? 0
}

/** A name is no longer; what comes from outside is cut before it is compared. */
const longest = 60

/** Of the known names with the fewest differences the first; `undefined` where none is known. */
export const nearest = (name: string, known: ReadonlyArray<string>): string | undefined => {
  const asked = name.slice(0, longest).toLowerCase()
  let best: string | undefined
  let least = Number.POSITIVE_INFINITY
  for (const each of known) {
    const far = distance(asked, each.toLowerCase())
    if (far < least) [best, least] = [each, far]
  }
  return best
}
