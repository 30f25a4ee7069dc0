/**
 * Reads the server's Prometheus metrics page into numbers by name and labels. The value of a missing sample is
 * `undefined`, never 0.
 */
type Labels = Readonly<Record<string, string>>

export class MetricsPage {
  readonly #samples: ReadonlyArray<{
    readonly name: string
    readonly labels: Labels
    readonly value: number
  }>

  constructor(text: string) {
    this.#samples = text.split("\n").flatMap((line) => {
      const match = /^([a-z_][a-z0-9_]*)(\{[^}]*\})? (\S+)$/iu.exec(line)
      if (match === null) return []
      const [, name = "", told = "", value] = match
      const labels = [...told.matchAll(/[{,]([a-z_]+)="([^"]*)"/gu)].map(([, key, of]) => [key, of])
      return [{ name, labels: Object.fromEntries(labels) as Labels, value: Number(value) }]
    })
  }

  /** `labels`: all of them must be there, others may. */
  value(name: string, labels: Labels = {}): number | undefined {
    return this.#found(name, labels)[0]?.value
  }

  /** Of all samples that `value` would find. */
  sum(name: string, labels: Labels): number {
    return this.#found(name, labels).reduce((sum, { value }) => sum + value, 0)
  }

  /** Every value that a label of this metric has. */
  valuesOf(name: string, label: string): ReadonlyArray<string> {
    return [...new Set(this.#found(name).flatMap(({ labels }) => labels[label] ?? []))]
  }

  #found(name: string, wanted: Labels = {}) {
    return this.#samples.filter(
      (sample) =>
        sample.name === name &&
        Object.entries(wanted).every(([label, value]) => sample.labels[label] === value),
    )
  }
}

const answerWithinMs = 60_000

export const metricsPage = async (operator: string): Promise<MetricsPage> =>
  new MetricsPage(
    await (
      await fetch(`${operator}/metrics`, { signal: AbortSignal.timeout(answerWithinMs) })
    ).text(),
  )
