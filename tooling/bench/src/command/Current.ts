/** `bench current`: names stored results of other sources than those here; exit code 1 when there are any. */
import { changedSources } from "../measure/Machine.ts"
import { type Result } from "../result/Result.ts"
import { someResults } from "./Check.ts"
import { type Subcommand } from "./Subcommand.ts"

/** Of the run, and of the earlier runs that figures name. */
const revisionsOf = ({ figures, machine: { revision = "unknown" } }: Result) =>
  new Set([revision, ...figures.flatMap(({ from }) => from?.split("revision ")[1] ?? [])])

const differenceOf = (revision: string, folder: string): string | undefined => {
  const changed = changedSources(revision, folder)
  if (changed === 0) return undefined
  return changed === undefined ? "not in this repository" : `${changed} source files since`
}

export const current: Subcommand = {
  name: "current",
  summary: "names results that measured other sources than these; exit code 1 if any did",
  help: "Sources are those of packages and apps. What a release publishes is to be what its pages measured.",
  run: async ({ folder, print }) => {
    const lines = someResults(folder).flatMap((result) =>
      [...revisionsOf(result)].flatMap((revision) => {
        const difference = differenceOf(revision, folder)
        return difference === undefined ? [] : [`${result.name}: ${revision}, ${difference}`]
      }),
    )
    for (const line of lines) print(line)
    return lines.length === 0 ? 0 : 1
  },
}
