import { expect, it } from "vitest"
import { Cidrs } from "../src/probe/Address.ts"
import type { Status } from "../src/verdict/Reason.ts"
import { serviceOf } from "../src/aws/ServiceName.ts"
import { judge } from "../src/verdict/Verdict.ts"
import { controlPlaneCases } from "./controlPlaneCases.ts"
import { measuredCases } from "./measuredCases.ts"
import { bad, type Case, connects, open, two, window } from "./verdictFacts.ts"

const cases: ReadonlyArray<Case> = [...measuredCases, ...controlPlaneCases]

const judged = (facts: Case[1], before?: Parameters<typeof judge>[1]) => {
  const { vpc, host = "bedrock-runtime.ap-northeast-1.amazonaws.com", ...rest } = facts
  const service = serviceOf(host)
  return judge(
    {
      kind: "interface",
      window: window(two),
      limits: { dnsMs: 5, tcpMs: 10, tlsMs: 20 },
      vpc: new Cidrs(vpc ?? []),
      ...(service === undefined ? {} : { service }),
      ...rest,
    },
    before,
  )
}

for (const [name, facts, status, ...codes] of cases) {
  it(name, () => {
    const verdict = judged(facts)
    expect([verdict.status, ...verdict.reasons.map(({ code }) => code)]).toEqual([status, ...codes])
  })
}

it("says why an endpoint does not serve a collection, and where a zone is slow", () => {
  const texts = (name: string): string => {
    const [, facts = {}] = cases.find(([own]) => own === name) ?? []
    return judged(facts)
      .reasons.map(({ text }) => text)
      .join("\n")
  }
  expect(texts("NextGen collection with a classic endpoint only")).toContain(
    "does not serve NextGen names",
  )
  expect(texts("classic collection, only the control plane's endpoint exists")).toContain(
    "(aoss) exists: it serves no collection",
  )
  expect(texts("one zone slow")).toBe(
    "in ap-northeast-1c TCP typically takes 15.0 ms, 10.0 ms expected",
  )
})

/** Windows whose own verdicts are these. */
const seen: Readonly<Record<Status, Case[1]>> = {
  healthy: {},
  degraded: { window: window(open) },
  unhealthy: { window: window(two, { connects: connects(two, () => bad("ECONNREFUSED")) }) },
}

const published = (...windows: ReadonlyArray<Status>): ReadonlyArray<Status> => {
  let before: Parameters<typeof judge>[1]
  return windows.map((status) => {
    const verdict = judged(seen[status], before)
    expect(verdict.windowStatus).toBe(status)
    before = verdict.history
    return verdict.status
  })
}

it.each<readonly [string, ReadonlyArray<Status>, ReadonlyArray<Status>]>([
  ["the first window is published", ["unhealthy"], ["unhealthy"]],
  [
    "flapping changes nothing",
    ["healthy", "unhealthy", "unhealthy", "healthy", "unhealthy"],
    ["healthy", "healthy", "healthy", "healthy", "healthy"],
  ],
  [
    "three bad windows do",
    ["healthy", "degraded", "degraded", "degraded"],
    ["healthy", "healthy", "healthy", "degraded"],
  ],
  [
    "three good ones bring it back",
    ["unhealthy", "healthy", "healthy", "healthy"],
    ["unhealthy", "unhealthy", "unhealthy", "healthy"],
  ],
  [
    "of three bad ones the mildest counts",
    ["healthy", "unhealthy", "degraded", "unhealthy"],
    ["healthy", "healthy", "healthy", "degraded"],
  ],
  [
    "of three better ones the most careful counts",
    ["unhealthy", "healthy", "degraded", "healthy"],
    ["unhealthy", "unhealthy", "unhealthy", "degraded"],
  ],
])("%s", (_, windows, expected) => {
  expect(published(...windows)).toEqual(expected)
})

it("remembers three windows at most", () => {
  const { history } = judged(seen.healthy, {
    status: "healthy",
    windows: ["healthy", "degraded", "unhealthy"],
  })
  expect(history.windows).toEqual(["degraded", "unhealthy", "healthy"])
})
