/**
 * Parses a command's arguments with Node's `parseArgs`, and reports misuse: an unknown or repeated option, a missing
 * or superfluous value.
 *
 * It imports nothing else, so that `--help` is immediate.
 */
import { parseArgs } from "node:util"

/** Option with its dashes → `switch`: no value; `value`: at most once; `values`: any number of times. */
export type Kinds = Readonly<Record<string, "switch" | "value" | "values">>

export interface Arguments {
  /** What is no option and no value of one. */
  readonly words: ReadonlyArray<string>
  readonly has: (option: string) => boolean
  /** The last one given. */
  readonly value: (option: string) => string | undefined
}

export interface Misuse {
  readonly option: string
  readonly problem: "unknown option" | "is given twice" | "needs a value" | "takes no value"
}

/**
 * A leading `--`, which `pnpm` hands on, is left out. `-h` is `--help`; other words with one dash are refused unless
 * `dashed` says that they are words, as in a sentence.
 */
export const readArguments = (
  given: ReadonlyArray<string>,
  kinds: Kinds,
  dashed: "refused" | "words" = "refused",
): Arguments | { readonly misuse: Misuse } => {
  const args = given[0] === "--" ? given.slice(1) : [...given]
  const { tokens } = parseArgs({
    args,
    options: Object.fromEntries(
      Object.entries(kinds).map(([option, kind]) => [
        option.slice(2),
        { type: kind === "switch" ? "boolean" : "string", multiple: true },
      ]),
    ),
    strict: false,
    allowPositionals: true,
    tokens: true,
  })
  const words = new Map<number, string>()
  const values = new Map<string, string>()
  for (const token of tokens) {
    if (token.kind === "positional") words.set(token.index, token.value)
    if (token.kind !== "option") continue
    const { index, inlineValue, rawName, value } = token
    const option = rawName === "-h" && dashed === "refused" ? "--help" : rawName
    const misuse = (problem: Misuse["problem"]) => ({ misuse: { option, problem } })
    const kind = Object.hasOwn(kinds, option) ? kinds[option] : undefined
    if (dashed === "words" && !option.startsWith("--")) words.set(index, args[index] ?? option)
    else if (kind === undefined) return misuse("unknown option")
    else if (values.has(option) && kind !== "values") return misuse("is given twice")
    else if (kind === "switch" && value !== undefined) return misuse("takes no value")
    else if (kind !== "switch" && (!value || (!inlineValue && value.startsWith("--")))) {
      return misuse("needs a value")
    } else values.set(option, value ?? "")
  }
  return {
    words: [...words.values()],
    has: (option) => values.has(option),
    value: (option) => values.get(option),
  }
}

/** `unknown option --fast`, `--seed needs a value`. */
export const misuseText = ({ option, problem }: Misuse): string =>
  problem === "unknown option" ? `${problem} ${option}` : `${option} ${problem}`

/** Digits alone, from `min` to `max`; else undefined. */
export const wholeNumberIn = (text: string, min: number, max: number): number | undefined => {
  const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN
  return value >= min && value <= max ? value : undefined
}
