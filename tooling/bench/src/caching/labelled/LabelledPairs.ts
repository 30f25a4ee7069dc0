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

export const halves = ["first", "second"] as const
export type Half = (typeof halves)[number]
export const labels = ["same", "different", "never"] as const
export type Label = (typeof labels)[number]

export interface LabelledPair {
  readonly half: Half
  readonly label: Label
  /** `mixed` for a pair of two languages. */
  readonly language: string
  /** What the pair is about. */
  readonly subject: string
  readonly stored: string
  readonly asked: string
}

const folder = new URL("../../../../../packages/assistant/test/canonical/pairs/", import.meta.url)

const halfOf = (round: string): Half | undefined =>
  round === "1" ? "first" : round === "2" ? "second" : undefined

/** Of the first two rounds. @throws Error that names the line of what is no pair */
export const parsePairs = (
  text: string,
  language: string,
  label: Label,
): ReadonlyArray<LabelledPair> => {
  const [, ...lines] = text.trimEnd().split("\n")
  return lines.flatMap((line, at) => {
    const [round, subject, stored, asked, more] = line.split("\t")
    if (round === undefined || subject === undefined || !stored || !asked || more !== undefined) {
      throw new Error(`line ${at + 2}: no labelled pair: "${line}"`)
    }
    const half = halfOf(round)
    return half === undefined ? [] : [{ half, label, language, subject, stored, asked }]
  })
}

const labelOf = (name: string | undefined): Label => {
  const label = labels.find((each) => each === name)
  if (label === undefined) throw new Error(`no label of pairs: ${name}`)
  return label
}

/** All of both halves. @throws Error when the files are not where they were */
export const labelledPairs = async (): Promise<ReadonlyArray<LabelledPair>> =>
  readdirSync(folder)
    .filter((file) => file.endsWith(".tsv"))
    .toSorted()
    .flatMap((file) => {
      const [language = "", label] = file.split(".")
      return parsePairs(readFileSync(new URL(file, folder), "utf8"), language, labelOf(label))
    })
