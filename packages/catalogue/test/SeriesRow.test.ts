/** The columns of a series: what is written is read again, and a broken one is named with its rule. */
import { Schema } from "effect"
import { describe, expect, it } from "vitest"
import { NamedRow, nameKeys, nameShards, series, seriesOfRow } from "../src/index.ts"
import { demoRows, isSeries } from "../src/rows.ts"

const at = "2026-11-24T05:00:00.000Z"
const rows = [...demoRows()].filter(isSeries).map((row) => Object.assign(row, nameKeys(row.id, at)))
const decode = Schema.decodeUnknownSync(NamedRow)

describe("the row of a series", () => {
  it("is read as it was written, and every series has one", () => {
    const read = rows.map((row) => seriesOfRow(decode(JSON.parse(JSON.stringify(row)))))
    expect(read).toEqual(series())
  })

  it("lies in one of the shards, in each about as many", () => {
    const counts = nameShards.map((shard) => rows.filter(({ named }) => named === shard).length)
    const mean = rows.length / nameShards.length
    expect(counts.every((count) => count > mean / 2 && count < 2 * mean)).toBe(true)
  })

  it.each([
    ["romaji", ""],
    ["otherNames", "one"],
    ["status", "paused"],
    ["genres", ["No Id"]],
    ["volumes", -1],
    ["namedAt", "yesterday"],
    ["title", "x".repeat(301)],
  ])("names a broken %s", (field, value) => {
    const [first] = rows
    if (first === undefined) throw new Error("the catalogue is empty")
    expect(() => decode({ ...first, [field]: value })).toThrow(field)
  })
})
