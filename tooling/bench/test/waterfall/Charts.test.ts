import { describe, expect, it } from "vitest"
import { savingsRemarks, savingsTable } from "../../src/ablation/SavingsText.ts"
import { sourceSavings } from "../../src/ablation/SourceSavings.ts"
import { textTable } from "../../src/result/Table.ts"
import { waterfalls } from "../../src/waterfall/GanttChart.ts"

const stages = [
  { stage: "edge" as const, startMs: 0, p50: 12, p95: 13 },
  { stage: "search" as const, startMs: 100, p50: 200, p95: 260 },
  { stage: "model" as const, startMs: 300, p50: 800, p95: 820 },
]
const sure = (ms: number) => ({ ms, low: ms - 1, high: ms + 2 })
const savings = sourceSavings.map((each, index) => ({
  ...each,
  offAlone: index === 5 ? undefined : sure(10 * index),
  onAlone: index === 5 ? undefined : sure(5 * index),
  inOrder: sure(each.claimedMs - 20),
  playedMs: index === 5 ? undefined : each.claimedMs,
  verdict: "as claimed",
}))

it("draws both waterfalls on one axis, the document's figures beside", () => {
  const { chart = "", table = [] } = waterfalls("exact", {
    before: stages,
    after: stages.slice(0, 1),
  })
  expect(chart).toMatch(
    /^gantt\n[^]*section before\nedge \(API gateway\) :0, 12\.0ms\n[^]*model, first token :300, 800\.0ms\nsection after\nedge/,
  )
  expect(table).toContainEqual(["search (OpenSearch)", "150", "200", "260", "65", "", ""])
  expect(table).toContainEqual(["edge (API gateway)", "12", "12", "13", "8.0", "12", "13"])
})

describe("the table of savings", () => {
  it("has the nine rows, and what the whole differs by", () => {
    const text = textTable(savingsTable(savings, { measuredMs: 384, playedMs: 368 }))
    for (const [index, { name }] of sourceSavings.entries()) {
      expect(text).toContain(`${index + 1} ${name}`)
    }
    expect(text).toMatch(/1 VPC endpoints.* 50 .* 30\.0 +29\.0 to 32\.0 .* as claimed/)
    expect(text).toMatch(/before less after +340 +384\.0 +368\.0/)
    for (const line of text.split("\n")) expect(line.length).toBeLessThanOrEqual(130)
  })

  it("says why of each row", () => {
    const remarks = savingsRemarks(savings)
    for (const [index, { why }] of sourceSavings.entries()) {
      expect(remarks.filter((each) => each.startsWith(`Row ${index + 1}, `))).toHaveLength(1)
      expect(remarks.join("\n")).toContain(why)
    }
  })
})
