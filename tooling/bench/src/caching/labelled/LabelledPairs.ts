/**
 * Reads the labelled pairs of questions from the assistant's tests: one file for each language and label, each line
 * `round` (in which round of collecting pairs it was written), `kind` (what the pair is about), `stored`, `asked`,
 * separated by tabs.
 *
 * `same`: one question in two wordings. `different`: two questions, one of which must not get the other's answer.
 * `never`: questions that must not be answered from a cache. Two halves are used: `first` are the pairs of round 1,
 * with which the grammar was built; `second` those of round 2, to which it was never tuned. It was tuned with later
 * rounds, which are left out here.
 */
import { readdirSync, readFileSync } from "node:fs"

export interface LabelledPair {
  readonly half: "first" | "second"
  /** `same`, `different` or `never`. */
  readonly label: string
  /** `mixed` for a pair of two languages. */
  readonly language: string
  /** What the pair is about. */
  readonly subject: string
  readonly stored: string
  readonly asked: string
}

const folder = new URL("../../../../../packages/assistant/test/canonical/pairs/", import.meta.url)

/** Of the first two rounds. @throws Error that names the line of what is no pair */
export const parsePairs = (
  text: string,
  language: string,
  label: string,
): ReadonlyArray<LabelledPair> => {
  const [, ...lines] = text.trimEnd().split("\n")
  return lines.flatMap((line, at) => {
    const [round, subject, stored, asked, more] = line.split("\t")
    if (round === undefined || subject === undefined || !stored || !asked || more !== undefined) {
      throw new Error(`line ${at + 2}: no labelled pair: "${line}"`)
    }
    if (round !== "1" && round !== "2") return []
    const half = round === "1" ? "first" : "second"
    return [{ half, label, language, subject, stored, asked }]
  })
}

/** All of both halves. @throws Error when the files are not where they were */
export const labelledPairs = (): ReadonlyArray<LabelledPair> =>
  readdirSync(folder)
    .filter((file) => file.endsWith(".tsv"))
    .toSorted()
    .flatMap((file) => {
      const [language = "", label = ""] = file.split(".")
      return parsePairs(readFileSync(new URL(file, folder), "utf8"), language, label)
    })

/** Of both halves, each once. */
export const labelledTexts = (): ReadonlyArray<string> => [
  ...new Set(labelledPairs().flatMap(({ asked, stored }) => [asked, stored])),
]
