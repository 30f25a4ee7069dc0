/**
 * The file a benchmark leaves behind, `results/<name>.json`: where, when, on what, and the figures.
 *
 * Read strictly: a file that is not what was written is refused with the field's name, because `check`,
 * `compare` and the report must never judge half a measurement.
 */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { type Figure, meets, type Target } from "./Figure.ts"
import { type Machine } from "./Machine.ts"
import { type NoiseSummary } from "./Noise.ts"

/** What figures alone do not show. */
export interface Illustration {
  /** Heading; in the report also the name of the chart's file. */
  readonly title: string
  /** SVG text, shown under the heading. */
  readonly svg?: string
  /** Shown as it is, in a fixed-width font. */
  readonly text?: string
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

/** @throws InvalidResult naming the file and the field */
export const readResult = (file: string): Result => {
  let value: unknown
  try {
    value = JSON.parse(readFileSync(file, "utf8"))
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new InvalidResult(`${file}: ${why}`)
  }
  const wrong = wrongField(value)
  if (wrong !== undefined) throw new InvalidResult(`${file}: ${wrong}`)
  return value as Result // `wrongField` has looked at every field.
}

type Fields = Readonly<Record<string, unknown>>

const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value)

const isNumber = (value: unknown): value is number =>
  typeof value === "number" && Number.isFinite(value)

/** What is wrong with the value as a result; nothing when it is one. */
export const wrongField = (value: unknown): string | undefined => {
  if (!isFields(value)) return "must be an object"
  for (const field of ["name", "date"]) {
    if (typeof value[field] !== "string" || value[field] === "") return `${field} must be a text`
  }
  if (Number.isNaN(Date.parse(String(value["date"])))) return "date must be ISO 8601"
  if (value["setting"] !== "quick" && value["setting"] !== "full") {
    return "setting must be quick or full"
  }
  for (const field of ["seed", "rounds"]) {
    if (!Number.isSafeInteger(value[field])) return `${field} must be a whole number`
  }
  for (const field of ["machine", "conditions", "noise"]) {
    if (!isFields(value[field])) return `${field} must be an object`
  }
  const figures = value["figures"]
  if (!Array.isArray(figures) || figures.length === 0) return "figures must be a list with figures"
  for (const [index, figure] of figures.entries()) {
    const wrong = wrongFigure(figure)
    if (wrong !== undefined) return `figures[${index}].${wrong}`
  }
  const wrongPicture = wrongIllustrations(value["illustrations"])
  if (wrongPicture !== undefined) return wrongPicture
  const names = new Set(figures.map((figure: Fields) => figure["name"]))
  return names.size === figures.length ? undefined : "figures must have different names"
}

const wrongIllustrations = (value: unknown): string | undefined => {
  if (value === undefined) return undefined
  if (!Array.isArray(value)) return "illustrations must be a list"
  for (const [index, each] of value.entries()) {
    const name = `illustrations[${index}]`
    if (!isFields(each)) return `${name} must be an object`
    if (typeof each["title"] !== "string" || each["title"] === "") {
      return `${name}.title must be a text`
    }
    for (const field of ["svg", "text"]) {
      if (each[field] !== undefined && typeof each[field] !== "string") {
        return `${name}.${field} must be a text`
      }
    }
  }
  return undefined
}

const wrongFigure = (value: unknown): string | undefined => {
  if (!isFields(value)) return "must be an object"
  if (typeof value["name"] !== "string" || value["name"] === "") return "name must be a text"
  if (typeof value["unit"] !== "string") return "unit must be a text"
  const { value: middle, min, max, rounds, target, met } = value
  if (!isNumber(middle) || !isNumber(min) || !isNumber(max)) {
    return "value, min and max must be numbers"
  }
  if (min > middle || middle > max) return "value must lie between min and max"
  if (!Array.isArray(rounds) || rounds.length === 0 || !rounds.every(isNumber)) {
    return "rounds must be numbers"
  }
  if (target === null) return met === null ? undefined : "met must be null without a target"
  if (!isTarget(target)) return "target must be null or { relation, value }"
  return met === meets(middle, target) ? undefined : "met must agree with value and target"
}

const isTarget = (value: unknown): value is Target =>
  isFields(value) &&
  (value["relation"] === "at most" || value["relation"] === "at least") &&
  isNumber(value["value"])
