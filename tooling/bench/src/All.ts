/**
 * `bench` alone, and `bench all`: runs every benchmark in a process of its own, one after the other, then writes the
 * performance page. One that fails or exceeds its time is reported and does not affect the others.
 *
 * `bench` alone uses the quick setting with few rounds, and only the most telling parts of the longest benchmarks, so
 * that it takes a quarter of an hour.
 */
import { spawn } from "node:child_process"
import { once } from "node:events"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { WrongUse } from "@manga-assist/process/arguments"
import { type Options } from "./command/CommandLine.ts"
import { adoptProcess } from "./process/PinnedProcess.ts"
import { type Subcommand } from "./command/Subcommand.ts"
import { textTable } from "./result/Table.ts"

const main = fileURLToPath(new URL("main.ts", import.meta.url))

/** What a benchmark is told of the options given to a command that runs it. */
export const optionsOfEach = (
  { of, only, quick, rounds, seed }: Options,
  folder: string,
): ReadonlyArray<string> =>
  ["--seed", String(seed), "--out", folder].concat(
    quick ? ["--quick"] : [],
    only.length === 0 ? [] : ["--only", only.join(",")],
    rounds === undefined ? [] : ["--rounds", String(rounds)],
    of === undefined ? [] : ["--of", of],
  )

/** What a benchmark may take until it is ended from here, a little beyond its own deadline. */
export const mostMs = ({ mostSeconds }: Subcommand, quick: boolean): number =>
  1_000 * ((mostSeconds?.(quick) ?? 0) + 20)

/** Exit code of a benchmark that did not end in time, as it would say itself. */
const overdue = 70

/** Ends with the child's exit code. One that is so stuck that its own deadline does not reach it is ended from here. */
export const runOne = async (
  file: string,
  parameters: ReadonlyArray<string>,
  timeout: number,
): Promise<number> => {
  const command = [file, ...parameters]
  const child = spawn(process.execPath, command, {
    stdio: "inherit",
    timeout,
    killSignal: "SIGKILL",
  })
  // It ends its own processes then.
  adoptProcess(child, "SIGTERM")
  await once(child, "exit")
  return child.exitCode ?? (child.killed ? overdue : 1)
}

export const allOf = (measuring: ReadonlyArray<Subcommand>, report: Subcommand): Subcommand => ({
  name: "all",
  measures: true,
  summary: "every benchmark, one after the other, then the report; `bench` alone does it quickly",
  help: "One that breaks or hangs (70) is told at the end, its earlier result stays, and the others are measured.",
  run: async ({ folder, options, parameters, print, progress }) => {
    if (options.only.length > 0) throw new WrongUse("--only is for one benchmark")
    if (parameters.length > 0) throw new WrongUse(`all takes no ${parameters[0]}`)
    const started = performance.now()
    const rows: Array<ReadonlyArray<string>> = []
    let broken = 0
    for (const [index, subcommand] of measuring.entries()) {
      const { brief = [], briefRounds = 1, name } = subcommand
      progress.step(`${name}: ${index + 1} of ${measuring.length}`)
      const begun = performance.now()
      const told = options.quick
        ? { ...options, only: brief, rounds: options.rounds ?? briefRounds }
        : options
      const code = await runOne(
        main,
        [name, ...optionsOfEach(told, folder)],
        mostMs(subcommand, options.quick),
      )
      if (code !== 0) broken += 1
      rows.push([
        name,
        ((performance.now() - begun) / 1_000).toFixed(0),
        code === 0 ? "" : `exit code ${code}`,
      ])
    }
    // Results that lie elsewhere have their page beside them.
    const page = options.out === undefined ? [] : [join(folder, "performance.md")]
    await report.run({ folder, options, parameters: page, print, progress })
    const minutes = ((performance.now() - started) / 60_000).toFixed(1)
    print(
      [
        textTable([["benchmark", "seconds", ""], ...rows]),
        "",
        `${measuring.length} benchmarks in ${minutes} minutes, ${broken} broken`,
      ].join("\n"),
    )
    return broken === 0 ? 0 : 1
  },
})
