import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { mostVolumes, volumesIn } from "../../src/tools/price/VolumeList.ts"

const rangesWritten = fc.array(
  fc.tuple(fc.integer({ min: 1, max: 120 }), fc.integer({ min: 0, max: 9 })),
  { minLength: 1, maxLength: 8 },
)

describe("volumes are read", () => {
  it("as they are written, each once and in order", () => {
    fc.assert(
      fc.property(rangesWritten, fc.constantFrom(", ", "、", " and ", "と"), (spans, joint) => {
        const text = spans.map(([from, more]) =>
          more === 0 ? `${from}` : `${from}-${from + more}`,
        )
        const wanted = spans.flatMap(([from, more]) =>
          Array.from({ length: more + 1 }, (_, at) => from + at),
        )
        expect(volumesIn(text.join(joint), 20)).toEqual(
          [...new Set(wanted)].toSorted((a, b) => a - b),
        )
      }),
    )
  })

  it.each([
    ["all", [1, 2, 3, 4]],
    ["All volumes", [1, 2, 3, 4]],
    ["全巻", [1, 2, 3, 4]],
    ["3-", [3, 4]],
    ["3+", [3, 4]],
    ["latest", [4]],
    ["next", [5]],
    ["vol. 2 to 3", [2, 3]],
    ["第２巻〜３巻", [2, 3]],
    ["1から3", [1, 2, 3]],
    ["3-1", [1, 2, 3]],
    ["box 1, 2", [1, 2]],
    ["7", [7]],
  ])("%s", (text, volumes) => {
    expect(volumesIn(text, 4)).toEqual(volumes)
  })

  it.each(["", "-", "the first five", "0", "1-400", "9999999", "1; DROP TABLE", "-5", "1-2-3"])(
    "but %s is refused with a rule",
    (text) => {
      expect(volumesIn(text, 4)).toEqual(expect.any(String))
    },
  )

  it("never more than are allowed, and never forever", () => {
    fc.assert(
      fc.property(
        fc.string({ maxLength: 200 }),
        fc.integer({ min: 0, max: 250 }),
        (text, count) => {
          const read = volumesIn(text, count)
          if (typeof read === "string") return
          expect(read.length).toBeLessThanOrEqual(mostVolumes)
          expect(read.every((volume) => Number.isSafeInteger(volume) && volume > 0)).toBe(true)
        },
      ),
    )
  })
})
