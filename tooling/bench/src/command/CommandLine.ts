/**
 * Parses the command line of `bench` strictly: an unknown option or value is named and refused (exit code 64,
 * `EX_USAGE`).
 */
import {
  type Kinds,
  misuseText,
  readArguments,
  wholeNumberIn,
} from "@manga-assist/process/arguments"

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
  /** Another checkout, whose store is driven; absent: this one's. */
  readonly of: string | undefined
  /** Only the parts with these names. */
  readonly only: ReadonlyArray<string>
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
  --of DIR      drives the store of another checkout of the repository, where a row drives a store
  --out DIR     where results are written and read
  --help`

const kinds: Kinds = {
  "--json": "switch",
  "--quick": "switch",
  "--help": "switch",
  "--rounds": "value",
  "--seed": "value",
  "--minutes": "value",
  "--only": "value",
  "--of": "value",
  "--out": "value",
}

/** @throws WrongUsage naming the option and what it takes */
export const readCommandLine = (given: ReadonlyArray<string>): CommandLine => {
  const found = readArguments(given, kinds)
  if ("misuse" in found) {
    const known = found.misuse.problem === "unknown option" ? Object.keys(kinds) : []
    const hint = known.length === 0 ? "" : `; there are ${known.join(", ")}`
    throw new WrongUsage(`${misuseText(found.misuse)}${hint}`)
  }
  const { has, value, words } = found
  const [subcommand, ...parameters] = words
  const rounds = value("--rounds")
  const minutes = value("--minutes")
  const listed = (name: string): ReadonlyArray<string> => {
    const parts =
      value(name)
        ?.split(",")
        .filter((part) => part !== "") ?? []
    if (has(name) && parts.length === 0) throw new WrongUsage(`${name} needs a value`)
    return parts
  }
  if (minutes !== undefined && subcommand !== "soak") {
    throw new WrongUsage("--minutes is for the subcommand soak alone")
  }
  return {
    subcommand,
    parameters,
    options: {
      json: has("--json"),
      quick: has("--quick"),
      help: has("--help"),
      rounds: rounds === undefined ? undefined : wholeNumber("--rounds", rounds, 1, 50),
      of: value("--of"),
      out: value("--out"),
      minutes: minutes === undefined ? undefined : wholeNumber("--minutes", minutes, 1, 1_440),
      seed: wholeNumber("--seed", value("--seed") ?? "1", 0, 2 ** 31 - 1),
      only: listed("--only"),
    },
  }
}

const wholeNumber = (name: string, text: string, min: number, max: number): number => {
  const number = wholeNumberIn(text, min, max)
  if (number !== undefined) return number
  throw new WrongUsage(`${name} must be a whole number from ${min} to ${max}, not ${text}`)
}
