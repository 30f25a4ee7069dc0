/** A template that breaks a rule is not made. */
import { App, CfnResource, Stack, Validations } from "aws-cdk-lib"
import { CfnSecurityGroup } from "aws-cdk-lib/aws-ec2"
import { AwsSolutionsChecks } from "cdk-nag"
import { mkdtempSync, readFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { acknowledgedIn } from "../src/Acknowledged.ts"
import { build } from "../src/Build.ts"
import { readOptions } from "../src/options/Options.ts"
import { StoreStack } from "../src/StoreStack.ts"
import { production } from "./stages.ts"

const outdir = () => mkdtempSync(join(tmpdir(), "cdk-"))

/** Rules that stopped the templates from being made, and the constructs that broke them. */
const findingsOf = (app: App, folder: string): string => {
  expect(() => app.synth()).toThrow(/validation/i)
  return readFileSync(join(folder, "validation-report.json"), "utf8")
}

const publicContext = {
  domain: "chat.example.jp",
  certificateArn: "arn:aws:acm:ap-northeast-1:123456789012:certificate/abc",
  settings: '{"AUTH":"jwt"}',
}

describe("strict validation", () => {
  it("lets the stack pass", () => {
    const { stacks } = build(production, { outdir: outdir() }).app.synth()
    expect(stacks.map(({ stackName }) => stackName)).toEqual([
      "MangaAssist-Images",
      "MangaAssist-production",
    ])
  })

  it("refuses a property that the resource does not have", () => {
    const folder = outdir()
    const { app, store } = build({}, { outdir: folder })
    new CfnResource(store, "Wrong", { type: "AWS::SQS::Queue", properties: { QueueNamed: "x" } })
    const findings = findingsOf(app, folder)
    expect(findings).toContain('"F3002"')
    expect(findings).toContain("Properties.QueueNamed")
  })

  it("refuses a value of another type", () => {
    const folder = outdir()
    const { app, store } = build({}, { outdir: folder })
    new CfnResource(store, "Wrong", {
      type: "AWS::Kinesis::Stream",
      properties: { RetentionPeriodHours: "many" },
    })
    const findings = findingsOf(app, folder)
    expect(findings).toContain('"F3012"')
    expect(findings).toContain("Properties.RetentionPeriodHours")
  })
})

describe("cdk-nag", () => {
  it("refuses what nobody has answered for", () => {
    const folder = outdir()
    const { app, store } = build({}, { outdir: folder })
    new CfnSecurityGroup(store, "Open", {
      groupDescription: "Open to everybody",
      securityGroupIngress: [{ ipProtocol: "tcp", fromPort: 22, toPort: 22, cidrIp: "0.0.0.0/0" }],
    })
    const findings = findingsOf(app, folder)
    expect(findings).toContain("AwsSolutions-EC23")
    expect(findings).toContain(`${store.node.path}/Open`)
  })

  it.each([
    ["an internal load balancer", {}],
    ["a public one", publicContext],
    ["a worker on a schedule", { worker: "schedule", inspectEndpoints: "true" }],
    ["a gateway", { ...publicContext, gatewaySecret: "gateway" }],
  ])("finds everything that is acknowledged: %s", (_, context) => {
    const folder = outdir()
    const app = new App({ outdir: folder, analyticsReporting: false })
    const given: Readonly<Record<string, string>> = context
    const options = readOptions((name) => given[name])
    new StoreStack(app, "Store", options)
    Validations.of(app).addPlugins(new AwsSolutionsChecks(app))
    const report = findingsOf(app, folder)
    for (const { at, rule } of acknowledgedIn(options)) {
      expect(report).toMatch(new RegExp(`Store/${at}[/"]`))
      expect(report).toContain(rule.replace(/\[.*/, ""))
    }
  })
})

it("stacks of two stages share no name", () => {
  const namesOf = (stage: string): ReadonlyArray<string> => {
    const app = new App({ analyticsReporting: false })
    const stack = new StoreStack(
      app,
      "Store",
      readOptions((name) => (name === "stage" ? stage : name === "alarmEmail" ? "a@b" : undefined)),
    )
    const resources = Stack.of(stack).node.findAll().filter(CfnResource.isCfnResource)
    const rendered = JSON.stringify(
      resources.map((resource) => stack.resolve(resource._toCloudFormation())),
    )
    return [
      ...rendered.matchAll(
        /"(?:TableName|ServerlessCacheName|AlarmName|DashboardName|UserGroupId|BudgetName)":"([^"]+)"/g,
      ),
    ].flatMap(([, name]) => name ?? [])
  }
  const production = namesOf("production")
  expect(production.length).toBeGreaterThan(20)
  expect(namesOf("staging").filter((name) => production.includes(name))).toEqual([])
})
