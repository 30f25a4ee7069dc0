/**
 * Entry point of `pnpm bench [SUBCOMMAND]`: measures on this machine, checks targets, compares results.
 *
 * Exit codes beside those of `RunCommand.ts`: 1 a target is missed (`check`), 70 a benchmark did not end in time.
 */
import { WrongUse } from "@manga-assist/process/arguments"
import { fileURLToPath } from "node:url"
import { type Options, optionsText, readCommandLine } from "./command/CommandLine.ts"
import { progressOn } from "./command/Progress.ts"
import { runCommand } from "./command/RunCommand.ts"
import { type Subcommand } from "./command/Subcommand.ts"
import { textTable } from "./result/Table.ts"
import { useCheckout } from "./store/RunningStore.ts"
import { subcommands } from "./Subcommands.ts"

const defaultFolder = fileURLToPath(new URL("../results", import.meta.url))
const titleOf = ({ name, parameters = "" }: Subcommand) => `${name} ${parameters}`.trim()

const helpOf = (subcommand: Subcommand | undefined): string =>
  (subcommand === undefined
    ? [
        "bench [SUBCOMMAND] [options]",
        "",
        textTable([
          ["subcommand", ""],
          ...subcommands.map((each) => [titleOf(each), each.summary]),
        ]),
      ]
    : [`bench ${titleOf(subcommand)}`, "", subcommand.summary, subcommand.help ?? ""]
  )
    .concat("", optionsText)
    .join("\n")

/** Options that would be ignored are refused: who gives one expects something of it. */
const refuseMeasuringOptions = ({ measures = false, name }: Subcommand, options: Options) => {
  const { of, only, quick, rounds } = options
  const [given] =
    Object.entries({ quick, rounds, of, only: only[0] }).find(([, value]) => value) ?? []
  if (!measures && given !== undefined) {
    throw new WrongUse(`${name} measures nothing, so --${given} means nothing to it`)
  }
}

runCommand(async () => {
  const [, , ...words] = process.argv
  if (words.includes("--help") || words.includes("-h")) {
    console.log(helpOf(subcommands.find(({ name }) => words.includes(name))))
    return 0
  }
  const { subcommand, parameters, options } = readCommandLine(words)
  const chosen = subcommands.find(({ name }) => name === (subcommand ?? "all"))
  if (chosen === undefined) {
    const names = subcommands.map(({ name }) => name).join(", ")
    throw new WrongUse(`no subcommand ${subcommand}; there are ${names}`)
  }
  refuseMeasuringOptions(chosen, options)
  if (options.of !== undefined) useCheckout(options.of)
  return chosen.run({
    parameters,
    options: subcommand === undefined ? { ...options, quick: true } : options,
    folder: options.out ?? defaultFolder,
    print: (text) => console.log(text),
    progress: progressOn(),
  })
})
