import { describe, expect, it } from "vitest"
import { figuresOf } from "../src/command/Row.ts"
import { curveFigures, growthExponent } from "../src/scale/Curve.ts"
import { grownCatalogue } from "../src/scale/GrownCatalogue.ts"

describe("the exponent of growth", () => {
  const along = (cost: (size: number) => number) =>
    growthExponent([1, 10, 100, 1_000].map((size) => [size, cost(size)]))

  it.each([
    [0, () => 7],
    [1, (size: number) => 3 * size],
    [2, (size: number) => 0.1 * size * size],
    [-0.5, (size: number) => 5 / Math.sqrt(size)],
  ])("is %d", (exponent, cost) => {
    expect(along(cost)).toBeCloseTo(exponent, 10)
  })

  it("needs two different sizes", () => {
    expect(() => growthExponent([[5, 1]])).toThrow(RangeError)
  })

  it("stands beside the costs in a curve's figures", () => {
    const rounds = [{ at: [[100, 200] as const, [1_000, 2_000] as const] }]
    const of = (cost: number) => cost
    const curve = { name: "a socket", unit: "KiB", sizes: "sockets", of, mostExponent: 1, note: "" }
    const figures = figuresOf(rounds, curveFigures(rounds, curve))
    expect(figures.map(({ name, value }) => [name, value])).toEqual([
      ["a socket: 100 sockets", 200],
      ["a socket: 1,000 sockets", 2_000],
      ["growth: a socket, by sockets", 1],
    ])
  })
})

it("grows the catalogue without a name twice", () => {
  const grown = grownCatalogue(5_000)
  expect(new Set(grown.map(({ id }) => id)).size).toBe(5_000)
  expect(new Set(grown.map(({ english }) => english)).size).toBe(5_000)
  expect(new Set(grown.map(({ japanese }) => japanese)).size).toBe(5_000)
})
