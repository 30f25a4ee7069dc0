import { describe, expect, it } from "vitest"
import { type Cell, chosen, covers, everyCell, layers, possible } from "../src/Cells.ts"
import { dependencies, faults, names, pairs } from "../src/Dependencies.ts"

const covered = (cells: ReadonlyArray<Cell>) => new Set(cells.flatMap(covers))
const wanted = possible().flatMap((cell) => layers.flatMap((layer) => covers({ ...cell, layer })))

describe("the cells", () => {
  it("leave out only what has a reason", () => {
    const left = names.flatMap((name) => Object.values(dependencies[name].without))
    expect(possible().length).toBe(names.length * faults.length - left.length)
    for (const why of left) expect(why).not.toBe("")
  })

  it("cover every pair of two values when there is room for all", () => {
    const all = everyCell(1)
    expect(covered(chosen(Infinity, 1))).toEqual(new Set(wanted))
    // The one dependency that fails over does so under both layers.
    expect(all.length).toBe(possible().length + 1 + pairs.length)
    expect(all.filter(({ down }) => down.length === 2).map(({ down }) => down)).toEqual(
      pairs.map(({ down }) => down),
    )
  })

  it.each([1, 2, 77])("cover in forty every pair with a layer, whatever the seed: %i", (seed) => {
    const cells = chosen(40, seed)
    const ofLayers = wanted.filter((pair) => layers.some((layer) => pair.endsWith(` ${layer}`)))
    expect(cells).toHaveLength(40)
    expect(ofLayers.filter((pair) => !covered(cells).has(pair))).toEqual([])
    expect(new Set(cells).size).toBe(40)
    for (const name of names) {
      expect(cells.filter(({ down }) => down[0] === name).length).toBeGreaterThanOrEqual(3)
    }
  })

  it("are the same for the same seed, others for others", () => {
    expect(chosen(40, 1)).toEqual(chosen(40, 1))
    expect(chosen(40, 2)).not.toEqual(chosen(40, 1))
  })

  it("are of the named dependencies alone", () => {
    const cells = everyCell(1, ["redis", "dynamodb"])
    expect(new Set(cells.flatMap(({ down }) => down))).toEqual(new Set(["redis", "dynamodb"]))
    expect(cells.filter(({ down }) => down.length === 2)).toHaveLength(1)
  })

  it("alternate between the layers", () => {
    const cells = chosen(40, 1)
    const same = cells.filter(({ layer }, at) => layer === cells[at - 1]?.layer)
    const ofOne = cells.filter(({ layer }) => layer === "ws").length
    // Only those that the other layer has too few of.
    expect(same.length).toBeLessThanOrEqual(Math.abs(cells.length - 2 * ofOne))
  })
})
