/** Every alarm and every alert leads to one part of the runbook, and every part says what there is to say. */
import { describe, expect, it } from "vitest"
import { build } from "../src/Build.ts"
import { Template } from "aws-cdk-lib/assertions"
import { readRoot } from "./appSources.ts"
import { production } from "./stages.ts"

const parts = readRoot("docs/runbook.md").split(/^## /m).slice(1)
/** The line of names below a heading. */
const namesOf = (part: string): ReadonlyArray<string> =>
  [...(part.split("\n")[2] ?? "").matchAll(/`([A-Z][A-Za-z]+)`/g)].map(([, name = ""]) => name)

const alerts = [...readRoot("infra/monitoring/alerts.yaml").matchAll(/- alert: (\w+)/g)].map(
  ([, name = ""]) => name,
)
/** With a domain, so that every alarm is there. */
const alarms = Object.values(
  Template.fromStack(
    build({
      ...production,
      domain: "chat.example.jp",
      certificateArn: "arn:aws:acm:ap-northeast-1:123456789012:certificate/abc",
      settings: '{"AUTH":"jwt"}',
    }).store,
  ).findResources("AWS::CloudWatch::Alarm"),
).map(({ Properties }) => String(Properties.AlarmName).split("-").at(-1) ?? "")

describe("the runbook", () => {
  it("has every alarm and alert in its list of names", () => {
    const named = new Set(parts.flatMap(namesOf))
    expect(alarms.length).toBeGreaterThan(20)
    expect([...alarms, ...alerts].filter((name) => !named.has(name))).toEqual([])
  })

  it("names no alarm that there is not", () => {
    const known = new Set([...alarms, ...alerts])
    expect(parts.flatMap(namesOf).filter((name) => !known.has(name))).toEqual([])
  })

  it.each(parts.map((part) => [part.split("\n")[0] ?? "", part]))("%s: says all", (_, part) => {
    for (const what of ["Means", "Customers", "Do"]) expect(part).toContain(`- **${what}**: `)
  })

  it.each([
    "Throttling",
    "Cold or failing OpenSearch",
    "Full or broken disk",
    "Bad deployment",
    "Expired certificate",
    "hot partition",
    "Redis failover",
    "Black hole",
    "Cost runaway",
  ])("has a part for %s", (heading) => {
    expect(parts.filter((part) => part.split("\n")[0]?.includes(heading))).toHaveLength(1)
  })

  it("leads to parts that exist", () => {
    const anchors = new Set(
      parts.map((part) =>
        (part.split("\n")[0] ?? "")
          .toLowerCase()
          .replaceAll(/[^a-z0-9 -]/g, "")
          .replaceAll(" ", "-"),
      ),
    )
    const links = [...readRoot("docs/runbook.md").matchAll(/\]\(#([a-z0-9-]+)\)/g)]
    expect(links.length).toBeGreaterThanOrEqual(4)
    expect(links.map(([, anchor = ""]) => anchor).filter((one) => !anchors.has(one))).toEqual([])
  })
})
