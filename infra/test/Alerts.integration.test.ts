/** Every alert rule fires by its series and is silent again after them; judged by Prometheus' own tool. */
import { execFile } from "node:child_process"
import { mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { expect, it } from "vitest"
import { readRoot } from "./appSources.ts"

const file = (name: string) => fileURLToPath(new URL(`../monitoring/${name}`, import.meta.url))
const rules = file("alerts.yaml")

const promtool = (...args: ReadonlyArray<string>): Promise<{ code: number; out: string }> =>
  new Promise((resolve) => {
    const child = execFile("promtool", [...args], (_, out, err) =>
      resolve({ code: child.exitCode ?? -1, out: out + err }),
    )
  })

interface Series {
  readonly series: string
  readonly values: string
}

/** Values of a minute each: as they are while nothing is wrong, then 30 minutes of the fault, then well again. */
const told = (series: string, well: string, wrong: string, after: string): Series => ({
  series,
  values: `${well}x20 ${wrong}x30 ${after}x60`,
})

/** A counter that grows by so much a minute, in the three times. */
const counted = (series: string, well: number, wrong: number): Series => {
  const begun = well * 20
  const broken = begun + well + wrong * 30
  return told(series, `0+${well}`, `${begun + well}+${wrong}`, `${broken + wrong}+${well}`)
}

const level = (series: string, well: number, wrong: number): Series =>
  told(series, `${well}+0`, `${wrong}+0`, `${well}+0`)

const turns = [
  counted('manga_assist_turns_total{instance="a",outcome="complete",source="model"}', 100, 100),
  // What one customer's limits refuse meanwhile makes the share of the others no smaller.
  counted('manga_assist_turns_total{instance="a",outcome="rate-limited",source="none"}', 0, 5_000),
]
const degraded = (code: string) =>
  counted(`manga_assist_degraded_total{instance="a",code="${code}"}`, 0, 30)
const sink = (event: string) =>
  `manga_assist_sink_records{instance="a",sink="audit",event="${event}"}`

/** Of 100 turns a minute. */
const firstContent = [
  counted('manga_assist_first_content_seconds_bucket{instance="a",le="2"}', 100, 80),
  counted('manga_assist_first_content_seconds_bucket{instance="a",le="3"}', 100, 100),
  counted('manga_assist_first_content_seconds_bucket{instance="a",le="+Inf"}', 100, 100),
]

/** 120,000 tokens an hour, of which a thousand a minute are spent in good times. */
const expectedTokens = level(
  'manga_assist_model_budget_expected_tokens{instance="a"}',
  120_000,
  120_000,
)
const budgetTokens = (wrong: number) =>
  counted('manga_assist_model_budget_tokens_total{instance="a",for="customer"}', 1_000, wrong)

const faults: Readonly<Record<string, ReadonlyArray<Series>>> = {
  ChatDown: [level('up{job="manga-assist",instance="a"}', 1, 0)],
  ServiceAway: [level('manga_assist_service_away_seconds{instance="a",service="bedrock"}', 0, 600)],
  FirstContentSlow: firstContent,
  TurnsFail: [
    ...turns,
    counted('manga_assist_turns_total{instance="a",outcome="internal",source="none"}', 0, 10),
  ],
  ModelUnavailable: [...turns, degraded("model-unavailable")],
  ModelDenied: [counted('manga_assist_model_load{instance="a",event="denied"}', 0, 5)],
  ModelFallback: [...turns, degraded("model-fallback")],
  ModelSpendHigh: [expectedTokens, budgetTokens(5_000)],
  ModelSpendExtreme: [expectedTokens, budgetTokens(12_500)],
  ModelBudgetSpent: [
    level('manga_assist_model_budget_limit{instance="a",budget="tokens"}', 1_000_000, 1_000_000),
    level('manga_assist_model_budget_counted{instance="a",budget="tokens"}', 100_000, 950_000),
  ],
  ModelQuotaNear: [
    level('manga_assist_model_budget_limit{instance="a",budget="quota-simple"}', 1_000, 1_000),
    level('manga_assist_model_budget_counted{instance="a",budget="quota-simple"}', 100, 950),
  ],
  ModelBudgetAlone: [level('manga_assist_model_budget_shared{instance="a"}', 1, 0)],
  SearchDegraded: [...turns, degraded("retrieval-failed")],
  TablesDegraded: [...turns, degraded("facts-late")],
  CacheUnreadable: [level('manga_assist_tag_versions_readable{instance="a"}', 1, 0)],
  CacheWritesFail: [
    counted('manga_assist_answer_cache_events_total{instance="a",event="writeFailures"}', 0, 5),
  ],
  WrongHits: [level('manga_assist_cache_form_off{form="price"}', 0, 1)],
  PromptCacheIgnored: [
    counted('manga_assist_prompt_cache_total{model="m",outcome="ignored"}', 0, 1),
  ],
  RecordsRefused: [counted(sink("refused"), 0, 1)],
  DiskRefuses: [counted(sink("unjournaled"), 0, 1)],
  RecordsLost: [counted(sink("dropped"), 0, 1)],
  RecordsLate: [level(sink("oldestAgeMs"), 100, 400_000)],
  HandshakesGrow: [
    ...turns,
    counted('manga_assist_model_connections{instance="a",event="handshakes"}', 0, 50),
  ],
  EndpointUnhealthy: [
    level('manga_assist_endpoint_health{instance="a",endpoint="dynamodb"}', 1, 0),
  ],
  EventLoopBlocked: [
    level('nodejs_eventloop_delay_seconds{instance="a",quantile="0.99"}', 0.02, 0.5),
  ],
  SocketsNearLimit: [level('manga_assist_open_connections{instance="a"}', 100, 14_000)],
  InternalErrors: [counted('manga_assist_errors_total{instance="a",code="internal"}', 0, 1)],
  NoWorkerLeads: [level('precompute_leader{instance="w"}', 1, 0)],
  TwoWorkersLead: [
    level('precompute_leader{instance="w"}', 1, 1),
    level('precompute_leader{instance="v"}', 0, 1),
  ],
  WorkerFails: [counted('precompute_entries_failed_total{instance="w"}', 0, 3)],
}

/** Without one that leads, an alert fires. */
const worker = level('precompute_leader{instance="w"}', 1, 1)

const names = [...readRoot("infra/monitoring/alerts.yaml").matchAll(/- alert: (\w+)/g)].map(
  ([, name = ""]) => name,
)

/** How many alerts of the name fire at a minute. */
const firing = (name: string, minute: number, count: number) => ({
  expr: `count(ALERTS{alertname="${name}",alertstate="firing"}) or vector(0)`,
  eval_time: `${minute}m`,
  exp_samples: [{ labels: "{}", value: count }],
})

it("each alert has a fault that this suite makes", () => {
  expect(Object.keys(faults)).toEqual(names)
})

it("each alert fires while its fault lasts, and at no other time", async () => {
  const folder = await mkdtemp(join(tmpdir(), "alerts-"))
  const tests = Object.entries(faults).map(([name, series]) => ({
    name,
    interval: "1m",
    input_series: series,
    promql_expr_test: [firing(name, 19, 0), firing(name, 45, 1), firing(name, 100, 0)],
  }))
  const path = join(folder, "alerts.test.yaml")
  // JSON is YAML.
  await writeFile(path, JSON.stringify({ rule_files: [rules], evaluation_interval: "1m", tests }))
  const { code, out } = await promtool("test", "rules", path)
  await rm(folder, { recursive: true })
  expect({ code, out }).toMatchObject({ code: 0 })
})

/** At no minute does any alert fire. */
const raisesNone = async (series: ReadonlyArray<Series>) => {
  const folder = await mkdtemp(join(tmpdir(), "alerts-"))
  const path = join(folder, "alerts.test.yaml")
  const test = {
    interval: "1m",
    input_series: series,
    promql_expr_test: [19, 45, 55].map((minute) => ({
      expr: "count(ALERTS) or vector(0)",
      eval_time: `${minute}m`,
      exp_samples: [{ labels: "{}", value: 0 }],
    })),
  }
  await writeFile(
    path,
    JSON.stringify({ rule_files: [rules], evaluation_interval: "1m", tests: [test] }),
  )
  const { code, out } = await promtool("test", "rules", path)
  await rm(folder, { recursive: true })
  expect({ code, out }).toMatchObject({ code: 0 })
}

it("a healthy store raises none", () => {
  // Each series as it is while nothing is wrong, all at once.
  const well = new Map(
    Object.values(faults)
      .flat()
      .map(({ series, values }) => [
        series,
        { series, values: (values.split(" ")[0] ?? "").replace(/x20$/, "x60") },
      ]),
  )
  return raisesNone([...well.values()])
})

it("a customer who asks on beyond their own budget and limits raises none", () => {
  const ended = (outcome: string) =>
    counted(`manga_assist_turns_total{instance="a",outcome="${outcome}",source="none"}`, 0, 90)
  return raisesNone([
    worker,
    ...turns,
    ...["busy", "shutting-down", "bad-frame"].map(ended),
    ...["customer-budget", "catalogue-answer", "stale-answer"].map(degraded),
  ])
})

it("a turn that failed is the same for Prometheus as for CloudWatch", () => {
  const source = readRoot("apps/orchestrator/src/metrics/KnownLabels.ts")
  const wordsIn = (pattern: RegExp) =>
    [...(pattern.exec(source)?.[1] ?? "").matchAll(/[a-z-]{3,}(?="|: true)/g)].map(([word]) => word)
  const failures = wordsIn(/failures: ReadonlyArray<string> = \[([^\]]+)\]/)
  const finishes = wordsIn(/finishes = [^{]+\(\{([^}]+)\}/)
  const asked = [...readRoot("infra/monitoring/alerts.yaml").matchAll(/outcome=~"([^"]+)"/g)].map(
    ([, words]) => words?.split("|"),
  )
  expect(failures).toContain("internal")
  expect(finishes).toContain("complete")
  const all = [...finishes, ...failures]
  expect(asked).toEqual([all, all, failures])
})

it("the example of a configuration holds", async () => {
  expect(await promtool("check", "config", file("prometheus.yaml"))).toMatchObject({ code: 0 })
})

it("alerts and the dashboard ask for metrics that the apps have", () => {
  const sources = [
    ...["report/MetricsText", "worker/WorkerTotals"].map((name) =>
      readRoot(`apps/precompute/src/${name}.ts`),
    ),
    ...[
      "ServerMetrics",
      "StoreMetrics",
      "BudgetMetrics",
      "TurnMetrics",
      "EndpointMetrics",
      "ProcessMetrics",
    ].map((name) => readRoot(`apps/orchestrator/src/metrics/${name}.ts`)),
  ].join("\n")
  for (const name of ["alerts.yaml", "grafana-dashboard.json"]) {
    const text = readRoot(`infra/monitoring/${name}`)
    const asked = text.match(/\b(?:manga_assist|precompute|nodejs|process)_[a-z_]+/g) ?? []
    expect(asked.length).toBeGreaterThan(10)
    for (const metric of new Set(asked)) {
      expect(sources).toContain(`"${metric.replace(/_(?:bucket|sum|count)$/, "")}"`)
    }
  }
})
