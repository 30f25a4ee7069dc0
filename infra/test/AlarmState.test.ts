/** The judge of alarms: what it says of values that are known. */
import { expect, it } from "vitest"
import { type AlarmProperties, stateOf } from "./AlarmState.ts"

const now = 1_800_000_000_000

const line = (minutesAgo: number, values: Readonly<Record<string, number>>): string =>
  JSON.stringify({
    _aws: {
      Timestamp: now - minutesAgo * 60_000,
      CloudWatchMetrics: [
        {
          Namespace: "MangaAssist",
          Dimensions: [["Stage"]],
          Metrics: Object.keys(values).map((Name) => ({ Name })),
        },
      ],
    },
    Stage: "production",
    ...values,
  })

const metric = (MetricName: string, Stat: string) => ({
  Metric: {
    Namespace: "MangaAssist",
    MetricName,
    Dimensions: [{ Name: "Stage", Value: "production" }],
  },
  Period: 300,
  Stat,
})

const share: AlarmProperties = {
  Metrics: [
    { Id: "e", Expression: "IF(bad >= 5, 100 * bad / all, 0)" },
    { Id: "bad", MetricStat: metric("Bad", "Sum"), ReturnData: false },
    { Id: "all", MetricStat: metric("All", "Sum"), ReturnData: false },
  ],
  Threshold: 2,
  ComparisonOperator: "GreaterThanThreshold",
  EvaluationPeriods: 2,
  DatapointsToAlarm: 2,
  TreatMissingData: "notBreaching",
}

it.each([
  ["OK", "nothing was told", []],
  ["OK", "one period was bad", [line(1, { Bad: 9, All: 100 })]],
  ["ALARM", "two were", [line(1, { Bad: 9, All: 100 }), line(6, { Bad: 9, All: 100 })]],
  ["OK", "few were bad", [line(1, { Bad: 4, All: 4 }), line(6, { Bad: 4, All: 4 })]],
  [
    "ALARM",
    "the sum over tasks is bad",
    [1, 2, 6, 7].map((minute) => line(minute, { Bad: 3, All: 100 })),
  ],
  ["OK", "it was long ago", [line(11, { Bad: 9, All: 100 }), line(16, { Bad: 9, All: 100 })]],
] as const)("%s: %s", (state, _, lines) => {
  expect(stateOf(share, lines, now)).toBe(state)
})

const single = (threshold: number): AlarmProperties => ({
  Namespace: "MangaAssist",
  MetricName: "ModelBudgetUsed",
  Dimensions: [{ Name: "Stage", Value: "production" }],
  Period: 300,
  Statistic: "Maximum",
  Threshold: threshold,
  ComparisonOperator: "GreaterThanThreshold",
  EvaluationPeriods: 1,
  TreatMissingData: "notBreaching",
})

it("takes the highest of a gauge, and no stage for another", () => {
  const told = [line(1, { ModelBudgetUsed: 0.5 }), line(2, { ModelBudgetUsed: 0.95 })]
  expect(stateOf(single(0.9), told, now)).toBe("ALARM")
  expect(stateOf(single(0.96), told, now)).toBe("OK")
  const others = told.map((text) => text.replace("production", "staging"))
  expect(stateOf(single(0.9), others, now)).toBe("OK")
})
