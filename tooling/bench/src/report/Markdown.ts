/** Tables in Markdown, whose cells cannot break out. Pure. */
type Row = ReadonlyArray<string>

const row = (cells: Row): string =>
  `| ${cells.map((text) => text.replaceAll("|", "\\|").replaceAll("\n", " ")).join(" | ")} |`

const isNumber = (text: string): boolean =>
  /^([-+]?[\d.,]+|[-+]?[\d.,]+ to [-+]?[\d.,]+|–|)$/.test(text)

/** The first row is the heading; columns of nothing but numbers are aligned to the right. */
export const table = ([heading = [], ...rows]: ReadonlyArray<Row>): ReadonlyArray<string> => {
  const isNumeric = (column: number) => {
    const cells = rows.map((each) => each[column] ?? "")
    return cells.every(isNumber) && cells.some((each) => each !== "")
  }
  const rule = heading.map((_, column) => (isNumeric(column) ? "---:" : "---"))
  return [heading, rule, ...rows].map(row)
}
