/**
 * Decodes JSON text into a flat object with exactly the given fields, or reports the problem.
 *
 * Client frames are flat and hold only strings and numbers. Checks are therefore linear in the text and can see
 * duplicate keys, of which `JSON.parse` silently keeps the last.
 */
import { maxFrameBytes, type Rule } from "./FrameRules.ts"

/** Why a frame or a request body was refused. `id` is the message it names, when that much was readable. */
export interface FrameProblem {
  readonly problem: "bad-frame" | "too-large"
  /** One sentence for the sender; never repeats what was sent beyond a short field name. */
  readonly message: string
  readonly field?: string
  readonly id?: string
}

export interface Shape {
  readonly required: Readonly<Record<string, Rule>>
  readonly optional: Readonly<Record<string, Rule>>
}

type Fields = Readonly<Record<string, unknown>>

const utf8 = new TextEncoder()

const tooLarge = (text: string): boolean =>
  text.length > maxFrameBytes ||
  (text.length * 3 > maxFrameBytes && utf8.encode(text).length > maxFrameBytes)

/** Quotation marks that begin or end a string. A flat object has two for each key and each string. */
const quotes = (text: string): number => {
  let count = 0
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at)
    if (unit === 0x5c) at += 1
    else if (unit === 0x22) count += 1
  }
  return count
}

const shown = (name: string): string =>
  JSON.stringify(name.length > 40 ? `${name.slice(0, 40)}…` : name)

export const badFrame = (message: string, field?: string, id?: string): FrameProblem => ({
  problem: "bad-frame",
  message,
  ...(field === undefined ? {} : { field }),
  ...(id === undefined ? {} : { id }),
})

export const isProblem = (value: object): value is FrameProblem => "problem" in value

/** The object in `text`, or why there is none. */
export const parseObject = (text: string): { readonly fields: Fields } | FrameProblem => {
  if (tooLarge(text)) {
    return { problem: "too-large", message: "a frame has at most 16 KiB (16,384 bytes)" }
  }
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return badFrame("not valid JSON")
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return badFrame("must be one JSON object")
  }
  return { fields: value as Fields } // narrowed above: any own field may hold anything
}

/** The first field of `fields` that breaks `shape`. `text` is what they were parsed from. */
export const checkShape = (
  fields: Fields,
  shape: Shape,
  text: string,
  id: string | undefined,
): FrameProblem | undefined => {
  const names = Object.keys(fields)
  for (const name of names) {
    if (!Object.hasOwn(shape.required, name) && !Object.hasOwn(shape.optional, name)) {
      return badFrame(`unknown field ${shown(name)}`, name.slice(0, 40), id)
    }
  }
  for (const [name, rule] of Object.entries(shape.required)) {
    if (!Object.hasOwn(fields, name)) return badFrame(`field "${name}" is missing`, name, id)
    const broken = rule(fields[name])
    if (broken !== undefined) return badFrame(`field "${name}" ${broken}`, name, id)
  }
  for (const [name, rule] of Object.entries(shape.optional)) {
    const broken = Object.hasOwn(fields, name) ? rule(fields[name]) : undefined
    if (broken !== undefined) return badFrame(`field "${name}" ${broken}`, name, id)
  }
  const strings = Object.values(fields).filter((value) => typeof value === "string")
  return quotes(text) === (names.length + strings.length) * 2
    ? undefined
    : badFrame("a field is given twice", undefined, id)
}
