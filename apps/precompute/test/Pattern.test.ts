/** Every wording that is filed under an answer is one that is asked, once, and in its language. */
import { series } from "@manga-assist/catalogue"
import { expect, it } from "vitest"
import { declaredPatterns, titlePatterns } from "../src/Pattern.ts"
import { showProgress } from "../src/Progress.ts"

const kana = /[\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Han}]/u
const all = [
  ...declaredPatterns(),
  ...series()
    .slice(0, 100)
    .flatMap((each) =>
      titlePatterns({
        seriesId: each.id,
        title: each.english,
        japaneseTitle: each.japanese,
      }),
    ),
]

it("words each pattern in both languages", () => {
  const locales = new Map<string, Set<string>>()
  for (const { id, locale } of all) {
    locales.set(id, (locales.get(id) ?? new Set()).add(locale))
  }
  for (const [id, found] of locales) expect([...found].toSorted(), id).toEqual(["en", "ja"])
})

it("never files one wording under two answers", () => {
  const wordings = all.flatMap((pattern) => pattern.wordings)
  expect(new Set(wordings).size).toBe(wordings.length)
})

it("words Japanese patterns in Japanese", () => {
  for (const { locale, wordings } of all) {
    for (const wording of wordings) if (locale === "ja") expect(wording).toMatch(kana)
  }
})

it("shows progress in ten steps where there is no terminal", () => {
  const lines: Array<string> = []
  const show = showProgress({ write: (text: string) => lines.push(text) })
  for (let done = 1; done <= 200; done += 1) show(done, 200)
  expect(lines).toHaveLength(11)
  expect(lines.at(-1)).toBe("answered ahead: 200/200\n")
})

it("draws a bar on a terminal and ends its line", () => {
  let text = ""
  const show = showProgress({
    isTTY: true,
    write: (more: string) => {
      text += more
    },
  })
  show(1, 2)
  show(2, 2)
  expect(text).toContain("1/2")
  expect(text.endsWith("2/2\n")).toBe(true)
})
