/** Volumes that a text within a conversation names by bare numbers, and what it does with each. */
import { describe, expect, it } from "@effect/vitest"
import { read, volumeEditsOf } from "../src/index.ts"

/** "2", "1..6", "..6", "-5" (dropped), "7 digital". */
const shown = (text: string): string => {
  const { adds, named, only } = volumeEditsOf(read(text).reading)
  const each = named.map(({ dropped, edition, from, to, upTo }) =>
    [
      dropped ? "-" : "",
      upTo ? `..${from}` : to === undefined ? from : `${from}..${to}`,
      edition === undefined ? "" : ` ${edition}`,
    ].join(""),
  )
  return [...each, ...(adds ? ["adds"] : []), ...(only ? ["only"] : [])].join(", ")
}

describe("volumes that a text names", () => {
  const texts: ReadonlyArray<readonly [text: string, volumes: string]> = [
    ["16巻も欲しい。紙で2冊だといくら？", "16 paperback, adds"],
    ["やっぱ15巻いらん。16巻だけだといくらよ", "-15, 16, only"],
    ["いや、4巻はやめとく。2冊だけでいい", "-4, only"],
    ["やっぱり6巻までにします", "..6"],
    ["5巻から最後まで買ったら", "5..last"],
    ["3巻の電子と4巻の紙、両方で", "3 digital, 4 paperback"],
    ["最終巻も足してくれ", "last, adds"],
    ["throw in 6 as well. total?", "6, adds"],
    ["Actually leave out 5.", "-5"],
    ["make it 1 to 6", "1..6"],
    ["7 as an ebook and 8 on paper, total?", "7 digital, 8 paperback"],
    ["Drop number 11", "-11"],
    ["all three, and two copies", ""],
    ["2冊でいくら", ""],
  ]
  it.each(texts)("%s: %s", (text, volumes) => {
    expect(shown(text)).toBe(volumes)
  })
})
