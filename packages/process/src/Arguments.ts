/**
 * The command line of every program: reads its options and words with Node's `parseArgs`, and says what is wrong with
 * them, or how the program is used. `commandLine` runs a reading, `commandOf` reads a program with several commands,
 * `optionsOf` one without; `readArguments` is below both and throws nothing.
 *
 * It imports nothing else, so that `--help` is immediate.
 */
import { parseArgs } from "node:util"

/** Option with its dashes → `switch`: no value; `value`: at most once; `values`: any number of times. */
type Kind = "switch" | "value" | "values"
export type Kinds = Readonly<Record<string, Kind>>

export interface Arguments {
  /** What is no option and no value of one. */
  readonly words: ReadonlyArray<string>
  readonly has: (option: string) => boolean
  /** The last one given. */
  readonly value: (option: string) => string | undefined
  readonly values: (option: string) => ReadonlyArray<string>
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
  const values = new Map<string, ReadonlyArray<string>>()
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
    } else values.set(option, [...(values.get(option) ?? []), value ?? ""])
  }
  return {
    words: [...words.values()],
    has: (option) => values.has(option),
    value: (option) => values.get(option)?.at(-1),
    values: (option) => values.get(option) ?? [],
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

/** Thrown while a command line is read: nothing is to be started. */
export class WrongUse extends Error {
  override readonly name = "WrongUse"
  /** The words themselves are not understood, so that the usage is shown as well. */
  readonly isLost: boolean

  /** Without a message: somebody asks how the program is used. */
  constructor(message = "", isLost = false) {
    super(message)
    this.isLost = isLost
  }
}

/** @throws WrongUse always; `message` names the option and its rule. */
export const refuse = (message: string): never => {
  throw new WrongUse(message)
}

/** `a, b or c`. */
const listed = (words: ReadonlyArray<string>): string =>
  new Intl.ListFormat("en-GB", { type: "disjunction" }).format(words)

/** `matching`, `oneOf` and `number` throw `WrongUse` that names the option and its rule. */
export interface Options<O extends string> {
  readonly words: ReadonlyArray<string>
  readonly has: (option: O) => boolean
  /** The last one given. */
  readonly value: (option: O) => string | undefined
  /** All that were given, each of which matches; `rule` follows "must be". */
  readonly matching: (option: O, pattern: RegExp, rule: string) => ReadonlyArray<string>
  readonly values: (option: O) => ReadonlyArray<string>
  readonly oneOf: <const W extends string>(option: O, words: ReadonlyArray<W>) => W | undefined
  /** A whole one, unless `decimals` says that up to six digits may follow a point. */
  readonly number: (option: O, min: number, max: number, decimals?: boolean) => number | undefined
}

interface Accepted {
  /** Words beside options, at most; 0 unless given. */
  readonly words?: number
  readonly dashed?: "refused" | "words"
  /** The command that they are options of. */
  readonly of?: string
}

/** `--help` and `-h` belong to every program. @throws WrongUse */
export const optionsOf = <O extends string>(
  args: ReadonlyArray<string>,
  kinds: { readonly [K in O]?: Kind },
  { dashed, of, words = 0 }: Accepted = {},
): Options<O> => {
  const given = readArguments(args, { ...kinds, "--help": "switch" }, dashed)
  const lost = (text: string) =>
    new WrongUse(of === undefined || !text.startsWith("unknown") ? text : `${text} of ${of}`, true)
  if ("misuse" in given) throw lost(misuseText(given.misuse))
  if (given.has("--help")) throw new WrongUse()
  if (given.words[words] !== undefined) throw lost(`unknown option ${given.words[words]}`)
  const matching = (option: O, pattern: RegExp, rule: string) => {
    const odd = given.values(option).find((value) => !pattern.test(value))
    if (odd !== undefined) refuse(`${option} must be ${rule}, not ${odd}`)
    return given.values(option)
  }
  return {
    ...given,
    matching,
    oneOf: (option, known) => {
      const text = given.value(option)
      const found = known.find((word) => word === text)
      if (found === undefined && text !== undefined) {
        refuse(`${option} must be ${listed(known)}, not ${text}`)
      }
      return found
    },
    number: (option, min, max, decimals = false) => {
      const text = given.value(option)
      if (text === undefined) return undefined
      const value =
        decimals && /^\d{1,12}\.\d{1,6}$/.test(text) ? Number(text) : wholeNumberIn(text, min, max)
      if (value !== undefined && value >= min && value <= max) return value
      return refuse(
        `${option} must be a ${decimals ? "" : "whole "}number from ${min} to ${max}, not ${text}`,
      )
    },
  }
}

/**
 * The program's command, which comes first, and what follows it, by the command's own options. Without one it is
 * `byDefault`. @throws WrongUse
 */
export const commandOf = <C extends string>(
  args: ReadonlyArray<string>,
  commands: ReadonlyArray<C>,
  byDefault?: C,
): { readonly command: C; readonly rest: ReadonlyArray<string> } => {
  const given = args[0] === "--" ? args.slice(1) : args
  if (given.includes("--help") || given.includes("-h")) throw new WrongUse()
  const [first = "", ...rest] = given
  const isNamed = first !== "" && !first.startsWith("-")
  const command = isNamed ? commands.find((one) => one === first) : byDefault
  if (command !== undefined) return { command, rest: isNamed ? rest : given }
  throw new WrongUse(
    `${isNamed ? `unknown command ${first}` : "no command"}: ${listed(commands)}`,
    true,
  )
}

/**
 * What `read` makes of this process's arguments; undefined once it is said how the program is used, on standard output,
 * or what is wrong, on standard error with the exit code `wrongUse`.
 */
export const commandLine = <A>(
  { usage, wrongUse }: { readonly usage: string; readonly wrongUse: number },
  read: (args: ReadonlyArray<string>) => A,
): A | undefined => {
  try {
    return read(process.argv.slice(2))
  } catch (cause) {
    if (!(cause instanceof WrongUse)) throw cause
    const { isLost, message } = cause
    if (message === "") process.stdout.write(`${usage}\n`)
    else {
      process.stderr.write(`${message}\n${isLost ? `\n${usage}\n` : ""}`)
      process.exitCode = wrongUse
    }
    return undefined
  }
}
