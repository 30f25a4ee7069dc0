/**
 * Formats the table of `bench clients` and puts it into the README of packages/connections, between two marker
 * comments. `bench report` writes the file, so that the README cannot contradict the measurement. Pure.
 */
import { compared, figureNames } from "./Compared.ts"
import { variants } from "../connections/clients/ChatClient.ts"
import { type Result } from "../result/Result.ts"
import { number } from "../result/Table.ts"
import { table } from "../report/Markdown.ts"

const begin = "<!-- begin: bench clients -->"
const end = "<!-- end: bench clients -->"

const headings: ReadonlyArray<readonly [heading: string, name: string]> = [
  ["CPU of a chat", figureNames.cost],
  ["TLS for 300 chats", figureNames.handshakes],
  ["black hole: open chats told in 2 s", figureNames.held],
  ["new ones", figureNames.asked],
  ["cut stream told", figureNames.cut],
  ["p99.9 between deltas, 0 % loss", figureNames.noLoss],
  ["1 %", figureNames.loss],
]

export const clientsTable = ({ date, figures, machine, noise }: Result): ReadonlyArray<string> => {
  const columns = headings.filter(([, name]) =>
    figures.some((figure) => figure.name.startsWith(`${name}: `)),
  )
  const cell = (label: string, name: string): string => {
    const found = figures.find((figure) => figure.name === `${name}: ${label}`)
    if (found === undefined) return ""
    return found.unit === "handshakes"
      ? number(found.value)
      : `${number(found.value)} ${found.unit}`
  }
  return [
    ...table(
      ["", ...columns.map(([heading]) => heading)],
      compared.map((variant) =>
        ["", ...columns.map(([, name]) => name)].map((name) =>
          name === "" ? variants[variant] : cell(variants[variant], name),
        ),
      ),
    ),
    "",
    `Measured ${date.slice(0, 10)} on Node ${machine.node.slice(1)}, ${machine.cores} cores under a load of ${number(noise.load)} each; by`,
    "`pnpm bench clients && pnpm bench report`.",
  ]
}

/** The page with its table written anew; as it is where it has no place for one. */
export const withClientsTable = (page: string, result: Result): string => {
  const [from, to] = [page.indexOf(begin), page.indexOf(end)]
  if (from < 0 || to < from) return page
  return [page.slice(0, from) + begin, "", ...clientsTable(result), "", page.slice(to)].join("\n")
}
