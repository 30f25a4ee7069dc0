/**
 * Registry of counters, gauges and histograms, rendered as Prometheus text, and of named values that are no numbers,
 * which the operators' page shows. An update takes nanoseconds and never fails; a counter or histogram has at most 200
 * label sets and ignores more.
 *
 * Packages keep counters of their own: `register` adds a function that is called at each scrape.
 */
import {
  type FamilyHead,
  familyText,
  headText,
  type Labels,
  sampleText,
  type Sample,
} from "@manga-assist/process/metrics"
import { Context, Layer } from "effect"

export interface Family extends FamilyHead {
  /** A summary has the quantiles alone, by the label `quantile`. */
  readonly type: "counter" | "gauge" | "summary"
  /** Asked at each scrape; one that throws is left out. */
  readonly read: () => ReadonlyArray<Sample>
}

export type Count = (labels?: Labels, by?: number) => void
export type Observe = (value: number, labels?: Labels) => void

/**
 * A counter or histogram keeps at most 200 different labels and leaves out what comes with more, so that no name from
 * outside can fill the memory.
 */
export interface Registry {
  readonly counter: (name: string, help: string) => Count
  /** `bounds` ascend; one bucket without bound is added. */
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
        return familyText(family, family.read())
      } catch {
        return ""
      }
    })
  }
  return {
    register,
    counter: (name, help) => {
      const samples = new Map<string, { readonly labels: Labels | undefined; value: number }>()
      register({ name, help, type: "counter", read: () => [...samples.values()] })
      return (labels, by = 1) => {
        const key = labels === undefined ? "" : Object.values(labels).join("\n")
        const sample = samples.get(key)
        if (sample !== undefined) sample.value += by
        else if (samples.size < maxSeries) samples.set(key, { labels, value: by })
      }
    },
    histogram: (name, help, bounds) => {
      const series = new Map<string, Series>()
      blocks.push(() => {
        const lines = [...series.values()].map(({ buckets, labels, sum }) => {
          let below = 0
          const counts = buckets.map((count, index) => {
            below += count
            const le = `${bounds[index] ?? "+Inf"}`
            return sampleText(`${name}_bucket`, { labels: { ...labels, le }, value: below })
          })
          const total = sampleText(`${name}_sum`, { labels, value: sum })
          return counts.join("") + total + sampleText(`${name}_count`, { labels, value: below })
        })
        return headText({ name, help, type: "histogram" }) + lines.join("")
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
