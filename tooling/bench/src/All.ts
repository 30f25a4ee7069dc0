/**
 * `bench` alone, and `bench all`: every benchmark in a process of its own, one after the other, then the
 * performance page. One that breaks or does not end in time is told and leaves the others alone.
 *
 * Alone it takes the quick setting with one round, and of the longest benchmarks the parts that say most, so
 * that all of it fits into a quarter of an hour.
 */
import { spawn } from "node:child_process"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { type Options, WrongUsage } from "./CommandLine.ts"
import { adoptProcess } from "./PinnedProcess.ts"
import { report } from "./Report.ts"
import { type Subcommand } from "./Subcommand.ts"

const main = fileURLToPath(new URL("main.ts", import.meta.url))
const quickRounds = 1

/** What each benchmark is told of the options given to all. */
export const optionsOfEach = (
  options: Options,
  folder: string,
  brief: ReadonlyArray<string> = [],
): ReadonlyArray<string> => {
  const rounds = options.rounds ?? (options.quick ? quickRounds : undefined)
  return [
    ...(options.quick ? ["--quick"] : []),
    ...(options.quick && brief.length > 0 ? ["--only", brief.join(",")] : []),
    ...(options.json ? ["--json"] : []),
    ...(rounds === undefined ? [] : ["--rounds", String(rounds)]),
    "--seed",
    String(options.seed),
    "--out",
    folder,
  ]
}

/** Ends with the child's exit code; a child ended by a signal counts as broken. */
const runOne = (name: string, options: ReadonlyArray<string>): Promise<number> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [main, name, ...options], { stdio: "inherit" })
    adoptProcess(child)
    child.once("error", reject)
    child.once("exit", (code) => {
      resolve(code ?? 1)
    })
  })

const ends: Readonly<Record<number, string>> = {
  70: "it did not end in time",
  130: "it was interrupted",
}

export const allOf = (measuring: ReadonlyArray<Subcommand>): Subcommand => ({
  name: "all",
  summary: "every benchmark, one after the other, then the report; `bench` alone does it quickly",
  run: async ({ folder, options, parameters, print, progress }) => {
    if (options.only.length > 0) throw new WrongUsage("--only is for one benchmark")
    if (parameters.length > 0) throw new WrongUsage(`all takes no ${parameters[0]}`)
    const started = performance.now()
    const broken: Array<string> = []
    for (const { brief, name } of measuring) {
      progress.done()
      const code = await runOne(name, optionsOfEach(options, folder, brief))
      if (code !== 0)
        broken.push(`${name}: ${ends[code] ?? "it broke, or a rule of it was violated"}`)
    }
    // Results that lie elsewhere have their page beside them.
    const page = options.out === undefined ? [] : [join(folder, "performance.md")]
    await report.run({ folder, options, parameters: page, print, progress })
    const minutes = ((performance.now() - started) / 60_000).toFixed(1)
    print([`${measuring.length} benchmarks in ${minutes} minutes`, ...broken].join("\n"))
    return broken.length === 0 ? 0 : 1
  },
})
