import { describe, expect, it } from "vitest"
import { claimChart, savingsRemarks, savingsTable } from "../../src/ablation/SavingsText.ts"
import { sourceSavings } from "../../src/ablation/SourceSavings.ts"
import { textTable } from "../../src/result/Table.ts"
import { ganttChart } from "../../src/waterfall/GanttChart.ts"

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

const sizeOf = (svg: string) => {
  const [, width, height] = /viewBox="0 0 (\d+) (\d+)"/.exec(svg) ?? []
  return { width: Number(width), height: Number(height) }
}

/** Texts with their place and an upper bound of their width, as a browser lays them out. */
const textsOf = (svg: string) =>
  [...svg.matchAll(/<text x="([\d.]+)" y="([\d.]+)"([^>]*)>([^<]*)<\/text>/g)].map(
    ([, x, y, attributes = "", text = ""]) => {
      const size = Number(/font-size="(\d+)"/.exec(attributes)?.[1] ?? 12)
      const length = text.replaceAll(/&\w+;/g, "x").length * size * 0.56
      const anchor = /text-anchor="(\w+)"/.exec(attributes)?.[1] ?? "start"
      const left = Number(x) - (anchor === "end" ? length : anchor === "middle" ? length / 2 : 0)
      return { text, top: Number(y) - size, bottom: Number(y), left, right: left + length }
    },
  )

describe.each([
  ["a waterfall", ganttChart("Before & after", "what it says", ["before", stages], 1_200)],
  ["the claims", claimChart(savings)],
])("the chart of %s", (_, svg) => {
  it("keeps every text inside and none over another", () => {
    const { height, width } = sizeOf(svg)
    const texts = textsOf(svg)
    expect(texts.length).toBeGreaterThan(10)
    for (const [index, one] of texts.entries()) {
      expect([one.text, one.left >= 0, one.right <= width, one.bottom <= height]).toEqual([
        one.text,
        true,
        true,
        true,
      ])
      for (const other of texts.slice(index + 1)) {
        const apart =
          one.right <= other.left ||
          other.right <= one.left ||
          one.bottom <= other.top ||
          other.bottom <= one.top
        expect([one.text, other.text, apart]).toEqual([one.text, other.text, true])
      }
    }
  })

  it("names its unit and is no markup of others", () => {
    expect(svg).toMatch(/>ms /)
    expect(svg.match(/<svg /g)).toHaveLength(1)
    expect(svg).not.toContain("NaN")
  })
})

describe("a waterfall", () => {
  it("draws measured and claimed bars to one scale", () => {
    const svg = ganttChart("Before", "", ["before", stages], 1_200)
    const filled = [...svg.matchAll(/width="([\d.]+)" height="11"/g)].map(([, w]) => Number(w))
    const outlined = [...svg.matchAll(/width="([\d.]+)" height="10"/g)].map(([, w]) => Number(w))
    expect((filled[2] ?? 0) / (filled[1] ?? 1)).toBeCloseTo(4, 1)
    // The model's bar is 800 ms in both.
    expect(outlined[6]).toBeCloseTo(filled[2] ?? 0, 0)
  })
})

describe("the table of savings", () => {
  it("has the nine rows, their sum, and what the whole differs by", () => {
    const text = textTable(savingsTable(savings, { measuredMs: 384, playedMs: 368 }))
    for (const [index, { name }] of sourceSavings.entries()) {
      expect(text).toContain(`${index + 1} ${name}`)
    }
    expect(text).toMatch(/1 VPC endpoints.* 50 .* 30\.0 +29\.0 to 32\.0 .* as claimed/)
    expect(text).toMatch(/sum of the rows of a turn +244 /)
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
