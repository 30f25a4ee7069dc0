/** What the page of security says is kept of a customer, and how long, is what templates and sources say. */
import { Template } from "aws-cdk-lib/assertions"
import { describe, expect, it } from "vitest"
import { build } from "../src/Build.ts"
import { readRoot } from "./appSources.ts"

const template = Template.fromStack(
  build({ gatewaySecret: "gateway", settings: '{"AUTH":"jwt"}' }).store,
)

const page = readRoot("docs/security.md")
const rows = page
  .slice(page.indexOf("## What is kept of a customer"))
  .split("\n")
  .flatMap((line) => {
    const [, place = "", , erased = "", kept = ""] = line.split("|").map((cell) => cell.trim())
    return line.startsWith("|") && kept !== "" ? [{ place, erased, kept }] : []
  })

const keptIn = (place: string): string => {
  const found = rows.filter((row) => row.place.includes(place))
  expect(found.map((row) => row.place)).toHaveLength(1)
  return found[0]?.kept ?? ""
}

const propertiesOf = (type: string, id: string): Readonly<Record<string, unknown>> =>
  Object.entries(template.findResources(type)).find(([name]) => name.startsWith(id))?.[1].Properties

const daysOf = (of: Template, id: string) =>
  Object.entries(of.findResources("AWS::Logs::LogGroup")).find(([name]) => name.startsWith(id))?.[1]
    .Properties.RetentionInDays

/** `name = 1_000 * 60`, as a number; products of numbers and earlier names alone. */
const constantIn = (file: string, name: string): number => {
  const text = readRoot(file)
  const known = new Map<string, number>()
  for (const [, constant = "", product = ""] of text.matchAll(/const (\w+) = ([\w* ]+)\n/g)) {
    const factors = product.split("*").map((factor) => factor.trim())
    known.set(
      constant,
      factors.reduce((all, one) => all * (known.get(one) ?? Number(one.replaceAll("_", ""))), 1),
    )
  }
  return known.get(name) ?? Number.NaN
}

const day = 24 * 60 * 60
const minute = 60_000
const session = "packages/assistant/src/conversation/session"

