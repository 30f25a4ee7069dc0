/**
 * Parses the text of `/metrics` into samples that can be looked up by name and labels. Buckets of histograms are
 * skipped.
 */

interface Sample {
  readonly labels: Readonly<Record<string, string>>
  readonly value: number
}

/** The samples of each family. */
export type Samples = ReadonlyMap<string, ReadonlyArray<Sample>>

const line = /^([a-z_]+)(?:\{(.*)\})? (\S+)$/
const pair = /\b([a-z_]+)="((?:[^"\\]|\\.)*)"/g

export const readSamples = (text: string): Samples => {
  const samples = text.split("\n").flatMap((each) => {
    const [, name = "", labels = "", value = ""] = line.exec(each) ?? []
    if (name === "" || name.endsWith("_bucket")) return []
    const pairs = [...labels.matchAll(pair)].map(([, key = "", text = ""]) => [
      key,
      text.replaceAll(/\\(.)/g, (_, letter) => (letter === "n" ? "\n" : letter)),
    ])
    return { name, labels: Object.fromEntries(pairs), value: Number(value) }
  })
  return Map.groupBy(samples, ({ name }) => name)
}

/** The first sample with these labels; undefined where there is none. */
export const valueOf = (
  samples: Samples,
  name: string,
  labels: Readonly<Record<string, string>> = {},
): number | undefined =>
  samples
    .get(name)
    ?.find((sample) => Object.entries(labels).every(([key, text]) => sample.labels[key] === text))
    ?.value

/** All values of one label, in the order of the page. */
export const labelsOf = (samples: Samples, name: string, label: string): ReadonlyArray<string> => [
  ...new Set((samples.get(name) ?? []).map(({ labels }) => labels[label] ?? "")),
]
