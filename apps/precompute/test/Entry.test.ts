/** Entries: one for each question, whatever its wordings; mined questions join them. */
import { cacheKeyOf, demoNames, read as question } from "@manga-assist/assistant"
import { series } from "@manga-assist/catalogue"
import { readFileSync } from "node:fs"
import { expect, it } from "vitest"
import { demandPattern, entriesOf } from "../src/questions/Entry.ts"
import { readSchedule } from "../src/schedule/Schedule.ts"

const read = readSchedule(
  "schedule.json",
  readFileSync(
    new URL("../../../packages/catalogue/src/manga/schedule.json", import.meta.url),
    "utf8",
  ),
  Date.UTC(2026, 10, 24),
  demoNames(),
)
if ("problems" in read) throw new Error(read.problems.join("\n"))
const titles = series()
  .slice(0, 20)
  .map(({ english, id, japanese }) => ({ id, english, japanese }))
const entries = entriesOf(read, titles, [], demoNames())
const kana = /[\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Han}]/u

it("has every pattern in both languages", () => {
  for (const { name } of read.patterns) {
    const locales = new Set(entries.filter(({ pattern }) => pattern === name).map((e) => e.locale))
    expect([...locales].toSorted(), name).toEqual(["en", "ja"])
  }
})

it("has each question once", () => {
  expect(new Set(entries.map(({ id }) => id)).size).toBe(entries.length)
  expect(new Set(entries.map(({ place }) => place)).size).toBe(entries.length)
})

it("lies in one place, whichever of its wordings is asked", () => {
  expect(entries.some(({ wordings }) => wordings.length > 1)).toBe(true)
  for (const { locale, place, wordings } of entries) {
    const places = wordings.map((wording) => cacheKeyOf(question(demoNames(), wording, locale)))
    expect([...new Set(places)], wordings.join()).toEqual([place])
  }
})

it("words Japanese entries in Japanese", () => {
  for (const { locale, wordings } of entries) {
    if (locale === "ja") for (const wording of wordings) expect(wording).toMatch(kana)
  }
})

it("expects more of the first title than of the last, and no more than the pattern's share", () => {
  const of = (index: number) =>
    entries.filter(
      ({ locale, pattern, wordings }) =>
        pattern === "title" &&
        locale === "en" &&
        wordings[0].includes(titles[index]?.english ?? "?"),
    )
  expect(of(0)[0]?.perHour).toBeGreaterThan((of(19)[0]?.perHour ?? 0) * 10)
  const all = entries.filter(({ pattern }) => pattern === "title")
  expect(all.reduce((sum, { perHour }) => sum + perHour, 0)).toBeCloseTo(8, 1)
})

it("adds mined questions, and believes them where a pattern has the question", () => {
  const mined = entriesOf(
    read,
    titles,
    [
      { locale: "en", text: "what's trending", perHour: 900 },
      { locale: "en", text: "when does volume 3 of berserk come out", perHour: 3 },
      { locale: "en", text: "where is my order", perHour: 50 },
    ],
    demoNames(),
  )
  expect(mined.find(({ id }) => id === "en trending")?.perHour).toBe(900)
  const added = mined.filter(({ pattern }) => pattern === demandPattern)
  expect(added.map(({ wordings }) => wordings[0])).toEqual([
    "when does volume 3 of berserk come out",
  ])
})
