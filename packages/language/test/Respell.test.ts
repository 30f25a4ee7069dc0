import { describe, expect, it } from "vitest"
import { respell } from "../src/letters/Respell.ts"

describe("one spelling of a Japanese word", () => {
  it.each([
    ["なん巻まで", "何巻まで"],
    ["返品出来ますか", "返品できますか"],
    ["教えて下さい", "教えてください"],
    ["おしえて下さい", "教えてください"],
    ["ありますでしょうか", "ありますか"],
    ["おいくら", "いくら"],
    ["子供むけの本", "子供向けの本"],
    ["おしえて〜", "教えて〜"],
    ["Ｈｏｗ　ｍｕｃｈ", "How　much"],
  ])("writes %s as %s", (written, text) => {
    expect(respell(written)).toBe(text)
  })

  it.each([
    "なんで",
    "そんなん買う",
    "出来事",
    "上出来",
    "この本を下さい",
    "皮むけ",
    "おしり",
    "how much",
  ])("leaves %s as it is", (text) => {
    expect(respell(text)).toBe(text)
  })
})
