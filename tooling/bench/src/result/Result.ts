/**
 * The result file of a benchmark, `results/<name>.json`: machine, date, versions, figures.
 *
 * Parsed strictly: an invalid file is refused with the field's name, because `check`, `compare` and the report must
 * never judge half a measurement.
 */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { type Figure } from "../measure/Figure.ts"
import { type Machine } from "../measure/Machine.ts"
import { type NoiseSummary } from "../measure/Noise.ts"
import { wrongField } from "./ResultFields.ts"

/** What figures alone do not show. */
export interface Illustration {
  /** Heading; in the report also the name of the chart's file. */
  readonly title: string
  /** SVG text, shown under the heading. */
  readonly svg?: string
  /** The first row is the heading. */
  readonly table?: ReadonlyArray<ReadonlyArray<string>>
  /** Shown as it is, in a fixed-width font. */
  readonly text?: string
  /** Sentences below: what must be known to read it right. */
  readonly remarks?: ReadonlyArray<string>
  /** Of the benchmark's parts, the one that showed it; absent: made of all figures. */
  readonly part?: string
}

export interface Result {
  readonly name: string
  readonly setting: "quick" | "full"
  /** ISO 8601, the end of the measurement. */
  readonly date: string
  readonly seed: number
  readonly rounds: number
  readonly machine: Machine
  /** What was measured under which circumstances, name → value. */
  readonly conditions: Readonly<Record<string, string | number | boolean>>
  readonly noise: NoiseSummary
  readonly figures: ReadonlyArray<Figure>
  /** Absent: none. */
  readonly illustrations?: ReadonlyArray<Illustration>
}

export class InvalidResult extends Error {
  override readonly name = "InvalidResult"
}

/** Written beside and renamed, so that an interrupted run leaves the earlier file whole. */
export const writeResult = (folder: string, result: Result): string => {
  mkdirSync(folder, { recursive: true })
  const file = join(folder, `${result.name}.json`)
  const temporary = `${file}.${process.pid}`
  writeFileSync(temporary, `${JSON.stringify(result, undefined, 2)}\n`)
  renameSync(temporary, file)
  return file
}

const whyUnreadable = (cause: unknown): string => {
  if (!(cause instanceof Error)) return String(cause)
  const code = "code" in cause ? cause.code : undefined
  if (code === "ENOENT") return "there is no such file"
  if (code === "EISDIR") return "is a folder, not a result"
  return cause instanceof SyntaxError ? `is no JSON: ${cause.message}` : cause.message
}

/** @throws InvalidResult naming the file and the field */
export const readResult = (file: string): Result => {
  let value: unknown
  try {
    value = JSON.parse(readFileSync(file, "utf8"))
  } catch (cause) {
    throw new InvalidResult(`${file}: ${whyUnreadable(cause)}`)
  }
  const wrong = wrongField(value)
  if (wrong !== undefined) throw new InvalidResult(`${file}: ${wrong}`)
  return value as Result // `wrongField` has looked at every field.
}
