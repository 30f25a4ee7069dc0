/** That the search finds what is slow, and makes texts of the length that it says. */
import { describe, expect, it } from "vitest"
import {
  languages,
  longestText,
  slowestText,
  textOf,
} from "../../src/caching/labelled/TextSearch.ts"
import { seededRandom } from "../../src/measure/Statistics.ts"

describe("the search for the slowest text", () => {
  it.each(languages)("climbs to what costs most, in %s", (language) => {
    let tries = 0
    const found = slowestText({
      language,
      random: seededRandom(1),
      time: (text) => {
        tries += 1
        return text.split("「").length
      },
      isOver: () => tries > 5_000,
    })
    const text = textOf(found.parts, longestText)
    expect(found.milliseconds).toBe(text.split("「").length)
    expect(found.milliseconds).toBeGreaterThan(500)
  })

  it("makes texts of whole parts, no longer than a message may be", () => {
    const text = textOf(["how much", "、", "ワンピース、"], longestText)
    expect(text.length).toBeGreaterThan(longestText - 16)
    expect(text.length).toBeLessThanOrEqual(longestText)
    expect(text.endsWith("ワンピース、")).toBe(true)
    expect(textOf(["a".repeat(3_000)], 1_000).length).toBe(1_000)
  })
})
