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
  const samples = new Map<string, Array<Sample>>()
  for (const each of text.split("\n")) {
    const [, name = "", labels = "", value = ""] = line.exec(each) ?? []
    if (name === "" || name.endsWith("_bucket")) continue
    const sample = {
      labels: Object.fromEntries(
        [...labels.matchAll(pair)].map(([, key = "", text = ""]) => [
          key,
          text.replaceAll(/\\(.)/g, (_, letter) => (letter === "n" ? "\n" : letter)),
        ]),
      ),
      value: Number(value),
    }
    const known = samples.get(name)
    if (known === undefined) samples.set(name, [sample])
    else known.push(sample)
  }
  return samples
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
