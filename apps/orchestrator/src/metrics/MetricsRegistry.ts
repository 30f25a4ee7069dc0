/**
 * Counters, gauges and histograms as Prometheus text. Updating one is a few nanoseconds and never fails. Beside them
 * what has no number, for people.
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
  /** A summary has the quantiles alone, by the label `quantile`. */
  readonly type: "counter" | "gauge" | "summary"
  /** Asked at each scrape; one that throws is left out. */
  readonly read: () => ReadonlyArray<Sample>
}

export type Count = (labels?: Labels, by?: number) => void
export type Observe = (value: number, labels?: Labels) => void

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
  /**
   * `bounds` ascend; one bucket without bound is added. At most 200 different labels: what comes with
   * more is not kept, so that no name from outside can fill the memory.
   */
  readonly histogram: (name: string, help: string, bounds: ReadonlyArray<number>) => Observe
  readonly register: (family: Family) => void
  readonly render: () => string
  /** What is no number, for the operators' page: asked at each look; one that throws is left out. */
  readonly describe: (name: string, read: () => unknown) => void
  readonly described: () => Readonly<Record<string, unknown>>
}

const maxSeries = 200

interface Series {
  readonly labels: Labels | undefined
  readonly buckets: Array<number>
  sum: number
}

const makeRegistry = (): Registry => {
  const blocks: Array<() => string> = []
  const descriptions = new Map<string, () => unknown>()
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
      const series = new Map<string, Series>()
      blocks.push(() => {
        const lines = [...series.values()].map(({ buckets, labels, sum }) => {
          let below = 0
          const counts = buckets.map((count, index) => {
            below += count
            return line(`${name}_bucket`, { ...labels, le: `${bounds[index] ?? "+Inf"}` }, below)
          })
          return `${counts.join("")}${line(`${name}_sum`, labels, sum)}${line(`${name}_count`, labels, below)}`
        })
        return head(name, help, "histogram") + lines.join("")
      })
      const seriesOf = (labels: Labels | undefined): Series | undefined => {
        const key = labels === undefined ? "" : Object.values(labels).join("\n")
        const known = series.get(key)
        if (known !== undefined || series.size >= maxSeries) return known
        const made = { labels, buckets: Array.from({ length: bounds.length + 1 }, () => 0), sum: 0 }
        series.set(key, made)
        return made
      }
      return (value, labels) => {
        const found = seriesOf(labels)
        if (found === undefined) return
        const bound = bounds.findIndex((each) => value <= each)
        const index = bound < 0 ? bounds.length : bound
        found.buckets[index] = (found.buckets[index] ?? 0) + 1
        found.sum += value
      }
    },
    render: () => blocks.map((block) => block()).join(""),
    describe: (name, read) => void descriptions.set(name, read),
    described: () =>
      Object.fromEntries(
        [...descriptions].flatMap(([name, read]) => {
          try {
            return [[name, read()]]
          } catch {
            return []
          }
        }),
      ),
  }
}

export class MetricsRegistry extends Context.Service<MetricsRegistry, Registry>()(
  "orchestrator/MetricsRegistry",
) {
  static readonly layer: Layer.Layer<MetricsRegistry> = Layer.sync(MetricsRegistry, makeRegistry)
}
