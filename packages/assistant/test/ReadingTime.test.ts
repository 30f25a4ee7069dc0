/**
 * What reading a text costs the processor grows with its length and no faster, whatever it is made of: one client must
 * not keep the process from all others with texts that are inside every limit.
 */
import { describe, expect, it } from "vitest"
import { read } from "./demoShop.ts"

const longest = 2_000

const made: ReadonlyArray<readonly [string, string]> = [
  ["opened titles and a genre", "『異世界"],
  ["opened quotes and a genre", "「SF "],
  ["a quote without an end", '"horror '],
  ["letters that unfold", "㍿"],
  ["all of it", '『異世界 「SF "horror '],
]

const processorMs = (text: string): number => {
  const before = process.cpuUsage()
  for (let round = 0; round < 5; round += 1) read(`${text}${round}`)
  return process.cpuUsage(before).user / 1_000
}

describe("reading", () => {
  it.each(made)("takes time in proportion to the text: %s", (_, part) => {
    const text = part.repeat(longest).slice(0, longest - 1)
    processorMs(text)
    const [quarter, whole] = [processorMs(text.slice(0, longest / 4)), processorMs(text)]
    // In its square it would be sixteen times as long; a busy machine is forgiven some milliseconds.
    expect(whole).toBeLessThan(8 * quarter + 40)
  })
})
