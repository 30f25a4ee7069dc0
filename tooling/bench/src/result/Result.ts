/**
 * The result file of a benchmark, `results/<name>.json`: machine, date, versions, figures. `check`, `compare` and the
 * report must never judge half a measurement.
 */
import { Schema } from "effect"
import { join } from "node:path"
import { AnyFigure } from "../measure/Figure.ts"
import { Machine } from "../measure/Machine.ts"
import { NoiseSummary } from "../measure/Noise.ts"
import { readJsonFile, writeJsonFile } from "./JsonFile.ts"

const Texts = Schema.Array(Schema.String)

/** What figures alone do not show. */
const Illustration = Schema.Struct({
  title: Schema.NonEmptyString,
  /** In Mermaid's language, drawn by the pages alone. */
  chart: Schema.optionalKey(Schema.String),
  /** The first row is the heading. */
  table: Schema.optionalKey(Schema.Array(Texts)),
  /** Shown as it is, in a fixed-width font. */
  text: Schema.optionalKey(Schema.String),
  /** Sentences below: what must be known to read it right. */
  remarks: Schema.optionalKey(Texts),
  /** Of the benchmark's parts, the one that showed it; absent: made of all figures. */
  part: Schema.optionalKey(Schema.String),
})
export type Illustration = typeof Illustration.Type

const namesDiffer = Schema.makeFilter((figures: ReadonlyArray<AnyFigure>) => {
  const names = new Set(figures.map(({ name }) => name))
  return names.size === figures.length || "figures must have different names"
})

const Result = Schema.Struct({
  /** It becomes the name of a file. */
  name: Schema.String.check(Schema.isPattern(/^[a-z0-9][a-z0-9-]*$/)),
  setting: Schema.Literals(["quick", "full"]),
  /** ISO 8601, the end of the measurement. */
  date: Schema.String.check(Schema.isPattern(/^\d{4}-\d\d-\d\dT/)),
  seed: Schema.Int,
  rounds: Schema.Int,
  machine: Machine,
  /** What was measured under which circumstances, name → value. */
  conditions: Schema.Record(
    Schema.String,
    Schema.Union([Schema.String, Schema.Finite, Schema.Boolean]),
  ),
  noise: NoiseSummary,
  figures: Schema.NonEmptyArray(AnyFigure).check(namesDiffer),
  /** Absent: none. */
  illustrations: Schema.optionalKey(Schema.Array(Illustration)),
})
export interface Result extends Omit<typeof Result.Type, "figures"> {
  readonly figures: ReadonlyArray<AnyFigure>
}

export const writeResult = (folder: string, result: Result): string => {
  const file = join(folder, `${result.name}.json`)
  writeJsonFile(file, result, 2)
  return file
}

/** @throws InvalidResult naming the file and the field */
export const readResult = (file: string): Result => readJsonFile(file, Result)
