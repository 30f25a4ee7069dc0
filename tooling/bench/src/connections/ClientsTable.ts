/** Formats the table of `bench connections` for the README of packages/connections, with the versions compared. Pure. */
import { compared, variants } from "./clients/ChatClient.ts"
import { type Result } from "../result/Result.ts"
import { number } from "../result/Table.ts"
import { table } from "../report/Markdown.ts"

const columns: ReadonlyArray<readonly [heading: string, figure: string]> = [
  ["CPU of a chat", "processor time of a chat"],
  ["of the first 300", "processor time of a chat, the first 300 of a process"],
  ["TLS for 300 chats", "TLS handshakes of 300 cold chats"],
  ["black hole: open chats told in 2 s", "black hole, open chats told within 2 s"],
  ["new ones", "black hole, new chats told within 2 s"],
  ["cut stream told", "cut by a peer that goes away, chats told"],
  ["p99.9 between deltas, 0 % loss", "no segment lost, p99.9 between two deltas"],
  ["1 %", "1 % of segments lost, p99.9 between two deltas"],
]

/** A column that no run has measured is left out; parts may be of earlier runs. */
export const clientsTable = ({ date, figures, machine }: Result): ReadonlyArray<string> => {
  const found = columns
    .map(([heading, title]) => {
      const named = new Map(figures.map((figure) => [figure.name, figure]))
      return { heading, of: compared.map((client) => named.get(`${title}: ${variants[client]}`)) }
    })
    .filter(({ of }) => of.some((figure) => figure !== undefined))
  const rows = compared.map((client, at) => {
    const label: string = variants[client]
    const cells = found.map(({ of }) => {
      const { unit = "", value } = of[at] ?? {}
      return value === undefined ? "" : `${number(value)} ${unit.replace("handshakes", "")}`.trim()
    })
    return [label].concat(cells)
  })
  const dates = found.flatMap(({ of }) =>
    of.flatMap((figure) => (figure === undefined ? [] : (figure.from ?? date).slice(0, 10))),
  )
  const foreign = Object.entries(machine.packages).filter(([name]) => !/manga-assist/.test(name))
  return [
    ...table([["", ...found.map(({ heading }) => heading)], ...rows]),
    "",
    `Measured ${[...new Set(dates)].toSorted().join(", ")} on Node ${machine.node.slice(1)}, ${machine.cores} cores, with`,
    `${foreign.map(([name, version]) => `${name} ${version}`).join(", ")}; by`,
    "`pnpm bench connections && pnpm bench report`.",
  ]
}