describe("what is kept of a customer", () => {
  it.each([
    ["audit log group", `${daysOf(template, "Audit")} days`],
    ["logs of an API Gateway", `${daysOf(template, "GatewayLogs")} days`],
    ["flow logs", `${daysOf(template, "FlowLogs")} days`],
    [
      "stream `SINK_ANALYTICS_STREAM`",
      `${Number(propertiesOf("AWS::Kinesis::Stream", "Analytics")["RetentionPeriodHours"]) / 24} day`,
    ],
    [
      "dead-letter queue",
      `${Number(propertiesOf("AWS::SQS::Queue", "DeadLetters")["MessageRetentionPeriod"]) / day} days`,
    ],
  ])("%s: %s, as in the template", (place, kept) => {
    expect(keptIn(place)).toContain(kept)
  })

  it.each([
    ["table `Sessions`", constantIn(`${session}/SessionKeys.ts`, "keepSeconds") / day],
    [
      "table `Feedback`",
      constantIn("packages/assistant/src/record/StoreSinks.ts", "feedbackSeconds") / day,
    ],
    ["customer's key", constantIn(`${session}/CustomerKey.ts`, "keepKeySeconds") / day],
    ["mark of an erased", constantIn(`${session}/CustomerKey.ts`, "keepErasedSeconds") / day],
  ])("%s: %i days, as in the source", (place, days) => {
    expect(keptIn(place)).toMatch(new RegExp(`^${days} days`))
  })

  it.each([
    [
      "`context:*`",
      "packages/assistant/src/context/ContextSources.ts",
      "sessionFreshMs",
      "minutes",
    ],
    ["`replay:*`", "apps/orchestrator/src/sessions/ReplayStore.ts", "keptMs", "minutes"],
    ["`budget:*`", "packages/assistant/src/budget/RedisBudgetStore.ts", "customerMs", "hours"],
    ["connections of", "apps/orchestrator/src/gateway/ConnectionStore.ts", "lifeMs", "hours"],
  ])("%s as in %s", (place, file, name, unit) => {
    const amount = constantIn(file, name) / (unit === "hours" ? 60 * minute : minute)
    expect(keptIn(place)).toMatch(new RegExp(`^${amount} ${unit}`))
  })

  it("logs of tasks as the three sizes keep them, backups as long as AWS does by default", () => {
    const days = ["small", "medium", "large"].map((size) =>
      daysOf(Template.fromStack(build({ stage: "staging", size }).store), "ChatLogs"),
    )
    expect(keptIn("logs of tasks")).toContain(`${days[0]}, ${days[1]} or ${days[2]} days`)
    for (const { Properties } of Object.values(template.findResources("AWS::DynamoDB::Table"))) {
      expect(Properties.PointInTimeRecoverySpecification.RecoveryPeriodInDays ?? 35).toBe(35)
    }
    expect(keptIn("backups")).toBe("35 days")
  })

  it("longer by its key than by what is under it, and by its mark than what may be written again", () => {
    const key = constantIn(`${session}/CustomerKey.ts`, "keepKeySeconds") / day
    const mark = constantIn(`${session}/CustomerKey.ts`, "keepErasedSeconds") / day
    expect(key).toBeGreaterThan(daysOf(template, "Audit"))
    expect(mark).toBeGreaterThan(
      Number(propertiesOf("AWS::SQS::Queue", "DeadLetters")["MessageRetentionPeriod"]) / day,
    )
  })

  it("and how long servers write under a key that is gone, in words", () => {
    const source = readRoot("packages/assistant/src/record/OfCustomers.ts")
    expect(source).toContain("knownFor = Duration.minutes(5)")
    const told = ["docs/security.md", "docs/runbook.md", "tooling/customer/src/Arguments.ts"]
    for (const file of told) expect(readRoot(file)).toContain("five minutes")
  })

  it("in no table, stream, queue or log group that the page leaves out", () => {
    const kinds = ["DynamoDB::Table", "Kinesis::Stream", "SQS::Queue", "Logs::LogGroup"]
    const known: Readonly<Record<string, string>> = {
      Analytics: "stream",
      Audit: "audit log group",
      DeadLetters: "dead-letter queue",
      Feedback: "`Feedback`",
      GatewayLogs: "logs of an API Gateway",
      FlowLogs: "flow logs",
      Orders: "`Orders`",
      // The catalogue: nothing of a customer.
      Products: "table",
      Sessions: "table `Sessions`",
      Users: "`Users`",
    }
    const ids = kinds.flatMap((kind) => Object.keys(template.findResources(`AWS::${kind}`)))
    for (const id of ids) {
      const name = id.replace(/[A-F0-9]{8}$/, "")
      const place = known[name] ?? (name.endsWith("Logs") ? "logs of tasks" : undefined)
      expect([id, rows.some((row) => row.place.includes(place ?? "not known"))]).toEqual([id, true])
    }
  })
})

describe("a customer's items", () => {
  it("have the same index in the template as in the emulator", () => {
    const local = readRoot("tooling/local-aws/src/seed/Tables.ts")
    const indexed = Object.values(template.findResources("AWS::DynamoDB::Table")).flatMap(
      ({ Properties }) => {
        const table = String(Properties.TableName).split("-").at(-1)
        return (Properties.GlobalSecondaryIndexes ?? [])
          .filter(() => table !== "Products")
          .map((index: { readonly IndexName: string; readonly Projection: unknown }) => {
            expect(index.Projection).toEqual({ ProjectionType: "KEYS_ONLY" })
            return [table, index.IndexName]
          })
      },
    )
    expect(Object.fromEntries(indexed)).toEqual({ Sessions: "user", Feedback: "user" })
    expect(local).toContain(
      `byCustomer: Index = { name: "user", keys: ["user"], projection: "KEYS_ONLY" }`,
    )
    for (const [table] of indexed) expect(local).toContain(`${table}: byCustomer`)
  })

  it("are a restored table's, for tasks and alarms, where a setting names one", () => {
    const settings = JSON.stringify({ DYNAMODB_TABLE_SESSIONS: "MangaAssist-restored" })
    const of = Template.fromStack(build({ settings }).store)
    const policy = JSON.stringify(of.findResources("AWS::IAM::Policy"))
    expect(policy).toContain(":table/MangaAssist-restored")
    // The old one stays the stack's, so that nothing that holds data goes.
    of.resourceCountIs("AWS::DynamoDB::Table", 5)
    expect(JSON.stringify(of.findResources("AWS::CloudWatch::Alarm"))).toContain(
      "MangaAssist-restored",
    )
    expect(JSON.stringify(of.findResources("AWS::ECS::TaskDefinition"))).toContain(
      '"Name":"DYNAMODB_TABLE_SESSIONS","Value":"MangaAssist-restored"',
    )
  })
})
