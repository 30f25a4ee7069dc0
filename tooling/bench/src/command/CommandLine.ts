/**
 * The command line, read strictly: what is not understood is named and refused (exit code 64, `EX_USAGE`).
 */
export interface Options {
  readonly json: boolean
  readonly quick: boolean
  readonly help: boolean
  /** Absent: the benchmark's own number. */
  readonly rounds: number | undefined
  readonly out: string | undefined
  readonly seed: number
  /** How long `soak` puts its load on; absent: its own time. */
  readonly minutes: number | undefined
  /** Only the parts with these names. */
  readonly only: ReadonlyArray<string>
  readonly answers: AnswersOptions
}

/** Of the subcommand `answers` alone. */
export interface AnswersOptions {
  /** Of a store that runs; absent: one is started. */
  readonly url: string | undefined
  /** What it costs is agreed to. */
  readonly yes: boolean
  /** Least share of right answers, 0 to 1; below it the exit code is 1. */
  readonly atLeast: number | undefined
  /** Empty: its own choice. */
  readonly orders: ReadonlyArray<string>
  /** Sessions at the same time. */
  readonly parallel: number
}

export interface CommandLine {
  readonly subcommand: string | undefined
  readonly parameters: ReadonlyArray<string>
  readonly options: Options
}

export class WrongUsage extends Error {
  override readonly name = "WrongUsage"
}

export const optionsText = `  --json        JSON lines instead of a table
  --quick       fewer rounds and shorter waits
  --rounds N    1 to 50; else 5, quick 3
  --seed N      of everything random (1)
  --minutes N   1 to 1440, for soak alone; else 10, quick 1
  --only A,B    only these parts of the benchmark; its result is marked so
  --out DIR     where results are written and read
  for answers alone:
  --url URL     a store that runs, instead of one that is started
  --yes         what that costs is agreed to
  --orders A,B  of forward, reversed, shuffled; else all, with --url forward
  --parallel N  1 to 32 sessions at the same time (4)
  --at-least S  exit code 1 below this share of right answers, 0 to 1
  --help`

const switches = ["--json", "--quick", "--help", "--yes"]
const valued = [
  "--rounds",
  "--seed",
  "--minutes",
  "--only",
  "--out",
  "--url",
  "--orders",
  "--parallel",
  "--at-least",
]

/** Options of one subcommand, which others would ignore. */
const ofOne = new Map([
  ["--minutes", "soak"],
  ...["--url", "--yes", "--orders", "--parallel", "--at-least"].map(
    (option) => [option, "answers"] as const,
  ),
])

/** @throws WrongUsage naming the option and what it takes */
export const readCommandLine = (given: ReadonlyArray<string>): CommandLine => {
  const words: Array<string> = []
  const values = new Map<string, string>()
  // `pnpm bench -- --flag` hands the separator on.
  const rest = given[0] === "--" ? given.slice(1) : [...given]
  while (rest.length > 0) {
    const word = rest.shift() ?? ""
    if (!word.startsWith("-")) {
      words.push(word)
      continue
    }
    const at = word.indexOf("=")
    const name = at < 0 ? word : word.slice(0, at)
    const inline = at < 0 ? undefined : word.slice(at + 1)
    const known = [...switches, ...valued]
    if (!known.includes(name)) {
      throw new WrongUsage(`unknown option ${name}; there are ${known.join(", ")}`)
    }
    if (values.has(name)) throw new WrongUsage(`${name} is given twice`)
    if (switches.includes(name)) {
      if (inline !== undefined) throw new WrongUsage(`${name} takes no value`)
      values.set(name, "")
      continue
    }
    const value = inline ?? rest.shift()
    if (value === undefined || value === "" || value.startsWith("--")) {
      throw new WrongUsage(`${name} needs a value`)
    }
    values.set(name, value)
  }
  const [subcommand, ...parameters] = words
  const rounds = values.get("--rounds")
  const minutes = values.get("--minutes")
  const listed = (name: string): ReadonlyArray<string> => {
    const parts =
      values
        .get(name)
        ?.split(",")
        .filter((part) => part !== "") ?? []
    if (values.has(name) && parts.length === 0) throw new WrongUsage(`${name} needs a value`)
    return parts
  }
  for (const [option, owner] of ofOne) {
    if (values.has(option) && subcommand !== owner) {
      throw new WrongUsage(`${option} is for the subcommand ${owner} alone`)
    }
  }
  const atLeast = values.get("--at-least")
  return {
    subcommand,
    parameters,
    options: {
      json: values.has("--json"),
      quick: values.has("--quick"),
      help: values.has("--help"),
      rounds: rounds === undefined ? undefined : wholeNumber("--rounds", rounds, 1, 50),
      out: values.get("--out"),
      minutes: minutes === undefined ? undefined : wholeNumber("--minutes", minutes, 1, 1_440),
      seed: wholeNumber("--seed", values.get("--seed") ?? "1", 0, 2 ** 31 - 1),
      only: listed("--only"),
      answers: {
        url: values.get("--url"),
        yes: values.has("--yes"),
        atLeast: atLeast === undefined ? undefined : share("--at-least", atLeast),
        orders: listed("--orders"),
        parallel: wholeNumber("--parallel", values.get("--parallel") ?? "4", 1, 32),
      },
    },
  }
}

const wholeNumber = (name: string, text: string, min: number, max: number): number => {
  const value = Number(text)
  if (/^\d+$/.test(text) && value >= min && value <= max) return value
  throw new WrongUsage(`${name} must be a whole number from ${min} to ${max}, not ${text}`)
}

const share = (name: string, text: string): number => {
  const value = Number(text)
  if (/^\d*\.?\d+$/.test(text) && value <= 1) return value
  throw new WrongUsage(`${name} must be a number from 0 to 1, not ${text}`)
}
