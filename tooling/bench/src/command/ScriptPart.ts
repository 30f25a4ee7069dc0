/** Runs a script in a process of its own and reads the figures that it prints, one line of JSON for each. */
import { Schema } from "effect"
import { execFile } from "node:child_process"
import { promisify } from "node:util"
import type { Measuring, Part } from "./Benchmark.ts"
import { row } from "./Row.ts"
import type { FigureOptions } from "../measure/Figure.ts"
import { adoptProcess } from "../process/PinnedProcess.ts"

const ScriptRow = Schema.Struct({
  name: Schema.String,
  unit: Schema.String,
  value: Schema.Finite,
})
export type ScriptRow = typeof ScriptRow.Type
const isRow = Schema.is(ScriptRow)

const roundMs = 240_000

/** A part of a benchmark whose rounds are runs of a script; `options` of figures by their names. */
export const scriptPart = (
  name: string,
  command: ReadonlyArray<string>,
  options: Readonly<Record<string, FigureOptions>>,
  how: { readonly rounds?: (measuring: Measuring) => number; readonly isSteady?: boolean } = {},
): Part =>
  row({
    name,
    processes: () => Promise.resolve(new AsyncDisposableStack()),
    load: async () => ({ rows: await rowsOfScript(command, roundMs) }),
    ...how,
    figures: (_, [first]) =>
      (first?.rows ?? []).map(({ name: figure, unit }) => ({
        name: figure,
        unit,
        of: ({ rows }) => rows.find((each) => each.name === figure && each.unit === unit)?.value,
        target: options[figure]?.target,
        note: () => options[figure]?.note,
      })),
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
