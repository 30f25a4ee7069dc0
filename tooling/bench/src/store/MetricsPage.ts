/**
 * Reads the server's Prometheus metrics page into numbers by name and labels. The value of a missing sample is
 * `undefined`, never 0.
 */
export class MetricsPage {
  readonly #samples: ReadonlyArray<{
    readonly name: string
    readonly labels: string
    readonly value: number
  }>

  constructor(text: string) {
    this.#samples = text.split("\n").flatMap((line) => {
      const match = /^([a-z_][a-z0-9_]*)(\{[^}]*\})? (\S+)$/iu.exec(line)
      if (match === null) return []
      const [, name = "", labels = "", value] = match
      return [{ name, labels, value: Number(value) }]
    })
  }

  /** `labels`: all of them must be there, others may. */
  value(name: string, labels: Readonly<Record<string, string>> = {}): number | undefined {
    return this.#samples.find((sample) => sample.name === name && has(sample.labels, labels))?.value
  }

  /** Of all samples that `value` would find. */
  sum(name: string, labels: Readonly<Record<string, string>>): number {
    return this.#samples
      .filter((sample) => sample.name === name && has(sample.labels, labels))
      .reduce((sum, { value }) => sum + value, 0)
  }

  /** Every value that a label of this metric has. */
  valuesOf(name: string, label: string): ReadonlyArray<string> {
    const pattern = new RegExp(`[{,]${label}="([^"]*)"`, "u")
    return [
      ...new Set(
        this.#samples
          .filter((sample) => sample.name === name)
          .flatMap(({ labels }) => pattern.exec(labels)?.[1] ?? []),
      ),
    ]
  }
}

const has = (text: string, labels: Readonly<Record<string, string>>): boolean =>
  Object.entries(labels).every(([label, value]) =>
    new RegExp(`[{,]${label}="${value}"`, "u").test(text),
  )

export const metricsPage = async (operator: string): Promise<MetricsPage> =>
  new MetricsPage(await (await fetch(`${operator}/metrics`)).text())
