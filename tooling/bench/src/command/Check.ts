/** `bench check`: prints the figures of stored results that miss their target; exit code 1 when there are any. */
import { existsSync, readdirSync } from "node:fs"
import { basename, join } from "node:path"
import { WrongUsage } from "./CommandLine.ts"
import { InvalidResult, readResult, type Result } from "../result/Result.ts"
import { type Subcommand } from "./Subcommand.ts"
import { number, targetText, textTable } from "../result/Table.ts"

/** Every result in the folder, by name. @throws InvalidResult */
export const readResults = (folder: string): ReadonlyArray<Result> =>
  existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => name.endsWith(".json"))
        .sort()
        .map((name) => namedAs(join(folder, name)))
    : []

/** A copy beside it under another name would count as well, and one of them is older. */
const namedAs = (file: string): Result => {
  const result = readResult(file)
  if (basename(file) === `${result.name}.json`) return result
  throw new InvalidResult(
    `${file}: holds the result of ${result.name}, which belongs into ${result.name}.json; for two results of it, use compare`,
  )
}

export const check: Subcommand = {
  name: "check",
  summary: "prints the figures that miss their target; exit code 1 if any does",
  parameters: "[NAME…]",
  help: "Without names, every result in the folder is judged.",
  run: ({ parameters, options, folder, print }) => {
    const all = readResults(folder)
    const missing = parameters.find((name) => all.every((result) => result.name !== name))
    if (missing !== undefined) throw new WrongUsage(`no result ${missing} in ${folder}`)
    const results = all.filter(({ name }) => parameters.length === 0 || parameters.includes(name))
    if (results.length === 0) throw new WrongUsage(`no results in ${folder}`)
    const judged = results.flatMap((result) =>
      result.figures.filter(({ met }) => met !== null).map((figure) => ({ result, figure })),
    )
    const missed = judged.filter(({ figure }) => figure.met === false)
    if (options.json) {
      for (const { result, figure } of missed) {
        print(JSON.stringify({ benchmark: result.name, ...figure }))
      }
    } else {
      if (missed.length > 0) {
        print(
          textTable([
            ["benchmark", "figure", "value", "unit", "target"],
            ...missed.map(({ result, figure }) => [
              result.name,
              figure.name,
              number(figure.value),
              figure.unit,
              targetText(figure.target),
            ]),
          ]),
        )
      }
      print(`${judged.length - missed.length} of ${judged.length} targets met`)
    }
    return Promise.resolve(missed.length === 0 ? 0 : 1)
  },
}
