/**
 * Parses a grammar's rewrite rules, which turn neighbouring tokens into one meaning: "VOLWORD NUM => VOLUME:$2".
 *
 * A pattern is a list of kinds; `A|B` is either, `A?` is optional; `^` anchors it at the beginning of the question, `$`
 * at its end. The right side replaces the matched tokens: kinds with a value each, `$2` being the value of the second
 * one; an empty right side deletes them. Rules stand in groups.
 */
export interface Part {
  readonly kinds: ReadonlyArray<string>
  readonly optional: boolean
}

export interface Output {
  readonly kind: string
  /** What stands in its value as it is, and the indexes of parts whose values stand between. */
  readonly value: ReadonlyArray<string | number>
}

export interface Rule {
  readonly parts: ReadonlyArray<Part>
  readonly opens: boolean
  readonly ends: boolean
  readonly outputs: ReadonlyArray<Output>
}

export type Group = ReadonlyArray<Rule>

const partOf = (word: string): Part => {
  const optional = word.endsWith("?") && word !== "?"
  return { kinds: (optional ? word.slice(0, -1) : word).split("|"), optional }
}

const valueOfPart = /\$(\d)/u

const outputOf = (word: string): Output => {
  const at = word.indexOf(":")
  const pieces = at < 0 ? [] : word.slice(at + 1).split(valueOfPart)
  return {
    kind: at < 0 ? word : word.slice(0, at),
    value: pieces.map((piece, index) => (index % 2 === 0 ? piece : Number(piece) - 1)),
  }
}

const wordsOf = (side: string): ReadonlyArray<string> => side.split(/\s+/u).filter(Boolean)

const ruleOf = (line: string): Rule => {
  const sides = line.split("=>")
  const words = wordsOf(sides[0] ?? "")
  const opens = words[0] === "^"
  const ends = words.at(-1) === "$"
  const parts = words.slice(opens ? 1 : 0, ends ? -1 : undefined).map(partOf)
  if (sides.length !== 2 || parts[0] === undefined || parts[0].optional) {
    throw new Error(
      `"${line.trim()}" is no rewrite rule: it needs "=>" and a first part that is not optional`,
    )
  }
  return { parts, opens, ends, outputs: wordsOf(sides[1] ?? "").map(outputOf) }
}

/** `source`: one rule a line, groups separated by an empty line. Throws on a line that is no rule. */
export const rewriteRules = (source: string): ReadonlyArray<Group> =>
  source
    .trim()
    .split(/\n\s*\n/u)
    .filter((lines) => lines !== "")
    .map((lines) => lines.split("\n").map(ruleOf))

/** The same rules but for those that put a word of one of `kinds` in the place of others. */
export const withoutOutputs = (
  groups: ReadonlyArray<Group>,
  kinds: ReadonlySet<string>,
): ReadonlyArray<Group> =>
  groups.map((group) =>
    group.filter(({ outputs }) => !outputs.some((output) => kinds.has(output.kind))),
  )
