/** The command line of `bench`: an unknown option or value is named and refused. */
import { optionsOf, refuse } from "@manga-assist/process/arguments"

export const optionsText = `  --quick       fewer rounds and shorter waits
  --rounds N    1 to 50; else 5, quick 3
  --seed N      of everything random (1)
  --minutes N   1 to 1440, for soak alone; else 10, quick 1
  --only A,B    only these parts of the benchmark; its result is marked so
  --of DIR      drives the store of another checkout of the repository, where a row drives a store
  --out DIR     where results are written and read
  --help`

const kinds = {
  "--quick": "switch",
  "--rounds": "value",
  "--seed": "value",
  "--minutes": "value",
  "--only": "value",
  "--of": "value",
  "--out": "value",
} as const

/** @throws WrongUse naming the option and what it takes, and with `--help` */
export const readCommandLine = (given: ReadonlyArray<string>) => {
  const { has, number, value, words } = optionsOf(given, kinds, { words: Infinity })
  const [subcommand, ...parameters] = words
  const only: ReadonlyArray<string> =
    value("--only")
      ?.split(",")
      .filter((part) => part !== "") ?? []
  if (has("--only") && only.length === 0) refuse("--only needs a value")
  const minutes = number("--minutes", 1, 1_440)
  if (minutes !== undefined && subcommand !== "soak") {
    refuse("--minutes is for the subcommand soak alone")
  }
  const options = {
    quick: has("--quick"),
    rounds: number("--rounds", 1, 50),
    seed: number("--seed", 0, 2 ** 31 - 1) ?? 1,
    minutes,
    only,
    of: value("--of"),
    out: value("--out"),
  }
  return { subcommand, parameters, options }
}

export type Options = ReturnType<typeof readCommandLine>["options"]
