/**
 * Publishes measurements to CloudWatch: by PutMetricData, or as lines of its embedded metric format that a log driver
 * carries from standard output.
 *
 * It holds nothing back: of each batch that the sink hands it, the values with one name, one set of dimensions and the same
 * minute become one datum, each value with its count, so that percentiles stay possible. CloudWatch adds up duplicates: a batch whose reply was lost is counted twice.
 */
import { func, methods, needed, object, text } from "@manga-assist/options"
import { Effect } from "effect"
import { check } from "../contract/CheckOptions.ts"
import { call, chunksOf, sendChunks } from "./Chunks.ts"
import type { WriteAnswer } from "../contract/WriteAnswer.ts"
import type { EmbeddedOptions, Measurement, MetricDatum, MetricsOptions } from "./WriterOptions.ts"

/** PutMetricData: 1,000 metrics and 1 MB a request. */
const LIMITS = { service: "CloudWatch", count: 1_000, bytes: 1_000_000, recordBytes: 1_000_000 }
/** Different values of one metric. */
const MAX_VALUES = 150
/** Values of one metric in a line of the embedded format. */
const MAX_LINE_VALUES = 100
const MINUTE = 60_000

const metricsRules = object<MetricsOptions>({
  client: needed(methods("putMetricData")),
  namespace: needed(text),
})

/** @throws OptionError */
export const metricsWriter = (
  options: MetricsOptions,
): ((batch: ReadonlyArray<Measurement>) => Effect.Effect<WriteAnswer>) => {
  check("metricsWriter", metricsRules, options)
  return (batch) =>
    Effect.suspend(() => {
      const groups = grouped(batch)
      const sizes = groups.map(({ datum }) => JSON.stringify(datum).length)
      return sendChunks(chunksOf(sizes, LIMITS), (indexes) =>
        call(LIMITS.service, (signal) =>
          options.client.putMetricData(
            {
              Namespace: options.namespace,
              MetricData: indexes.flatMap((index) => groups[index]?.datum ?? []),
            },
            signal,
          ),
        ).pipe(Effect.as({})),
      ).pipe(
        Effect.map(({ failed = [], reason, rejected = [] }) => ({
          failed: failed.flatMap((index) => groups[index]?.from ?? []),
          rejected: rejected.flatMap(({ index, reason }) =>
            (groups[index]?.from ?? []).map((own) => ({ index: own, reason })),
          ),
          reason,
        })),
      )
    })
}

const embeddedRules = object<EmbeddedOptions>({ namespace: needed(text), print: needed(func) })

/** @throws OptionError */
export const embeddedMetricsWriter = (
  options: EmbeddedOptions,
): ((batch: ReadonlyArray<Measurement>) => Effect.Effect<void>) => {
  check("embeddedMetricsWriter", embeddedRules, options)
  return (batch) =>
    Effect.sync(() => {
      for (const { datum } of grouped(batch)) {
        const values = datum.Values.flatMap((value, index) =>
          Array.from({ length: datum.Counts[index] ?? 0 }, () => value),
        )
        for (let from = 0; from < values.length; from += MAX_LINE_VALUES) {
          options.print(
            lineOf(options.namespace, datum, values.slice(from, from + MAX_LINE_VALUES)),
          )
        }
      }
    })
}

const lineOf = (namespace: string, datum: MetricDatum, values: ReadonlyArray<number>): string => {
  const dimensions = Object.fromEntries(datum.Dimensions.map(({ Name, Value }) => [Name, Value]))
  const Metrics = [{ Name: datum.MetricName, Unit: datum.Unit }]
  const directive = { Namespace: namespace, Dimensions: [Object.keys(dimensions)], Metrics }
  return JSON.stringify({
    _aws: { Timestamp: datum.Timestamp.getTime(), CloudWatchMetrics: [directive] },
    ...dimensions,
    [datum.MetricName]: values,
  })
}

const grouped = (batch: ReadonlyArray<Measurement>) => {
  const groups = new Map<string, { readonly datum: MetricDatum; readonly from: Array<number> }>()
  const full: Array<{ readonly datum: MetricDatum; readonly from: Array<number> }> = []
  for (const [index, { at, dimensions, metric, unit, value }] of batch.entries()) {
    const pairs = Object.entries(dimensions ?? {}).map(([Name, Value]) => ({ Name, Value }))
    const minute = Math.floor(at / MINUTE)
    const key = JSON.stringify([metric, unit, minute, pairs])
    let group = groups.get(key)
    if (group !== undefined && group.datum.Values.length >= MAX_VALUES) {
      full.push(group)
      group = undefined
    }
    group ??= {
      datum: {
        MetricName: metric,
        Timestamp: new Date(minute * MINUTE),
        Unit: unit,
        Dimensions: pairs,
        Values: [],
        Counts: [],
      },
      from: [],
    }
    groups.set(key, group)
    group.from.push(index)
    const place = group.datum.Values.indexOf(value)
    if (place === -1) {
      group.datum.Values.push(value)
      group.datum.Counts.push(1)
    } else group.datum.Counts[place] = (group.datum.Counts[place] ?? 0) + 1
  }
  return [...full, ...groups.values()]
}
