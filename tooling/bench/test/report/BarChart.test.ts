import { describe, expect, it } from "vitest"
import { atMost, figure } from "../../src/measure/Figure.ts"
import { axisOf } from "../../src/report/Axis.ts"
import { barChart } from "../../src/report/BarChart.ts"
import { groupFigures, matricesOf } from "../../src/report/Groups.ts"

const two = [
  figure("SDK <default>", "ms", [4, 5, 6]),
  figure("ours", "ms", [1, 1.2, 1.4], { target: atMost(1) }),
]

describe("groups of figures", () => {
  const named = (name: string, unit = "ms") => figure(name, unit, [1])

  it("have the same words before the colon and the same unit", () => {
    const groups = groupFigures([named("a: x"), named("b"), named("a: y"), named("a: x", "KiB")])
    expect(groups.map(({ figures, title, unit }) => [title, unit, figures.length])).toEqual([
      ["a", "ms", 2],
      ["b", "ms", 1],
      ["a", "KiB", 1],
    ])
  })

  it("make a matrix where three or more say the same of the same things", () => {
    const groups = groupFigures(
      ["a", "b", "c"]
        .flatMap((title) => [named(`${title}: x`), named(`${title}: y`)])
        .concat([named("d: x"), named("d: z")]),
    )
    const { matrices, others } = matricesOf(groups)
    expect(
      matrices.map(({ columns, groups: of }) => [columns, of.map(({ title }) => title)]),
    ).toEqual([
      [
        ["x", "y"],
        ["a", "b", "c"],
      ],
    ])
    expect(others.map(({ title }) => title)).toEqual(["d"])
  })
})

describe("an axis", () => {
  it("is linear from zero, with about five ticks on round values", () => {
    const axis = axisOf([3, 27], "ms")
    expect(axis.isLogarithmic).toBe(false)
    expect(axis.ticks).toEqual([0, 10, 20])
    expect(axis.at(27)).toBe(1)
    expect(axis.at(0)).toBe(0)
    expect(axisOf([0.1, 0.7], "ms").ticks).toEqual([0, 0.2, 0.4, 0.6])
  })

  it("shows values below zero", () => {
    const axis = axisOf([-10, 30], "ms")
    expect(axis.ticks).toEqual([-10, 0, 10, 20, 30])
    expect(axis.at(0)).toBeCloseTo(0.25)
  })

  it("is logarithmic, from power to power of ten, where values span decades", () => {
    const axis = axisOf([0.4, 70, 5_000], "ms")
    expect(axis.isLogarithmic).toBe(true)
    expect(axis.ticks).toEqual([0.1, 1, 10, 100, 1_000, 10_000])
    expect(axis.ticks.map(axis.labelOf)).toEqual(["0.1", "1", "10", "100", "1,000", "10,000"])
    expect(axis.at(100)).toBeCloseTo(0.6)
  })

  it("stays linear for shares of a whole", () => {
    expect(axisOf([0.01, 0.9], "share").isLogarithmic).toBe(false)
    expect(axisOf([1, 90], "%").isLogarithmic).toBe(false)
  })

  it("stands where all is zero", () => {
    const axis = axisOf([0, 0], "ms")
    expect([axis.at(0), axis.ticks]).toEqual([0, [0]])
  })
})

describe("a bar chart", () => {
  it("draws bars to scale, with spread and target, and keeps its labels harmless", () => {
    const chart = barChart("cost", two) ?? ""
    const widths = [...chart.matchAll(/<rect [^>]*width="([\d.]+)"/g)].map(([, width]) =>
      Number(width),
    )
    expect((widths[0] ?? 0) / (widths[1] ?? 1)).toBeCloseTo(5 / 1.2, 1)
    expect(chart).toContain("SDK &lt;default&gt;")
    expect(chart.match(/stroke-dasharray/g)).toHaveLength(1)
    expect(chart).toContain("1.20 ✗")
    expect(chart).toMatch(/text-anchor="middle" font-size="11">ms<\/text>/)
  })

  it("draws dots where a bar's length would say nothing", () => {
    const chart = barChart("cost", [...two, figure("slow", "ms", [9_000])]) ?? ""
    expect(chart.match(/<circle/g)).toHaveLength(3)
    expect(chart).not.toContain("<rect")
    expect(chart).toContain("logarithmic axis")
    expect(chart).not.toContain("NaN")
  })

  it("is nothing without figures", () => {
    expect(barChart("none", [])).toBeUndefined()
  })
})
