/**
 * Each alarm on what customers feel is fired by its fault: a server over the emulators, the lines of its log, and the
 * alarms of the template, judged over them.
 */
import { Template } from "aws-cdk-lib/assertions"
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from "vitest"
import { openPrograms, type Programs } from "../../tooling/end-to-end/test/Programs.ts"
import { build } from "../src/Build.ts"
import { customerRules } from "../src/watching/CustomerAlarms.ts"
import { type AlarmProperties, stateOf } from "./AlarmState.ts"
import { production } from "./stages.ts"

const { options, store } = build(production)
const ids = customerRules(options).map(({ id }) => id)
const alarms = new Map(
  Object.values(Template.fromStack(store).findResources("AWS::CloudWatch::Alarm")).map(
    ({ Properties }) =>
      [
        String(Properties.AlarmName).split("-").at(-1) ?? "",
        Properties as AlarmProperties,
      ] as const,
  ),
)

let programs: Programs
let emulators: Readonly<Record<string, string>>

beforeAll(async () => {
  programs = await openPrograms()
  emulators = await programs.startEmulators()
})
afterAll(() => programs.stop())

const questions = 12
/** So few that a busy machine degrades none. */
const atOnce = 3

const putFaults = (faults: ReadonlyArray<object>) =>
  fetch(`${emulators["ADMIN_URL"]}/faults`, {
    method: "PUT",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(faults),
  }).then(({ status }) => expect(status).toBe(200))
beforeEach(() => putFaults([]))

/** The names of the alarms that fire when a server lives so for a quarter of an hour. */
const fired = async (
  faults: ReadonlyArray<object>,
  environment: Readonly<Record<string, string>> = {},
): Promise<ReadonlyArray<string>> => {
  const server = await programs.startServer({
    ...emulators,
    ...environment,
    EMBEDDED_METRICS_STAGE: "production",
  })
  onTestFinished(async () => void (await server.stop()))
  await putFaults(faults)
  const ask = async (index: number) => {
    const body = { id: `${index}`, text: `Something quiet like a walk, number ${index} of them?` }
    const reply = await fetch(`${server.url}/chat`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    })
    expect(await reply.text()).toMatch(/turn-end|error/)
  }
  for (let from = 0; from < questions; from += atOnce) {
    await Promise.all(Array.from({ length: atOnce }, (_, index) => ask(from + index)))
  }
  await putFaults([])
  await server.stop()
  const lines = server
    .output()
    .split("\n")
    .filter((line) => line.startsWith('{"_aws"') && line.includes('"Turns"'))
  expect(lines.length).toBeGreaterThanOrEqual(1)
  const now = 1_800_000_000_000
  const at = (line: string, minutes: number) =>
    line.replace(/"Timestamp":\d+/, `"Timestamp":${now - minutes * 60_000}`)
  const told = [1, 6, 11].flatMap((minutes) => lines.map((line) => at(line, minutes)))
  return ids.filter((id) => {
    const alarm = alarms.get(id)
    if (alarm === undefined) throw new Error(`no alarm ${id}`)
    return stateOf(alarm, told, now) === "ALARM"
  })
}

describe("the alarms on what customers feel", () => {
  it("are silent while all is well", async () => {
    // A machine that is busy with other things is late itself, now and then.
    await expect.poll(() => fired([]), { timeout: 180_000, interval: 100 }).toEqual([])
  })

  it("say that first content is late", async () => {
    const slow = [
      { service: "bedrock", kind: "slow", delayMs: 2_600 },
      { service: "opensearch", kind: "slow", delayMs: 2_600 },
    ]
    expect(await fired(slow, { LATENCY_BUDGET_MS: "20000" })).toContain("FirstContentSlow")
  })

  it("say that turns fail", async () => {
    const away = ["bedrock", "opensearch", "dynamodb"].map((service) => ({
      service,
      kind: "unavailable",
    }))
    expect(await fired(away)).toContain("TurnsFail")
  })

  it.each([
    ["ModelBudget", "ModelBudgetUsed", 0.95, 0.5],
    ["ModelQuota", "ModelQuotaUsed", 0.95, 0.5],
    ["ServiceAway", "ServiceAwaySeconds", 61, 59],
  ])("judge what the server only tells: %s", (id, metric, bad, good) => {
    const now = 1_800_000_000_000
    const alarm = alarms.get(id)
    const stateWith = (value: number) => {
      const lines = [1, 6].map((minutes) =>
        JSON.stringify({
          _aws: {
            Timestamp: now - minutes * 60_000,
            CloudWatchMetrics: [
              {
                Namespace: "MangaAssist",
                Dimensions: [["Stage"]],
                Metrics: [{ Name: metric, Unit: "None" }],
              },
            ],
          },
          Stage: "production",
          [metric]: value,
        }),
      )
      return alarm && stateOf(alarm, lines, now)
    }
    expect([stateWith(bad), stateWith(good)]).toEqual(["ALARM", "OK"])
  })

  it("say that turns leave something out", async () => {
    const away = [{ service: "opensearch", kind: "unavailable" }]
    expect(await fired(away)).toContain("TurnsDegrade")
  })

  it.each(["throttle", "denied"])("say that the model refuses: %s", async (kind) => {
    const refused = await fired([{ service: "bedrock", kind, operation: "ConverseStream" }])
    expect(refused).toEqual(expect.arrayContaining(["TurnsDegrade", "ModelRefuses"]))
  })
})
