/**
 * Word lists as text: `KIND=value: spelling; spelling`, one list a line, `#` begins a comment line.
 *
 * `(a|b|)` stands for "a", "b" or nothing, as often as it occurs; the whole is written out once, when
 * the world is built.
 */
export interface WordLine {
  readonly kind: string
  readonly value: string
  readonly spelling: string
}

/** Throws on a line without a kind: a list that is not read whole must not be used. */
export const wordLines = (source: string): ReadonlyArray<WordLine> =>
  source
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"))
    .flatMap((line) => {
      const at = line.indexOf(":")
      const [kind = "", value = ""] = line.slice(0, at).split("=")
      if (at < 1 || kind.trim() === "") throw new Error(`"${line.slice(0, 60)}" names no kind`)
      return line
        .slice(at + 1)
        .split(";")
        .map((spelling) => spelling.trim())
        .filter((spelling) => spelling !== "")
        .map((spelling) => ({ kind: kind.trim(), value: value.trim(), spelling }))
    })

const choice = /\(([^()]*)\)/u

/** All spellings that a pattern stands for. */
export const spellingsOf = (pattern: string): ReadonlyArray<string> => {
  const found = choice.exec(pattern)
  if (found === null) return [pattern]
  const before = pattern.slice(0, found.index)
  const after = pattern.slice(found.index + found[0].length)
  return (found[1] ?? "").split("|").flatMap((option) => spellingsOf(`${before}${option}${after}`))
}
