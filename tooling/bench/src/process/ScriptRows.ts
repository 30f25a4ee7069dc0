/** Runs a script in a process of its own and reads the figures that it prints, one line of JSON for each. */
import { Schema } from "effect"
import { execFile } from "node:child_process"
import { promisify } from "node:util"
import { type Figure, figure, type FigureOptions } from "../measure/Figure.ts"
import { adoptProcess } from "./PinnedProcess.ts"

const ScriptRow = Schema.Struct({
  name: Schema.String,
  unit: Schema.String,
  value: Schema.Finite,
})
export type ScriptRow = typeof ScriptRow.Type
const isRow = Schema.is(ScriptRow)

/** Of the rounds of one script, in the order of the first. */
export const scriptFigures = (
  rounds: ReadonlyArray<ReadonlyArray<ScriptRow>>,
  options: Readonly<Record<string, FigureOptions>>,
): ReadonlyArray<Figure> =>
  (rounds[0] ?? []).map(({ name, unit }) => {
    const values = rounds.flatMap((rows) =>
      rows.filter((row) => row.name === name && row.unit === unit).map(({ value }) => value),
    )
    return figure(name, unit, values, options[name])
  })

/** What else the script prints is left out. @throws Error when it fails or takes longer than `withinMs` */
export const rowsOfScript = async (
  command: ReadonlyArray<string>,
  withinMs: number,
): Promise<ReadonlyArray<ScriptRow>> => {
  const running = promisify(execFile)(process.execPath, command, { timeout: withinMs })
  // It ends with this process, and its use of the machine is no noise.
  adoptProcess(running.child)
  const { stdout } = await running
  return stdout.split("\n").flatMap((line) => {
    if (!line.startsWith("{")) return []
    const row: unknown = JSON.parse(line)
    return isRow(row) ? [row] : []
  })
}
