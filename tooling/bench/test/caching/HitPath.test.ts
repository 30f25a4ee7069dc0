import type { ServerFrame } from "@manga-assist/client"
/** What is asked, and how the rounds become figures. No timing is judged. */
import { describe, expect, it } from "vitest"
import { type HitCost, hitFigures, type HitRound } from "../../src/caching/hits/HitPath.ts"
import { kinds, questionsOf } from "../../src/caching/hits/HitQuestions.ts"
import { cachedTurn, compared } from "../../src/caching/hits/HitServers.ts"
import { figuresOf } from "../../src/command/Row.ts"
import { read } from "../../src/caching/labelled/AssistantSource.ts"
import { labelledPairs, parsePairs } from "../../src/caching/labelled/LabelledPairs.ts"

describe("the questions", () => {
  it.each(kinds)("of %s are all understood, and no two are the same question", (kind) => {
    const texts = questionsOf(kind, 40)
    const forms = texts.map((text) => {
      const { reading, rules } = read(text)
      if (rules !== undefined) return JSON.stringify(rules)
      return reading.known ? reading.form : `unknown: ${text}`
    })
    expect(forms.filter((form) => form.startsWith("unknown"))).toEqual([])
    expect(new Set(forms).size).toBe(40)
  })
})

describe("figures", () => {
  const round = (microseconds: number, hits: number): HitRound => {
    const cost: HitCost = { microseconds, hits, reads: 0, firstMiss: "a price changed" }
    const other: HitCost = { microseconds: 9, hits: 100, reads: 1, firstMiss: undefined }
    const costs = compared.map(([name]) => (name === "MangaAssist" ? cost : other))
    return { words: costs, products: costs }
  }
  const figuresOfRounds = (...rounds: ReadonlyArray<HitRound>) => figuresOf(rounds, hitFigures())
  const found = figuresOfRounds(round(20, 100), round(10, 100), round(15, 50))
  const figureNamed = (start: string) => found.find(({ name }) => name.startsWith(start))

  it("judge our own server alone, by the median of its rounds", () => {
    expect(
      figureNamed("processor time of a hit from memory, in words alone: MangaAssist"),
    ).toMatchObject({ value: 15, min: 10, max: 20, met: true })
    expect(
      figureNamed("processor time of a hit from memory, in words alone: bentocache"),
    ).toMatchObject({ value: 9, met: null })
  })

  it("tell misses among the repeated questions", () => {
    expect(figureNamed("repeated questions that were hits")).toMatchObject({ value: 100, min: 50 })
  })

  it("say of a cost that misses are in it, and why", () => {
    const name = "processor time of a hit from memory, in words alone: MangaAssist"
    expect(figureNamed(name)?.note).not.toContain("no hits")
    const [told] = figuresOfRounds(round(20, 50), round(20, 70), round(20, 100))
    expect(told?.note).toContain("30 % were no hits and are counted in: a price changed")
  })

  it("are finite, with a unit and a name of their own", () => {
    expect(new Set(found.map(({ name }) => name)).size).toBe(found.length)
    expect(found.every(({ unit, value }) => unit !== "" && Number.isFinite(value))).toBe(true)
  })
})

describe("an answer as others keep it", () => {
  const frames = [
    { type: "turn-start", id: "m-1", turn: "t" },
    { type: "products", turn: "t", products: [{ id: "a" }] },
    { type: "delta", turn: "t", text: "It costs " },
    { type: "delta", turn: "t", text: "500 yen." },
    { type: "turn-end", turn: "t", id: "m-1", source: "exact", degraded: [] },
  ] as unknown as ReadonlyArray<ServerFrame> // As much of them as is kept.

  it("has all its frames hold but the ids of the turn", () => {
    expect(cachedTurn(frames)).toEqual({
      products: [{ id: "a" }],
      texts: ["It costs ", "500 yen."],
      end: { source: "exact", degraded: [] },
    })
  })

  it("is none without its end", () => {
    expect(() => cachedTurn(frames.slice(0, 4))).toThrow("no turn-end")
  })
})

describe("the labelled pairs", () => {
  it("are those of both halves, each of a label and a language", async () => {
    const pairs = labelledPairs()
    expect(pairs.length).toBeGreaterThan(800)
    for (const half of ["first", "second"]) {
      for (const label of ["same", "different", "never"]) {
        expect(pairs.some((pair) => pair.half === half && pair.label === label)).toBe(true)
      }
    }
  })

  it("have four columns", () => {
    const head = "round\tkind\tstored\tasked\n"
    const [pair, ...others] = parsePairs(`${head}1\tone slot\ta\tb\n3\t\tc\td\n`, "en", "different")
    expect(pair).toEqual({
      half: "first",
      label: "different",
      language: "en",
      subject: "one slot",
      stored: "a",
      asked: "b",
    })
    expect(others).toEqual([])
    expect(() => parsePairs(`${head}1\tx\ta`, "en", "same")).toThrow("line 2: no labelled pair")
    expect(() => parsePairs(`${head}1\tx\ta\tb\tc`, "en", "same")).toThrow("no labelled pair")
  })
})
