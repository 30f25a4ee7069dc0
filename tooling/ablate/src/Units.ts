/**
 * Cuts a source file into what can be left out of it: each line of rules and question patterns; of TypeScript, as it is
 * formatted here, each `if` with its consequence, each operand of a condition that has a line of its own, and each row
 * of a table. Pure.
 */
export interface Unit {
  readonly file: string
  /** First line, from 1, and how many. */
  readonly line: number
  readonly lines: number
  readonly text: string
}

const indentOf = (line: string): number => line.length - line.trimStart().length

/** The lines of the statement that begins at `at`: the deeper ones behind it, and what closes it. */
const statementLines = (lines: ReadonlyArray<string>, at: number): number => {
  const first = lines[at] ?? ""
  const indent = indentOf(first)
  let end = at + 1
  while (end < lines.length) {
    const line = lines[end] ?? ""
    const isDeeper = line.trim() !== "" && indentOf(line) > indent
    const closes = indentOf(line) === indent && /^[)}\]]/u.test(line.trim())
    if (!isDeeper && !closes) break
    end += 1
  }
  return end - at
}

const isBalanced = (line: string): boolean =>
  [...line].filter((letter) => "([{".includes(letter)).length ===
  [...line].filter((letter) => ")]}".includes(letter)).length

const isOperand = (line: string): boolean => /^\S.*(?:\|\||&&)$/u.test(line) && isBalanced(line)
const isRow = (line: string): boolean => /^\[.*\],$/u.test(line) && isBalanced(line)

const codeUnits = (lines: ReadonlyArray<string>) =>
  lines.flatMap((line, at) => {
    const text = line.trim()
    if (text.startsWith("if (")) return [{ at, count: statementLines(lines, at) }]
    return isOperand(text) || isRow(text) ? [{ at, count: 1 }] : []
  })

const ruleUnits = (lines: ReadonlyArray<string>) =>
  lines.flatMap((line, at) =>
    line.trim() === "" || line.startsWith("#") ? [] : [{ at, count: 1 }],
  )

export const unitsOf = (file: string, source: string): ReadonlyArray<Unit> => {
  const lines = source.split("\n")
  return (file.endsWith(".ts") ? codeUnits(lines) : ruleUnits(lines)).map(({ at, count }) => ({
    file,
    line: at + 1,
    lines: count,
    text: lines
      .slice(at, at + count)
      .map((line) => line.trim())
      .join(" "),
  }))
}

export const without = (source: string, { line, lines }: Unit): string => {
  const kept = source.split("\n")
  kept.splice(line - 1, lines)
  return kept.join("\n")
}
