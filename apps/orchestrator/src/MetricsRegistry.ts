/**
 * Counters, gauges and histograms as Prometheus text. Updating one is a few nanoseconds and never fails.
 *
 * Other packages keep their own counters: `register` adds a function that is asked at each scrape.
 */
import { Context, Layer } from "effect"

export type Labels = Readonly<Record<string, string>>

export interface Sample {
  readonly labels?: Labels
  readonly value: number
}

export interface Family {
  /** Ends in `_total` for counters; units are spelled out (`_seconds`, `_bytes`). */
  readonly name: string
  readonly help: string
  readonly type: "counter" | "gauge"
  /** Asked at each scrape; one that throws is left out. */
  readonly read: () => ReadonlyArray<Sample>
}

export type Count = (labels?: Labels, by?: number) => void
export type Observe = (value: number) => void

const escaped = (value: string): string =>
  value.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n")

const line = (name: string, labels: Labels | undefined, value: number): string => {
  const pairs = Object.entries(labels ?? {}).map(([key, text]) => `${key}="${escaped(text)}"`)
  return `${name}${pairs.length === 0 ? "" : `{${pairs.join(",")}}`} ${value}\n`
}

const head = (name: string, help: string, type: string): string =>
  `# HELP ${name} ${help.replaceAll("\n", " ")}\n# TYPE ${name} ${type}\n`

export interface Registry {
  readonly counter: (name: string, help: string) => Count
  /** `bounds` ascend; one bucket without bound is added. */
  readonly histogram: (name: string, help: string, bounds: ReadonlyArray<number>) => Observe
  readonly register: (family: Family) => void
  readonly render: () => string
}

const makeRegistry = (): Registry => {
  const blocks: Array<() => string> = []
  const register = (family: Family) => {
    blocks.push(() => {
      try {
        const samples = family.read()
        const lines = samples.map((sample) => line(family.name, sample.labels, sample.value))
        return head(family.name, family.help, family.type) + lines.join("")
      } catch {
        return ""
      }
    })
  }
  return {
    register,
    counter: (name, help) => {
      const samples = new Map<string, { readonly labels: Labels | undefined; value: number }>()
      register({ name, help, type: "counter", read: () => [...samples.values()] as Array<Sample> })
      return (labels, by = 1) => {
        const key = labels === undefined ? "" : Object.values(labels).join("\n")
        const sample = samples.get(key)
        if (sample === undefined) samples.set(key, { labels, value: by })
        else sample.value += by
      }
    },
    histogram: (name, help, bounds) => {
      const buckets = Array.from({ length: bounds.length + 1 }, () => 0)
      let sum = 0
      blocks.push(() => {
        let below = 0
        const lines = buckets.map((count, index) => {
          below += count
          return line(`${name}_bucket`, { le: `${bounds[index] ?? "+Inf"}` }, below)
        })
        const totals = line(`${name}_sum`, undefined, sum) + line(`${name}_count`, undefined, below)
        return head(name, help, "histogram") + lines.join("") + totals
      })
      return (value) => {
        const found = bounds.findIndex((bound) => value <= bound)
        const index = found < 0 ? bounds.length : found
        buckets[index] = (buckets[index] ?? 0) + 1
        sum += value
      }
    },
    render: () => blocks.map((block) => block()).join(""),
  }
}

export class MetricsRegistry extends Context.Service<MetricsRegistry, Registry>()(
  "orchestrator/MetricsRegistry",
) {
  static readonly layer: Layer.Layer<MetricsRegistry> = Layer.sync(MetricsRegistry, makeRegistry)
}
