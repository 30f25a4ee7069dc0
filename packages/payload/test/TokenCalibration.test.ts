/** The estimate comes to what is billed, whatever the tokenizer, and says how sure it is. */
import { describe, expect, it } from "vitest"
import { estimateTokens, makeTokenCalibration } from "../src/index.ts"
import { scriptTokens } from "../src/EstimateTokens.ts"

const english = "The quick brown fox jumps over the lazy dog, and 12 others look on. "
const japanese = "吾輩は猫である。名前はまだ無い。どこで生れたかとんと見当がつかぬ。"
const textOf = (turn: number) =>
  english.repeat(1 + ((turn * 7) % 11)) + japanese.repeat((turn * 5) % 8)

/** A tokenizer that nobody has told of, with a little that no estimate can know. */
const billedBy =
  (letters: number, han: number, noise = 0.03) =>
  (text: string, turn: number) => {
    const script = scriptTokens(text)
    const wobble = 1 + noise * Math.sin(turn * 12.9898)
    return Math.round((letters * script.letters + han * script.han) * wobble)
  }

describe("a calibrated estimate", () => {
  it.each([
    [1.25, 0.7],
    [0.8, 1.3],
    [1, 1],
  ])("comes to a tokenizer of %d and %d within 4 %, in both scripts", (letters, han) => {
    const tokens = makeTokenCalibration()
    const billed = billedBy(letters, han)
    for (let turn = 0; turn < 60; turn += 1)
      tokens.observe(textOf(turn), billed(textOf(turn), turn))
    for (const text of [english.repeat(9), japanese.repeat(9), english + japanese]) {
      const truth = billedBy(letters, han, 0)(text, 0)
      const { least, likely, most } = tokens.estimate(text)
      expect(Math.abs(likely / truth - 1)).toBeLessThan(0.04)
      expect(least).toBeLessThanOrEqual(truth)
      expect(most).toBeGreaterThanOrEqual(truth)
      const before = estimateTokens(text)
      expect(most - least).toBeLessThan(before.most - before.least)
    }
  })

  it("is the plain one at first, and follows a model that is exchanged", () => {
    const tokens = makeTokenCalibration()
    for (let turn = 0; turn < 7; turn += 1) tokens.observe(english, 500)
    expect(tokens.estimate(english)).toEqual(estimateTokens(english))
    const [old, exchanged] = [billedBy(0.8, 0.8), billedBy(1.2, 1.2)]
    for (let turn = 0; turn < 500; turn += 1) tokens.observe(textOf(turn), old(textOf(turn), turn))
    for (let turn = 0; turn < 1_500; turn += 1)
      tokens.observe(textOf(turn), exchanged(textOf(turn), turn))
    expect(tokens.factors().letters).toBeGreaterThan(1.15)
  })

  it("learns nothing from what cannot be", () => {
    const tokens = makeTokenCalibration()
    for (let turn = 0; turn < 20; turn += 1) {
      for (const [text, billed] of [
        ["", 100],
        [english, 0],
        [english, 1e9],
        [english, Number.NaN],
        [" ", -1],
      ] as const) {
        tokens.observe(text, billed)
      }
    }
    expect(tokens.factors()).toEqual({ letters: 1, han: 1, pairs: 0 })
    expect(tokens.estimate(english)).toEqual(estimateTokens(english))
  })

  it("has wide bounds where bills are all over the place", () => {
    const [calm, wild] = [makeTokenCalibration(), makeTokenCalibration()]
    for (let turn = 0; turn < 60; turn += 1) {
      calm.observe(textOf(turn), billedBy(1, 1, 0.01)(textOf(turn), turn))
      wild.observe(textOf(turn), billedBy(1, 1, 0.3)(textOf(turn), turn))
    }
    const width = ({ least, most }: { least: number; most: number }) => most - least
    expect(width(wild.estimate(english))).toBeGreaterThan(3 * width(calm.estimate(english)))
  })
})
