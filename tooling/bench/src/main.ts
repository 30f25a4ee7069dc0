/**
 * Entry point of `pnpm bench [SUBCOMMAND]`: measures on this machine, checks targets, compares results.
 *
 * Exit codes: 0 done, 1 a target is missed (`check`) or something broke, 64 wrong usage, 70 a benchmark did not end in
 * time, 130 interrupted. Whatever the end, no child process stays.
 */
import { fileURLToPath } from "node:url"
import { type Options, optionsText, readCommandLine, WrongUsage } from "./command/CommandLine.ts"
import { InvalidResult } from "./result/Result.ts"
import { killProcesses } from "./process/PinnedProcess.ts"
import { progressOn } from "./command/Progress.ts"
import { type Subcommand } from "./command/Subcommand.ts"
import { useCheckout } from "./store/RunningStore.ts"
import { subcommands } from "./Subcommands.ts"
import { textTable } from "./result/Table.ts"

const defaultFolder = fileURLToPath(new URL("../results", import.meta.url))

const generalHelp = (): string =>
  [
    "bench [SUBCOMMAND] [options]",
    "",
    textTable([
      ["subcommand", ""],
      ...subcommands.map(({ name, parameters, summary }) => [
        parameters === undefined ? name : `${name} ${parameters}`,
        summary,
      ]),
    ]),
    "",
    optionsText,
  ].join("\n")

const helpOf = ({ name, parameters = "", summary, help = "" }: Subcommand): string =>
  [`bench ${name} ${parameters}`.trim(), "", summary, help, "", optionsText].join("\n")

/** Options that would be ignored are refused: who gives one expects something of it. */
const refuseMeasuringOptions = ({ measures = false, name }: Subcommand, options: Options) => {
  const given = [
    options.quick ? "--quick" : undefined,
    options.rounds === undefined ? undefined : "--rounds",
    options.of === undefined ? undefined : "--of",
    options.only.length === 0 ? undefined : "--only",
  ].find((option) => option !== undefined)
  if (!measures && given !== undefined) {
    throw new WrongUsage(`${name} measures nothing, so ${given} means nothing to it`)
  }
}

const run = async (): Promise<number> => {
  const { subcommand, parameters, options } = readCommandLine(process.argv.slice(2))
  if (subcommand === undefined && options.help) {
    console.log(generalHelp())
    return 0
  }
  const chosen = subcommands.find(({ name }) => name === (subcommand ?? "all"))
  if (chosen === undefined) {
    const names = subcommands.map(({ name }) => name).join(", ")
    throw new WrongUsage(`no subcommand ${subcommand}; there are ${names}`)
  }
  if (options.help) {
    console.log(helpOf(chosen))
    return 0
  }
  refuseMeasuringOptions(chosen, options)
  if (options.of !== undefined) useCheckout(options.of)
  return chosen.run({
    parameters,
    options: subcommand === undefined ? { ...options, quick: true } : options,
    folder: options.out ?? defaultFolder,
    print: (text) => console.log(text),
    progress: progressOn(process.stderr, () => performance.now()),
  })
}

process.on("exit", killProcesses)
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.on(signal, () => process.exit(130))
}

run().then(
  (code) => process.exit(code),
  (error: unknown) => {
    const known = error instanceof WrongUsage || error instanceof InvalidResult
    const text = error instanceof Error ? (known ? error.message : error.stack) : String(error)
    console.error(`error: ${text}`)
    process.exit(error instanceof WrongUsage ? 64 : 1)
  },
)
