/**
 * Reads the server's Prometheus metrics page into numbers by name and labels. The value of a missing sample is
 * `undefined`, never 0.
 */
type Labels = Readonly<Record<string, string>>

export const readMetrics = (text: string) => {
  const samples = text.split("\n").flatMap((line) => {
    const match = /^([a-z_][a-z0-9_]*)(\{[^}]*\})? (\S+)$/iu.exec(line)
    if (match === null) return []
    const [, name = "", told = "", value] = match
    const labels = [...told.matchAll(/[{,]([a-z_]+)="([^"]*)"/gu)].map(([, key, of]) => [key, of])
    return [{ name, labels: Object.fromEntries(labels) as Labels, value: Number(value) }]
  })
  /** All of these labels must be there, others may. */
  const found = (name: string, wanted: Labels = {}) =>
    samples.filter(
      (sample) =>
        sample.name === name &&
        Object.entries(wanted).every(([label, value]) => sample.labels[label] === value),
    )
  return {
    value: (name: string, labels?: Labels): number | undefined => found(name, labels)[0]?.value,
    /** Of all samples that `value` would find. */
    sum: (name: string, labels: Labels) =>
      found(name, labels).reduce((sum, { value }) => sum + value, 0),
    /** Every value that a label of this metric has. */
    valuesOf: (name: string, label: string) => [
      ...new Set(found(name).flatMap(({ labels }) => labels[label] ?? [])),
    ],
  }
}
export type MetricsPage = ReturnType<typeof readMetrics>

export const metricsPage = async (operator: string): Promise<MetricsPage> => {
  const page = await fetch(`${operator}/metrics`, { signal: AbortSignal.timeout(60_000) })
  return readMetrics(await page.text())
}
