/**
 * The labelled pairs of questions that the assistant is tested with, read where they lie: "stored => asked"
 * in groups that begin with "# language intent".
 *
 * `same`: one question in two wordings. `different`, `never`: must not be answered by each other.
 */
export const halves = ["first", "second"] as const
export type Half = (typeof halves)[number]
export const labels = ["same", "different", "never"] as const
export type Label = (typeof labels)[number]

export interface LabelledPair {
  readonly half: Half
  readonly label: Label
  /** As the group is named: "en", "ja", or two for a pair of two languages. */
  readonly language: string
  /** What the group is about. */
  readonly subject: string
  readonly stored: string
  readonly asked: string
}

const folder = new URL("../../../../../packages/assistant/test/canonical/pairs/", import.meta.url)

/** @throws Error on a line that is no pair or stands under no group */
export const parsePairs = (
  source: string,
  half: Half,
  label: Label,
): ReadonlyArray<LabelledPair> => {
  let group: readonly [string, string] | undefined
  const pairs: Array<LabelledPair> = []
  for (const line of source.split("\n")) {
    const heading = /^# (\S+) ?(.*)$/u.exec(line)
    if (heading !== null) group = [heading[1] ?? "", heading[2] ?? ""]
    else if (line !== "") {
      const [stored, asked, more] = line.split(" => ")
      if (
        group === undefined ||
        stored === undefined ||
        asked === undefined ||
        more !== undefined
      ) {
        throw new Error(`no labelled pair: "${line}"`)
      }
      pairs.push({ half, label, language: group[0], subject: group[1], stored, asked })
    }
  }
  return pairs
}

const exportName = (half: Half, label: Label): string =>
  `${half}Half${label.slice(0, 1).toUpperCase()}${label.slice(1)}`

/** All of both halves. @throws Error when the lists have other names than before */
export const labelledPairs = async (): Promise<ReadonlyArray<LabelledPair>> => {
  const pairs: Array<LabelledPair> = []
  for (const half of halves) {
    for (const label of labels) {
      const file = label === "same" ? `${half}Half.ts` : `${half}HalfApart.ts`
      const lists: Readonly<Record<string, unknown>> = await import(new URL(file, folder).href)
      const source = lists[exportName(half, label)]
      if (typeof source !== "string") throw new Error(`${file} has no ${exportName(half, label)}`)
      pairs.push(...parsePairs(source, half, label))
    }
  }
  return pairs
}
