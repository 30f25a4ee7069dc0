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

/** Which of the models' budgets each share is of. They are of all instances, so the highest that one tells is right. */
const budgets = [
  ["ModelBudgetUsed", /^(tokens|dollars)$/],
  ["ModelQuotaUsed", /^quota-/],
] as const

/** The largest share of a budget that counts as spent, by name; nothing of budgets that are not set. */
const budgetShares = (
  registry: Registry,
): ReadonlyArray<readonly [name: string, share: number]> => {
  const budgetOf = ({ labels }: Sample) => labels?.["budget"] ?? ""
  const limits = new Map(
    registry
      .read("manga_assist_model_budget_limit")
      .map((sample) => [budgetOf(sample), sample.value] as const),
  )
  const counted = registry.read("manga_assist_model_budget_counted")
  return budgets.flatMap(([name, pattern]) => {
    const shares = counted.flatMap((sample) => {
      const limit = limits.get(budgetOf(sample))
      return pattern.test(budgetOf(sample)) && limit !== undefined ? [sample.value / limit] : []
    })
    return shares.length === 0 ? [] : [[name, Math.max(...shares)] as const]
  })
}

/** Of the service that has not answered for the longest time; nothing where none is watched. */
const awaySeconds = (registry: Registry): ReadonlyArray<readonly [name: string, value: number]> => {
  const away = registry.read("manga_assist_service_away_seconds").map(({ value }) => value)
  return away.length === 0 ? [] : [["ServiceAwaySeconds", Math.max(...away)]]
}

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
    const shares = budgetShares(registry)
    const away = awaySeconds(registry)
    const unitOf =
      (Unit: "Count" | "None" | "Seconds") => (pair: readonly [Name: string, value: number]) => ({
        Name: pair[0],
        Unit,
      })
    const metrics = [
      ...counts.map(unitOf("Count")),
      ...shares.map(unitOf("None")),
      ...away.map(unitOf("Seconds")),
    ]
    return JSON.stringify({
      _aws: {
        Timestamp: at,
        CloudWatchMetrics: [
          { Namespace: "MangaAssist", Dimensions: [["Stage"]], Metrics: metrics },
        ],
      },
      Stage: stage,
      ...Object.fromEntries([...counts, ...shares, ...away]),
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
