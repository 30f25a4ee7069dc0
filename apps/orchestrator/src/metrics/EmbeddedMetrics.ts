/**
 * Writes once a minute, and once more when the server has drained, one line of CloudWatch's embedded metric format to
 * standard output: what customers felt since the line before. The alarms of `infra/src/watching` look at these metrics,
 * and deployments roll back on them.
 *
 * All values are read from the registry, which also makes the Prometheus page; nothing is counted a second time. The
 * only dimension is the stage, so CloudWatch keeps one series for each metric however many tasks there are.
 */
import type { Sample } from "@manga-assist/process/metrics"
import { identifier } from "@manga-assist/process"
import { Clock, type Config, Effect, Layer } from "effect"
import { failures, finishes } from "./KnownLabels.ts"
import { MetricsRegistry, type Registry } from "./MetricsRegistry.ts"

/** As the rule `FirstContentSlow` of Prometheus has it; a bound of the histogram. */
const slowSeconds = "2"

const sum = (samples: ReadonlyArray<Sample>): number =>
  samples.reduce((total, { value }) => total + value, 0)

type Read = (family: string, label?: string, words?: ReadonlyArray<string>) => number

/** Totals since the start. Of messages that the customer's own limits refused (`busy`, `rate-limited`) none counts. */
const totals: ReadonlyArray<readonly [name: string, total: (read: Read) => number]> = [
  ["Turns", (read) => read("manga_assist_turns_total", "outcome", [...finishes, ...failures])],
  ["FailedTurns", (read) => read("manga_assist_turns_total", "outcome", failures)],
  ["DegradedTurns", (read) => read("manga_assist_degraded_turns_total")],
  ["FirstContents", (read) => read("manga_assist_first_content_seconds", "le", ["+Inf"])],
  [
    "SlowFirstContents",
    (read) =>
      read("manga_assist_first_content_seconds", "le", ["+Inf"]) -
      read("manga_assist_first_content_seconds", "le", [slowSeconds]),
  ],
  ["RefusedModelCalls", (read) => read("manga_assist_model_load", "event", ["refused", "denied"])],
]

/** The share of the models' budget that is used up: of all instances, so the highest of them is right. */
const budgetUsed = "manga_assist_model_budget_used_ratio"

/** What a line says of the time since the last call. */
export const embeddedLines = (registry: Registry, stage: string): ((at: number) => string) => {
  const read: Read = (family, label, words) =>
    sum(
      registry
        .read(family)
        .filter(({ labels }) => label === undefined || words?.includes(labels?.[label] ?? "")),
    )
  const before = new Map<string, number>()
  return (at) => {
    const counts = totals.map(([name, total]) => {
      const now = total(read)
      const since = now - (before.get(name) ?? 0)
      before.set(name, now)
      return [name, since] as const
    })
    const used = registry.read(budgetUsed).map(({ value }) => value)
    const values = Object.fromEntries([
      ...counts,
      ...(used.length === 0 ? [] : [["ModelBudgetUsed", Math.max(...used)] as const]),
    ])
    const metrics = Object.keys(values).map((Name) => ({
      Name,
      Unit: Name === "ModelBudgetUsed" ? "None" : "Count",
    }))
    return JSON.stringify({
      _aws: {
        Timestamp: at,
        CloudWatchMetrics: [
          { Namespace: "MangaAssist", Dimensions: [["Stage"]], Metrics: metrics },
        ],
      },
      Stage: stage,
      ...values,
    })
  }
}

/** `EMBEDDED_METRICS_STAGE`: the stage's name in the lines; without it none is written. */
export const layerEmbeddedMetrics: Layer.Layer<never, Config.ConfigError, MetricsRegistry> =
  Layer.effectDiscard(
    Effect.gen(function* () {
      const stage = yield* identifier("EMBEDDED_METRICS_STAGE", "")
      if (stage === "") return
      const lineOf = embeddedLines(yield* MetricsRegistry, stage)
      const write = Effect.map(
        Clock.currentTimeMillis,
        (at) => void process.stdout.write(`${lineOf(at)}\n`),
      )
      yield* Effect.addFinalizer(() => write)
      yield* Effect.sleep("1 minute").pipe(
        Effect.andThen(write),
        Effect.forever({ disableYield: true }),
        Effect.forkScoped({ startImmediately: true }),
      )
    }),
  )
