import { describe, expect, it } from "vitest"
import { barChart } from "../src/BarChart.ts"
import { atMost, figure } from "../src/Figure.ts"
import { reportOf } from "../src/Report.ts"
import { groupFigures } from "../src/ReportSection.ts"
import { type Result } from "../src/Result.ts"

const figures = [
  figure("cost of a chat: SDK <default>", "ms", [4, 5, 6]),
  figure("cost of a chat: ours", "ms", [1, 1.2, 1.4], { target: atMost(1) }),
  figure("cost of a chat: ours", "KiB", [50], { target: atMost(60), note: "after collection" }),
]

const result: Result = {
  name: "connections",
  setting: "full",
  date: "2026-11-24T10:00:00.000Z",
  seed: 1,
  rounds: 3,
  machine: { system: "Linux", cpu: "one", cores: 2, memoryGib: 8, node: "v24.21.0", packages: {} },
  conditions: { network: "loopback" },
  noise: { load: 0.1, repeated: 2, noisy: 1 },
  figures,
}

describe("the report", () => {
  it("groups figures by what they say and their unit", () => {
    expect(
      groupFigures(figures).map(({ title, unit, figures: of }) => [title, unit, of.length]),
    ).toEqual([
      ["cost of a chat", "ms", 2],
      ["cost of a chat", "KiB", 1],
    ])
  })

  it("says of every figure what the result says, and names what was not met", () => {
    const { markdown, charts } = reportOf([result], "charts")
    expect(markdown).toContain("| SDK <default> | 5 | 4 | 6 | ms |  |  |")
    expect(markdown).toContain("| ours | 1.20 | 1 | 1.40 | ms | ≤ 1 | NOT MET |")
    expect(markdown).toContain("| cost of a chat: ours | 50 | 50 | 50 | KiB | ≤ 60 | met |")
    expect(markdown).toContain("- cost of a chat: ours: after collection")
    expect(markdown).toContain("1 of 2 targets met")
    expect(markdown).toContain("| [connections](#connections) | 2026-11-24 | full | 1 of 2 |")
    expect(markdown).toContain("| connections | cost of a chat: ours | 1.20 | ms | ≤ 1 |  |")
    expect(markdown).toContain("1 kept although noisy")
    expect([...charts.keys()]).toEqual(["connections-cost-of-a-chat-ms.svg"])
    expect(markdown).toContain("(charts/connections-cost-of-a-chat-ms.svg)")
  })

  it("shows what a result illustrates, its charts as files", () => {
    const illustrations = [
      { title: "Before and after", svg: "<svg/>", text: "before ####" },
      { title: "In words", text: "as claimed" },
    ]
    const { markdown, charts } = reportOf([{ ...result, illustrations }], "charts")
    expect(charts.get("connections-before-and-after.svg")).toBe("<svg/>")
    expect(markdown).toContain("![Before and after](charts/connections-before-and-after.svg)")
    expect(markdown).toContain("```text\nbefore ####\n```")
    expect(markdown).toContain("### In words\n\n```text\nas claimed\n```")
  })
})

describe("a bar chart", () => {
  it("draws bars to scale, with spread and target, and keeps its labels harmless", () => {
    const chart = barChart("cost", figures.slice(0, 2)) ?? ""
    const widths = [...chart.matchAll(/<rect [^>]*width="([\d.]+)"/g)].map(([, width]) =>
      Number(width),
    )
    expect((widths[0] ?? 0) / (widths[1] ?? 1)).toBeCloseTo(5 / 1.2, 1)
    expect(chart).toContain("SDK &lt;default&gt;")
    expect(chart.match(/stroke-dasharray/g)).toHaveLength(1)
    expect(chart).toContain("1.20 ms ✗")
  })

  it("is nothing without figures", () => {
    expect(barChart("none", [])).toBeUndefined()
  })
})
