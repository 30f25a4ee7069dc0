/**
 * Makes wrong options of valid ones: at each field, however deep, every other kind of value, numbers out of range, and the
 * field's name misspelt.
 */

/** Kinds of values, and two that numbers may have beside being one. */
export type Kind =
  | "flag"
  | "function"
  | "infinite"
  | "list"
  | "negative"
  | "null"
  | "number"
  | "object"
  | "text"

export interface Wrong {
  /** What the error must name. */
  readonly field: string
  readonly because: string
  readonly options: unknown
}

const kindOf = (value: unknown): Kind => {
  if (value === null) return "null"
  if (Array.isArray(value)) return "list"
  if (typeof value === "string") return "text"
  if (typeof value === "boolean") return "flag"
  if (typeof value === "number") return "number"
  return typeof value === "function" ? "function" : "object"
}

const others: ReadonlyArray<readonly [Kind, unknown]> = [
  ["flag", true],
  ["function", () => undefined],
  ["list", [{}]],
  ["null", null],
  ["number", 7],
  ["object", { nonsense: 1 }],
  ["text", "60"],
]
const figures: ReadonlyArray<readonly [Kind | undefined, number]> = [
  [undefined, Number.NaN],
  ["negative", -1],
  ["infinite", Number.POSITIVE_INFINITY],
]

const isPlain = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype

const misspelt = (name: string): ReadonlyArray<string> => [
  `${name}s`,
  name.length > 3 ? name.slice(0, -2) + name.slice(-1) : `${name}${name}`,
]

export interface Valid {
  readonly valid: unknown
  /** By field, kinds beside that of the valid value. */
  readonly allowed?: Readonly<Record<string, ReadonlyArray<Kind>>>
  /** By field, numbers that are not in its range. */
  readonly outside?: Readonly<Record<string, ReadonlyArray<number>>>
  /** Objects whose names are the caller's. */
  readonly any?: ReadonlyArray<string>
  /** Fields that must not be left out. */
  readonly needed?: ReadonlyArray<string>
}

export const wrongOptions = ({
  allowed = {},
  any = [],
  needed = [],
  outside = {},
  valid,
}: Valid): ReadonlyArray<Wrong> => {
  const found: Array<Wrong> = []
  const walk = (value: unknown, field: string, put: (other: unknown) => unknown) => {
    const fits = new Set([kindOf(value), ...(allowed[field] ?? [])])
    const wrong = (because: string, other: unknown, named = field) => {
      found.push({ field: named, because, options: put(other) })
    }
    for (const [kind, other] of others) if (!fits.has(kind)) wrong(`a ${kind}`, other)
    if (typeof value === "number") {
      for (const [kind, figure] of figures) {
        if (kind === undefined || !fits.has(kind)) wrong(String(figure), figure)
      }
      for (const figure of outside[field] ?? []) wrong(String(figure), figure)
    }
    if (Array.isArray(value)) {
      value.forEach((each: unknown, at) =>
        walk(each, `${field}[${at}]`, (other) => put(value.with(at, other))),
      )
    }
    if (!isPlain(value)) return
    for (const [name, part] of Object.entries(value)) {
      const inner = field === "" ? name : `${field}.${name}`
      walk(part, inner, (other) => put({ ...value, [name]: other }))
      const { [name]: moved, ...rest } = value
      if (needed.includes(inner)) wrong("left out", rest, inner)
      if (any.includes(field)) continue
      for (const other of misspelt(name)) {
        if (Object.hasOwn(value, other)) continue
        const named = field === "" ? other : `${field}.${other}`
        wrong(`misspelt ${name}`, { ...rest, [other]: moved }, named)
        wrong(`misspelt beside ${name}`, { ...value, [other]: moved }, named)
      }
    }
  }
  walk(valid, "", (other) => other)
  return found
}
