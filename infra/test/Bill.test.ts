import { readPrices } from "../src/cost/Prices.ts"
import { alarmMetrics, billOf } from "../src/cost/Bill.ts"
import { billText } from "../src/cost/BillReport.ts"
import { Template } from "aws-cdk-lib/assertions"
import { build } from "../src/Build.ts"
import { defaultUsage } from "../src/cost/Usage.ts"
import { readOptions } from "../src/options/Options.ts"
import { describe, expect, it } from "vitest"

const optionsOf = (context: Readonly<Record<string, string>>) =>
  readOptions((name) => context[name])
const tokyo = await readPrices("ap-northeast-1")
const virginia = await readPrices("us-east-1")

const itemsOf = (context: Readonly<Record<string, string>>, usage = defaultUsage, prices = tokyo) =>
  new Map(
    billOf(optionsOf(context), usage, prices).items.map(({ monthly, name }) => [name, monthly]),
  )

describe("the bill", () => {
  it("is the sum of its items", () => {
    const { items, total } = billOf(optionsOf({}), defaultUsage, tokyo)
    expect(total).toBeCloseTo(
      items.reduce((sum, { monthly }) => sum + monthly, 0),
      9,
    )
    expect(items.every(({ monthly }) => monthly >= 0)).toBe(true)
  })

  it("counts tasks by the hour", () => {
    // 2 tasks of 1 vCPU and 2 GB, 730 hours.
    expect(itemsOf({}).get("Fargate, chat")).toBeCloseTo(2 * 730 * (0.05056 + 2 * 0.00553), 6)
  })

  it("counts endpoints in each zone, and NAT gateways only when they are there", () => {
    const two = itemsOf({}).get("Interface endpoints") ?? 0
    const three = itemsOf({ zones: "3" }).get("Interface endpoints") ?? 0
    expect(three - two).toBeCloseTo(8 * 0.014 * 730, 6)
    expect(itemsOf({}).get("NAT gateways")).toBe(0)
    expect(itemsOf({ nat: "true" }).get("NAT gateways")).toBeCloseTo(2 * 0.062 * 730, 6)
  })

  it("asks no model for what is answered from a cache", () => {
    expect(itemsOf({}, { ...defaultUsage, hitRate: 1 }).get("Bedrock tokens")).toBe(0)
    const all =
      itemsOf({}, { ...defaultUsage, hitRate: 0, complexShare: 0 }).get("Bedrock tokens") ?? 0
    // 20,000 turns a day, 1,800 tokens in at 1.1 and 160 out at 5.5 a million.
    expect(all).toBeCloseTo((20_000 * (365 / 12) * (1_800 * 1.1 + 160 * 5.5)) / 1e6, 6)
  })

  it("counts the balancer's connections, which a busy store has more of than bytes", () => {
    const units = (turnsPerDay: number) => {
      const { items } = billOf(optionsOf({}), { ...defaultUsage, turnsPerDay }, tokyo)
      return items.find(({ name }) => name === "Load balancer")?.how
    }
    // 10 million turns: 17,361 sockets are open, each two connections of 3,000 a unit.
    expect(units(10_000_000)).toBe("1, 11.57 units of connections and bytes")
  })

  it("counts Container Insights, and logs that tasks write without a turn", () => {
    const items = itemsOf({}, { ...defaultUsage, turnsPerDay: 0 })
    expect(items.get("Container Insights")).toBeGreaterThan(10)
    expect(items.get("Logs")).toBeGreaterThan(0.5)
  })

  it("counts the metrics that alarms look at", () => {
    const alarms = Template.fromStack(build({}).store).findResources("AWS::CloudWatch::Alarm")
    const looked = Object.values(alarms).map(({ Properties }) =>
      Properties.Metrics === undefined
        ? 1
        : (Properties.Metrics as Array<object>).filter((each) => "MetricStat" in each).length,
    )
    expect(looked.reduce((sum, count) => sum + count, 0)).toBe(alarmMetrics)
  })

  it("is smaller for a smaller stage and in the cheaper region", () => {
    const total = (context: Readonly<Record<string, string>>, prices = tokyo) =>
      billOf(optionsOf(context), { ...defaultUsage, hitRate: 1 }, prices).total
    expect(total({ size: "small" })).toBeLessThan(total({}))
    expect(total({ size: "large" })).toBeGreaterThan(total({}))
    expect(total({}, virginia)).toBeLessThan(total({}))
  })

  it("says what no price is known of", async () => {
    const options = optionsOf({ settings: '{"BEDROCK_MODEL_SIMPLE":"jp.other.model"}' })
    expect(() => billOf(options, defaultUsage, tokyo)).toThrow("no price of jp.other.model")
    await expect(readPrices("eu-nowhere-1")).rejects.toThrow(
      "there are no prices of eu-nowhere-1; infra/prices has ap-northeast-1, us-east-1",
    )
  })

  it("stands beside the source's table", () => {
    const options = optionsOf({})
    const text = billText(options, defaultUsage, tokyo, billOf(options, defaultUsage, tokyo))
    expect(text).toContain("Interface endpoints, 3 in 2 zones")
    expect(text).toMatch(/total +\d+\.\d\d/)
  })
})
