/** Formats metrics in the text format of Prometheus: a family is a name with its help, its type and its samples. */

export type Labels = Readonly<Record<string, string>>

export interface Sample {
  readonly labels?: Labels | undefined
  readonly value: number
}

export interface FamilyHead {
  /** Ends in `_total` for counters; units are spelled out (`_seconds`, `_bytes`). */
  readonly name: string
  readonly help: string
  readonly type: "counter" | "gauge" | "histogram" | "summary"
}

const escaped = (value: string): string =>
  value.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n")

export const sampleText = (name: string, { labels = {}, value }: Sample): string => {
  const pairs = Object.entries(labels).map(([key, text]) => `${key}="${escaped(text)}"`)
  return `${name}${pairs.length === 0 ? "" : `{${pairs.join(",")}}`} ${value}\n`
}

export const headText = ({ help, name, type }: FamilyHead): string =>
  `# HELP ${name} ${help.replaceAll("\n", " ")}\n# TYPE ${name} ${type}\n`

export const familyText = (head: FamilyHead, samples: ReadonlyArray<Sample>): string =>
  headText(head) + samples.map((sample) => sampleText(head.name, sample)).join("")
