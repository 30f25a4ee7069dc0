/** `bench check`: prints the figures of stored results that miss their target; exit code 1 when there are any. */
import { refuse } from "@manga-assist/process/arguments"
import { existsSync, readdirSync } from "node:fs"
import { basename, join } from "node:path"
import { InvalidResult } from "../result/JsonFile.ts"
import { readResult, type Result } from "../result/Result.ts"
import { number, targetText, textTable } from "../result/Table.ts"
import { type Subcommand } from "./Subcommand.ts"

/** A copy beside it under another name would count as well, and one of them is older. */
const namedAs = (file: string): Result => {
  const result = readResult(file)
  if (basename(file) === `${result.name}.json`) return result
  throw new InvalidResult(
    `${file}: holds the result of ${result.name}, which belongs into ${result.name}.json; for two results of it, use compare`,
  )
}

/** Every result in the folder, by name. @throws InvalidResult */
export const readResults = (folder: string): ReadonlyArray<Result> =>
  (existsSync(folder) ? readdirSync(folder) : [])
    .filter((name) => name.endsWith(".json"))
    .sort()
    .map((name) => namedAs(join(folder, name)))

/** @throws WrongUse where there is none */
export const someResults = (folder: string): ReadonlyArray<Result> => {
  const results = readResults(folder)
  return results.length === 0 ? refuse(`no results in ${folder}`) : results
}

export const check: Subcommand = {
  name: "check",
  summary: "prints the figures that miss their target; exit code 1 if any does",
  run: async ({ folder, print }) => {
    const judged = someResults(folder)
      .flatMap(({ figures, name }) => figures.map((figure) => ({ benchmark: name, ...figure })))
      .filter(({ met }) => met !== null)
    const missed = judged.filter(({ met }) => met === false)
    const rows = missed.map(({ benchmark, name, target, unit, value }) => [
      benchmark,
      name,
      number(value),
      unit,
      targetText(target),
    ])
    if (rows.length > 0)
      print(textTable([["benchmark", "figure", "value", "unit", "target"], ...rows]))
    print(`${judged.length - missed.length} of ${judged.length} targets met`)
    return missed.length === 0 ? 0 : 1
  },
}
