/** The columns of a series: what is written is read again, and a broken one is named with its rule. */
import { Schema } from "effect"
import { describe, expect, it } from "vitest"
import { nameShards, rowOfSeries, series, seriesOfRow, SeriesRow } from "../src/index.ts"

const at = "2026-11-24T05:00:00.000Z"
const decode = Schema.decodeUnknownSync(SeriesRow)

describe("the row of a series", () => {
  it("is read as it was written, and every series has one", () => {
    for (const each of series()) {
      const row: unknown = JSON.parse(JSON.stringify(rowOfSeries(each, at)))
      expect(seriesOfRow(decode(row))).toEqual(each)
    }
  })

  it("lies in one of the shards, in each about as many", () => {
    const counts = nameShards.map(
      (shard) => series().filter((each) => rowOfSeries(each, at).named === shard).length,
    )
    const mean = series().length / nameShards.length
    expect(counts.every((count) => count > mean / 2 && count < 2 * mean)).toBe(true)
  })

  it.each([
    ["romaji", ""],
    ["aliases", "one"],
    ["status", "paused"],
    ["genres", ["No Id"]],
    ["volumes", -1],
    ["namedAt", "yesterday"],
    ["title", "x".repeat(301)],
  ])("names a broken %s", (field, value) => {
    const [first] = series()
    if (first === undefined) throw new Error("the catalogue is empty")
    expect(() => decode({ ...rowOfSeries(first, at), [field]: value })).toThrow(field)
  })
})
