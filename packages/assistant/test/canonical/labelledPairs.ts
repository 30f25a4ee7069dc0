/**
 * The labelled pairs of questions: `pairs/<language>.<label>.tsv`, each line `round`, `kind`, `stored`, `asked`.
 *
 * `same`: one question in two wordings. `different`, `never`: must not be answered by each other. Pairs of one round
 * were written together; `pairs/README.md` tells when, by whom and how they were first judged.
 */
import { readdirSync, readFileSync } from "node:fs"

export interface Pair {
  /** `en`, `ja`, `romaji` (romanised Japanese), or `mixed` for a pair of two of them. */
  readonly language: string
  readonly label: string
  readonly round: number
  /** What the pair is about, or in what it differs: `price`, `one slot`, `surface`. */
  readonly kind: string
  readonly stored: string
  readonly asked: string
}

const folder = new URL("pairs/", import.meta.url)

/** @throws Error that names file and line */
const readPairs = (file: string): ReadonlyArray<Pair> => {
  const [language = "", label = ""] = file.split(".")
  const [, ...lines] = readFileSync(new URL(file, folder), "utf8").trimEnd().split("\n")
  return lines.map((line, at) => {
    const [round = "", kind, stored, asked, ...more] = line.split("\t")
    if (!/^[1-9]\d*$/u.test(round) || kind === undefined || !stored || !asked || more.length > 0) {
      throw new Error(`${file}:${at + 2}: no labelled pair: "${line}"`)
    }
    return { language, label, round: Number(round), kind, stored, asked }
  })
}

export const labelledPairs: ReadonlyArray<Pair> = readdirSync(folder)
  .filter((file) => file.endsWith(".tsv"))
  .toSorted()
  .flatMap(readPairs)

/** Of one round those that must hit (`same`), or must miss (`apart`). */
export const pairsOf = (round: number, which: "same" | "apart"): ReadonlyArray<Pair> =>
  labelledPairs.filter(
    (pair) => pair.round === round && (pair.label === "same") === (which === "same"),
  )
