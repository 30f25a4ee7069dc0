/**
 * Rules for values: each tells which part of a value breaks it, or nothing. A rule is a plain function, so that a package
 * can bring its own.
 */
import { nearest } from "./Nearest.ts"

export interface Broken {
  /** Of the value; empty for the value itself. */
  readonly field: string
  readonly rule: string
}

export type Rule = (value: unknown) => Broken | undefined

/** Of a field that must be given. */
export type Needed = Rule & { readonly isNeeded: true }

/** `undefined` is then held against the rule as well. */
export const needed = (rule: Rule): Needed =>
  Object.assign((value: unknown) => rule(value), { isNeeded: true as const })

/** `retry` and `attempts` are `retry.attempts`; indexes stand without a dot. */
export const joined = (field: string, inner: string): string =>
  field === "" || inner === "" || inner.startsWith("[") ? field + inner : `${field}.${inner}`

/** What may be said of a value in an error. Texts may be secrets: their kind and length are told. */
const said = (value: unknown): string => {
  if (value === undefined) return "left out"
  if (value === null || typeof value === "number" || typeof value === "boolean")
    return String(value)
  if (value === "") return "an empty text"
  if (typeof value === "string")
    return /^-?\d+(?:\.\d+)?$/.test(value)
      ? "a number in quotes"
      : `a text of length ${value.length}`
  if (Array.isArray(value)) return "a list"
  return `${typeof value === "object" ? "an" : "a"} ${typeof value}`
}

/** `words` stand behind "must be". */
export const is =
  (words: string, fits: (value: unknown) => boolean): Rule =>
  (value) =>
    fits(value) ? undefined : { field: "", rule: `must be ${words}, not ${said(value)}` }

export const anything: Rule = () => undefined
export const flag = is("true or false", (value) => typeof value === "boolean")
export const func = is("a function", (value) => typeof value === "function")
export const anyText = is("a text", (value) => typeof value === "string")
/** Not an empty one. */
export const text = is("a text", (value) => typeof value === "string" && value !== "")

const between = (kind: string, least: number, most: number, isAbove: boolean): string => {
  if (isAbove) return `${kind} above ${least}`
  if (least === -Infinity) return kind
  return most >= Number.MAX_SAFE_INTEGER
    ? `${kind} of ${least} or more`
    : `${kind} from ${least} to ${most}`
}

/** `above`: more than this; else from `least` to `most`. `Infinity` only where `most` is that. */
export const number = ({
  above,
  least = above ?? -Infinity,
  most = Number.MAX_VALUE,
}: { readonly above?: number; readonly least?: number; readonly most?: number } = {}): Rule =>
  is(
    between("a number", least, most, above !== undefined),
    (value) =>
      typeof value === "number" &&
      value >= least &&
      value <= most &&
      value !== above &&
      value !== -Infinity,
  )

/** Whole numbers from `least` to `most`; `Infinity` only where `most` is that. */
export const whole = (least: number, most: number = Number.MAX_SAFE_INTEGER): Rule =>
  is(
    least === 1 && most >= Number.MAX_SAFE_INTEGER
      ? "a whole number above 0"
      : between("a whole number", least, most, false),
    (value) =>
      typeof value === "number" &&
      value >= least &&
      value <= most &&
      (Number.isInteger(value) || value === most),
  )

/** The longest that a timer can wait; a longer one would end at once. */
const longestTimerMs = 2_147_483_647

/** For timers: a number of milliseconds, above 0 unless told otherwise. */
export const milliseconds = (least?: number): Rule =>
  number(least === undefined ? { above: 0, most: longestTimerMs } : { least, most: longestTimerMs })

export const oneOf = (...known: ReadonlyArray<string>): Rule => {
  const words = known.map((each) => `"${each}"`).join(", ")
  return (value) => {
    if (typeof value === "string" && known.includes(value)) return undefined
    const near = typeof value === "string" ? `; the nearest is "${nearest(value, known)}"` : ""
    return { field: "", rule: `must be one of ${words}, not ${said(value)}${near}` }
  }
}

/** An object, or a function, with these methods: a client, a target. */
export const methods = (...names: ReadonlyArray<string>): Rule =>
  is(
    `an object with ${names.join(" and ")}`,
    (value) =>
      isObject(value) && names.every((name) => typeof Reflect.get(value, name) === "function"),
  )

/** The first rule that is kept; where none is, what `words` say. */
export const either = (words: string, ...rules: ReadonlyArray<Rule>): Rule =>
  is(words, (value) => rules.some((rule) => rule(value) === undefined))

const isObject = (value: unknown): value is object =>
  (typeof value === "object" && value !== null) || typeof value === "function"

const isPlain = (value: unknown): value is object =>
  typeof value === "object" && value !== null && !Array.isArray(value)

const first = (
  parts: Iterable<readonly [string, unknown]>,
  ruleOf: (name: string) => Rule,
): Broken | undefined => {
  for (const [name, part] of parts) {
    const broken = ruleOf(name)(part)
    if (broken !== undefined) return { field: joined(name, broken.field), rule: broken.rule }
  }
  return undefined
}

export const listOf = (rule: Rule): Rule => {
  const list = is("a list", Array.isArray)
  return (value) =>
    Array.isArray(value)
      ? first(
          value.map((each: unknown, at) => [`[${at}]`, each] as const),
          () => rule,
        )
      : list(value)
}

const anObject = is("an object", isPlain)

/** Any names, each with a value that keeps the rule. */
export const mapOf = (rule: Rule): Rule => {
  return (value) => (isPlain(value) ? first(Object.entries(value), () => rule) : anObject(value))
}

/** A rule for each field of `O`; those that `O` does not let out are `needed`. */
type Fields<O> = {
  readonly [K in keyof O]-?: Partial<Pick<O, K>> extends Pick<O, K> ? Rule : Needed
}

/** No other fields than these. Those that are `undefined` count as left out. */
export const object = <O extends object>(fields: Fields<O>): Rule => {
  const rules = new Map<string, Rule | Needed>(Object.entries(fields))
  const known = [...rules.keys()]
  return (value) => {
    if (!isPlain(value)) return anObject(value)
    const unknown = Object.keys(value).find((name) => !rules.has(name))
    if (unknown !== undefined) {
      return { field: unknown, rule: `is not known; the nearest is "${nearest(unknown, known)}"` }
    }
    for (const [name, rule] of rules) {
      const part: unknown = Reflect.get(value, name)
      if (part === undefined && !("isNeeded" in rule)) continue
      const broken = rule(part)
      if (broken !== undefined) return { field: joined(name, broken.field), rule: broken.rule }
    }
    return undefined
  }
}
