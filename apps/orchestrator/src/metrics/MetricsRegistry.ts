/**
 * Registry of counters, gauges and histograms, rendered as Prometheus text, and of named values that are no numbers,
 * which the operators' page shows. An update takes nanoseconds and never fails; a counter or histogram has at most 200
 * label sets and ignores more. Label sets that are `known` are on the page from the start, at 0: Prometheus does not see
 * the first event of a series that begins with it.
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
type KnownLabels = ReadonlyArray<Labels | undefined>
export type Observe = (value: number, labels?: Labels) => void

/**
 * A counter or histogram keeps at most 200 different labels and leaves out what comes with more, so that no name from
 * outside can fill the memory.
 */
export interface Registry {
  /** `known` label sets; unless given, the one without labels. */
  readonly counter: (name: string, help: string, known?: KnownLabels) => Count
  /** `bounds` ascend; one bucket without bound is added. */
  readonly histogram: (
    name: string,
    help: string,
    bounds: ReadonlyArray<number>,
    known?: KnownLabels,
  ) => Observe
  readonly register: (family: Family) => void
  /** Samples of a family by its name, of a histogram its buckets; none of one that nobody registered. */
  readonly read: (name: string) => ReadonlyArray<Sample>
  readonly render: () => string
  /** What is no number, for the operators' page: asked at each look; one that throws is left out. */
  readonly describe: (name: string, read: () => unknown) => void
  readonly described: () => Readonly<Record<string, unknown>>
}

/** Registers families by a table of what they mean; a total is a counter, the others are gauges. */
export const telling =
  <Name extends string>(registry: Registry, helps: Readonly<Record<Name, string>>) =>
  (name: Name, read: Family["read"]): void => {
    const type = name.endsWith("_total") ? "counter" : "gauge"
    registry.register({ name, help: helps[name], type, read })
  }

const maxSeries = 200

const withoutLabels: KnownLabels = [undefined]

const keyOf = (labels: Labels | undefined): string =>
  labels === undefined ? "" : Object.values(labels).join("\n")

interface Series {
  readonly labels: Labels | undefined
  readonly buckets: Array<number>
  sum: number
}

const makeRegistry = (): Registry => {
  const blocks: Array<() => string> = []
  const reads = new Map<string, Family["read"]>()
  const descriptions = new Map<string, () => unknown>()
  const register = (family: Family) => {
    reads.set(family.name, family.read)
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
    counter: (name, help, known = withoutLabels) => {
      const samples = new Map<string, { readonly labels: Labels | undefined; value: number }>()
      for (const labels of known) samples.set(keyOf(labels), { labels, value: 0 })
      register({ name, help, type: "counter", read: () => [...samples.values()] })
      return (labels, by = 1) => {
        const key = keyOf(labels)
        const sample = samples.get(key)
        if (sample !== undefined) sample.value += by
        else if (samples.size < maxSeries) samples.set(key, { labels, value: by })
      }
    },
    histogram: (name, help, bounds, known = withoutLabels) => {
      const series = new Map<string, Series>()
      const bucketsOf = ({ buckets, labels }: Series): ReadonlyArray<Sample> => {
        let below = 0
        return buckets.map((count, index) => {
          below += count
          return { labels: { ...labels, le: `${bounds[index] ?? "+Inf"}` }, value: below }
        })
      }
      reads.set(name, () => [...series.values()].flatMap(bucketsOf))
      blocks.push(() => {
        const lines = [...series.values()].map((each) => {
          const { labels, sum } = each
          const counts = bucketsOf(each)
          const total = sampleText(`${name}_sum`, { labels, value: sum })
          const count = sampleText(`${name}_count`, { labels, value: counts.at(-1)?.value ?? 0 })
          return counts.map((one) => sampleText(`${name}_bucket`, one)).join("") + total + count
        })
        return headText({ name, help, type: "histogram" }) + lines.join("")
      })
      const seriesOf = (labels: Labels | undefined): Series | undefined => {
        const key = keyOf(labels)
        const there = series.get(key)
        if (there !== undefined || series.size >= maxSeries) return there
        const made = { labels, buckets: Array.from({ length: bounds.length + 1 }, () => 0), sum: 0 }
        series.set(key, made)
        return made
      }
      for (const labels of known) seriesOf(labels)
      return (value, labels) => {
        const found = seriesOf(labels)
        if (found === undefined) return
        const bound = bounds.findIndex((each) => value <= each)
        const index = bound < 0 ? bounds.length : bound
        found.buckets[index] = (found.buckets[index] ?? 0) + 1
        found.sum += value
      }
    },
    read: (name) => {
      try {
        return reads.get(name)?.() ?? []
      } catch {
        return []
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
