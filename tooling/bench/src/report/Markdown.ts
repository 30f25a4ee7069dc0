/** Pieces of Markdown: tables whose cells cannot break out, images, folded details, and names for their files. Pure. */
type Row = ReadonlyArray<string>

const cell = (text: string): string =>
  text
    .replaceAll("|", "\\|")
    .split("\n")
    .map((line) => line.trim())
    .join(" ")

const row = (cells: Row): string => `| ${cells.map(cell).join(" | ")} |`

const isNumber = (text: string): boolean =>
  /^([-+]?[\d.,]+|[-+]?[\d.,]+ to [-+]?[\d.,]+|–|)$/.test(text)

/** Columns of nothing but numbers are aligned to the right. */
export const table = (heading: Row, rows: ReadonlyArray<Row>): ReadonlyArray<string> => [
  row(heading),
  row(
    heading.map((_, column) =>
      rows.every((each) => isNumber(each[column] ?? "")) &&
      rows.some((each) => (each[column] ?? "") !== "")
        ? "---:"
        : "---",
    ),
  ),
  ...rows.map(row),
]

/** For names of files. */
export const slug = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll("µ", "u")
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-|-$/g, "")

export const image = (alt: string, path: string): string => `![${cell(alt)}](${path})`

export const details = (summary: string, lines: ReadonlyArray<string>): ReadonlyArray<string> => [
  `<details><summary>${summary}</summary>`,
  "",
  ...lines,
  "",
  "</details>",
]
