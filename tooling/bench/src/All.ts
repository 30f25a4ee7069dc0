/**
 * `bench` alone, and `bench all`: runs every benchmark in a process of its own, one after the other, then writes the
 * performance page. One that fails or exceeds its time is reported and does not affect the others.
 *
 * `bench` alone uses the quick setting with few rounds, and only the most telling parts of the longest benchmarks, so
 * that it takes a quarter of an hour.
 */
import { spawn } from "node:child_process"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { WrongUse } from "@manga-assist/process/arguments"
import { type Options } from "./command/CommandLine.ts"
import { adoptProcess } from "./process/PinnedProcess.ts"
import { type Subcommand } from "./command/Subcommand.ts"
import { textTable } from "./result/Table.ts"

const main = fileURLToPath(new URL("main.ts", import.meta.url))
const quickRounds = 1

/** What each benchmark is told of the options given to all. */
export const optionsOfEach = (
  options: Options,
  folder: string,
  { brief = [], briefRounds = quickRounds }: Pick<Subcommand, "brief" | "briefRounds"> = {},
): ReadonlyArray<string> => {
  const rounds = options.rounds ?? (options.quick ? briefRounds : undefined)
  return [
    ...(options.quick ? ["--quick"] : []),
    ...(options.quick && brief.length > 0 ? ["--only", brief.join(",")] : []),
    ...(rounds === undefined ? [] : ["--rounds", String(rounds)]),
    ...(options.of === undefined ? [] : ["--of", options.of]),
    "--seed",
    String(options.seed),
    "--out",
    folder,
  ]
}

/** What a benchmark may take beyond its own deadline until it is ended from here. */
const graceMs = 20_000
/** Between the request to end and the end. */
const lastWordsMs = 5_000

/** Exit code of a benchmark that did not end in time, as it would say itself. */
const overdue = 70

/**
 * Ends with the child's exit code; a child ended by a signal counts as broken. One that is so stuck that its own
 * deadline does not reach it is ended from here, and the others have their turn.
 */
export const runOne = (
  file: string,
  parameters: ReadonlyArray<string>,
  mostMs: number,
): Promise<number> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [file, ...parameters], { stdio: "inherit" })
    // It ends its own processes then.
    adoptProcess(child, "SIGTERM")
    let isOverdue = false
    const endAfter = (ms: number, signal: NodeJS.Signals) =>
      setTimeout(() => {
        isOverdue = true
        child.kill(signal)
      }, ms)
    const endings = [endAfter(mostMs, "SIGTERM"), endAfter(mostMs + lastWordsMs, "SIGKILL")]
    const forget = () => endings.forEach(clearTimeout)
    child.once("error", (error) => {
      forget()
      reject(error)
    })
    child.once("exit", (code) => {
      forget()
      resolve(isOverdue ? overdue : (code ?? 1))
    })
  })

const ends: Readonly<Record<number, string>> = {
  0: "",
  [overdue]: "it did not end in time",
  130: "it was interrupted",
}

const endOf = (name: string, code: number): string =>
  ends[code] ?? (name === "soak" ? "it broke, or a rule was violated" : "it broke")

export const allOf = (measuring: ReadonlyArray<Subcommand>, report: Subcommand): Subcommand => ({
  name: "all",
  measures: true,
  summary: "every benchmark, one after the other, then the report; `bench` alone does it quickly",
  help: "One that breaks or hangs is told at the end, its earlier result stays, and the others are measured.",
  run: async ({ folder, options, parameters, print, progress }) => {
    if (options.only.length > 0) throw new WrongUse("--only is for one benchmark")
    if (parameters.length > 0) throw new WrongUse(`all takes no ${parameters[0]}`)
    const started = performance.now()
    const rows: Array<ReadonlyArray<string>> = []
    let broken = 0
    for (const [index, subcommand] of measuring.entries()) {
      const { mostSeconds, name } = subcommand
      progress.step(`${name}: ${index + 1} of ${measuring.length}`)
      progress.done()
      const begun = performance.now()
      const mostMs = 1_000 * (mostSeconds?.(options.quick) ?? 0) + graceMs
      const code = await runOne(main, [name, ...optionsOfEach(options, folder, subcommand)], mostMs)
      if (code !== 0) broken += 1
      rows.push([name, ((performance.now() - begun) / 1_000).toFixed(0), endOf(name, code)])
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
