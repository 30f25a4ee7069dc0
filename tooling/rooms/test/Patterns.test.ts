import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { describe, expect, it } from "vitest"
import {
  judged,
  judgedOnce,
  keptFile,
  patternProblems,
  type Patterns,
  patternsOf,
  unlisted,
} from "../src/Patterns.ts"

const source = String.raw`
const blanks = text.split(/\s*[,;]\s*/)
const twice = [/^[a-z]+$/u, 6 / 2 / 1]
const nested = <A,>(value: A) => /(?:a|a)*b/.test(String(value))
`

const written = ({ flags, source }: { readonly flags: string; readonly source: string }) =>
  `/${source}/${flags}`

const patterns: Patterns = new Map(
  patternsOf("a.ts", source).map((each) => [written(each), { ...each, places: ["a.ts"] }]),
)

describe("patterns", () => {
  it("are taken from the tree, divisions not among them", () => {
    expect([...patterns.keys()]).toEqual([String.raw`/\s*[,;]\s*/`, "/^[a-z]+$/u", "/(?:a|a)*b/"])
  })

  it("are named where a text makes them slow, unless they are listed", async () => {
    const listed = { "/(?:a|a)*b/": "reads three letters", "/gone/": "left" }
    const verdicts = await judged(unlisted(patterns, listed))
    expect(patternProblems(patterns, listed, verdicts)).toEqual([
      expect.stringMatching(/^a\.ts: \/.*\/: 2nd degree polynomial, as for /u),
      "patterns.json lists /gone/, which no source has",
    ])
  })

  it("are judged again where there was no time to judge them", async () => {
    const root = mkdtempSync(join(tmpdir(), "patterns-"))
    const file = join(root, keptFile)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, JSON.stringify({ "/^a+$/u": "cannot be judged (timeout)" }))
    const verdicts = await judgedOnce(root, [{ source: "^a+$", flags: "u" }])
    expect([...verdicts]).toEqual([["/^a+$/u", "safe"]])
    rmSync(root, { recursive: true })
  })

  it("are judged alike each time", async () => {
    const literals = unlisted(patterns, {})
    expect(await judged(literals)).toEqual(await judged(literals))
  })
})
