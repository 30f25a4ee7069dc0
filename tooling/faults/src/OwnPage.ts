/** docs/reliability.md: each command writes a part of it, and names the machine, the date and the revision. */
import { readFile, writeFile } from "node:fs/promises"
import { fileURLToPath } from "node:url"
import { thisMachine } from "@manga-assist/bench/measure/Machine"

export const ownPage = fileURLToPath(new URL("../../../docs/reliability.md", import.meta.url))

export const machineText = (): string => {
  const { cores, cpu, memoryGib, node, revision = "unknown" } = thisMachine([])
  return `revision ${revision}, Node ${node}, ${cores} cores of ${cpu}, ${memoryGib} GiB`
}

export const today = (): string => new Date().toISOString().slice(0, 10)

/** A table whose columns are aligned, as the formatter of this repository wants them. */
export const table = (rows: ReadonlyArray<ReadonlyArray<string>>): string => {
  const [heading = []] = rows
  const widths = heading.map((_, column) =>
    Math.max(3, ...rows.map((row) => row[column]?.length ?? 0)),
  )
  const line = (row: ReadonlyArray<string>, fill = " ") =>
    `| ${widths.map((width, column) => (row[column] ?? "").padEnd(width, fill)).join(" | ")} |`
  return [line(heading), line([], "-"), ...rows.slice(1).map((row) => line(row))].join("\n")
}

/** `page` with another text under the heading, up to the next one of its level, or behind everything else. */
export const withSection = (page: string, heading: string, text: string): string => {
  const section = `${heading}\n\n${text.trim()}\n`
  const parts = `${page.trimEnd()}\n`.split("\n## ")
  const at = parts.findIndex((part) => `## ${part}`.startsWith(`${heading}\n`))
  if (at < 0) return `${parts.join("\n## ")}\n${section}`
  return parts.with(at, section.slice("## ".length)).join("\n## ")
}

/** `command` with the words of this process. */
export const lastRun = (command: string): string =>
  `Last run: ${today()}, \`${[command, ...process.argv.slice(2)].join(" ")}\`, ${machineText()}.`

/** `file`: the page, in place of docs/reliability.md; `none`: nothing is written. */
export const writeSection = async (
  heading: string,
  text: string,
  file = ownPage,
): Promise<void> => {
  if (file === "none") return
  const before = await readFile(file, "utf8").catch(() => "")
  await writeFile(file, withSection(before, heading, text))
}
