import { describe, expect, it } from "vitest"
import { withEarlierParts } from "../src/result/EarlierParts.ts"
import { type Figure, figure } from "../src/measure/Figure.ts"
import { type Result } from "../src/result/Result.ts"

const of = (name: string, part?: string): Figure =>
  part === undefined ? figure(name, "ms", [1]) : { ...figure(name, "ms", [1]), part }

const result = (
  setting: Result["setting"],
  figures: ReadonlyArray<Figure>,
  more: Partial<Result> = {},
): Result => ({
  name: "caching",
  setting,
  date: setting === "full" ? "2026-11-20T10:00:00.000Z" : "2026-11-26T10:00:00.000Z",
  seed: 1,
  rounds: setting === "full" ? 5 : 1,
  machine: { system: "Linux", cpu: "one", cores: 2, memoryGib: 8, node: "v24", packages: {} },
  conditions: {},
  noise: { load: 0.1, repeated: 0, noisy: 0 },
  figures,
  ...more,
})

const parts = ["hit-path", "store"]
const earlier = result("full", [
  of("hit", "hit-path"),
  of("old hit", "hit-path"),
  of("bytes", "store"),
])
const now = result("quick", [of("hit", "hit-path")])
const names = (kept: Result) => kept.figures.map(({ name, from }) => [name, from])

describe("a run of some parts", () => {
  it("keeps what an earlier one measured of the others, marked with when", () => {
    const kept = withEarlierParts(now, earlier, { measured: ["hit-path"], parts })
    expect(names(kept)).toEqual([
      ["hit", undefined],
      ["bytes", "2026-11-20, full, 5 rounds, revision unknown"],
    ])
    expect(kept.setting).toBe("quick")
    expect(kept.conditions).toEqual({ "figures of earlier runs, marked": 1 })
  })

  it("keeps the mark of what was kept before", () => {
    const twice = withEarlierParts(
      result("quick", [of("hit", "hit-path")]),
      withEarlierParts(now, earlier, { measured: ["hit-path"], parts }),
      { measured: ["hit-path"], parts },
    )
    expect(names(twice)[1]).toEqual(["bytes", "2026-11-20, full, 5 rounds, revision unknown"])
  })

  it("keeps nothing of a part that was measured, is no more, or of another machine", () => {
    expect(withEarlierParts(now, earlier, { measured: parts, parts })).toBe(now)
    expect(withEarlierParts(now, earlier, { measured: ["hit-path"], parts: ["hit-path"] })).toBe(
      now,
    )
    // A figure that does not say its part may have had another name then.
    expect(withEarlierParts(now, result("full", [of("renamed")]), { measured: parts, parts })).toBe(
      now,
    )
    const other = { ...earlier, machine: { ...earlier.machine, cpu: "two" } }
    expect(withEarlierParts(now, other, { measured: ["hit-path"], parts })).toBe(now)
    expect(withEarlierParts(now, undefined, { measured: ["hit-path"], parts })).toBe(now)
  })

  it("keeps what an earlier one measured of what could not be had this time", () => {
    const both = result("full", [of("cost: ours", "store"), of("cost: theirs", "store")])
    const ours = result("quick", [of("cost: ours", "store")])
    const whole = { measured: parts, parts }
    expect(withEarlierParts(ours, both, whole).figures).toHaveLength(1)
    const kept = withEarlierParts(ours, both, { ...whole, missing: ["theirs"] })
    expect(names(kept)).toEqual([
      ["cost: ours", undefined],
      ["cost: theirs", "2026-11-20, full, 5 rounds, revision unknown"],
    ])
  })

  it("keeps nothing that does not say its part, and illustrations of other parts only", () => {
    const before = result("full", [of("hit"), of("bytes"), of("more bytes", "store")], {
      illustrations: [
        { title: "hits of then", text: "old", part: "hit-path" },
        { title: "bytes", text: "old", part: "store" },
        { title: "the whole", text: "old" },
      ],
    })
    const told = { ...now, illustrations: [{ title: "hits", text: "new", part: "hit-path" }] }
    const kept = withEarlierParts(told, before, { measured: ["hit-path"], parts })
    expect(kept.figures.map(({ name }) => name)).toEqual(["hit", "more bytes"])
    expect(kept.illustrations).toEqual([
      { title: "hits", text: "new", part: "hit-path" },
      { title: "bytes", text: "old", part: "store" },
    ])
  })
})
