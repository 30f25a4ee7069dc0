/** Titles that a text may mean: by rare words, parts and wrong conversions; none where all words are known. */
import { demoCatalogue } from "@manga-assist/catalogue"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { nearTitles } from "../../src/facts/NearTitles.ts"
import { read } from "../demoShop.ts"
import { wordedTexts } from "../canonical/formWordings.ts"

const catalogue = demoCatalogue()
const near = (text: string) => nearTitles(read(text))
/** Named surely, or near. */
const meant = (text: string) => [...read(text).slots.series, ...near(text)]

describe("titles that are near", () => {
  it.each([
    ["do i get slime 28 still this year", "that-time-i-got-reincarnated-as-a-slime"],
    ["is titan finished", "attack-on-titan"],
    ["the alchemist one, volume 3", "fullmetal-alchemist"],
    ["what about the promised one", "the-promised-neverland"],
    ["一歩の88巻ずっと無いやん", "hajime-no-ippo"],
    ["七つの対財、4〜7巻が単品で無いんやけど", "the-seven-deadly-sins"],
    ["公格機動隊って紙と電子どっち安い", "the-ghost-in-the-shell"],
    ["推しの仔の最新刊", "oshi-no-ko"],
    ["鋼の錬金の8巻", "fullmetal-alchemist"],
  ])("are found: %s", (text, id) => {
    expect(near(text)).toContain(id)
  })

  it("are found by a rare word of the title alone", () => {
    const counts = new Map<string, Set<string>>()
    const telling = new Map<string, number>()
    const words = (text: string) => new Set(text.toLowerCase().match(/[a-z]{3,}/gu))
    for (const { aliases, english, id, romaji, synopsisEnglish } of catalogue.series) {
      for (const word of words([english, romaji, ...aliases].join("\n"))) {
        counts.set(word, (counts.get(word) ?? new Set()).add(id))
      }
      for (const word of words(synopsisEnglish)) telling.set(word, (telling.get(word) ?? 0) + 1)
    }
    const rare = [...counts].flatMap(([word, ids]) => {
      const [id, other] = ids
      return id === undefined || other !== undefined || (telling.get(word) ?? 0) > 0
        ? []
        : [{ word, id, text: `any news on the ${word} thing` }]
    })
    // Words of the grammar say something else.
    const unknown = rare.filter(({ text }) =>
      read(text).reading.tokens.some(({ kind }) => kind === "?"),
    )
    const missed = unknown.filter(({ id, text }) => !meant(text).includes(id))
    expect(unknown.length).toBeGreaterThan(300)
    expect(missed.length / unknown.length).toBeLessThan(0.15)
  })

  it("are found behind a wrong conversion", () => {
    const wrong = catalogue.series.flatMap(({ id, japanese }) => {
      const letters = [...japanese]
      const at = letters.findIndex((letter) => /\p{sc=Han}/u.test(letter))
      return at < 0 || letters.length < 5
        ? []
        : [{ id, text: `${letters.with(at, "龘").join("")}の3巻はありますか` }]
    })
    const missed = wrong.filter(({ id, text }) => !meant(text).includes(id))
    expect(wrong.length).toBeGreaterThan(100)
    expect(missed.length / wrong.length).toBeLessThan(0.1)
  })

  it.each([
    "my dog ate my manga, can I get a replacement?",
    "can you wrap it in red paper for my nephew Takumi",
    "I live in Sapporo near the tower, when will it come",
    "is there a bookstore in Kyoto",
    "妹が高校生なんだけど何がいいかな",
    "バーコードが読めない",
  ])("are none of everyday words: %s", (text) => {
    expect(near(text)).toEqual([])
  })

  it("are none of any text that is understood as a whole", async () => {
    const { forms } = await wordedTexts()
    const texts = forms.flatMap(({ wordings }) => wordings.slice(0, 5))
    expect(texts.length).toBeGreaterThan(1_000)
    expect(texts.filter((text) => read(text).reading.known && near(text).length > 0)).toEqual([])
  })

  const piece = fc
    .tuple(
      fc.constantFrom(...catalogue.series),
      fc.boolean(),
      fc.nat(),
      fc.integer({ min: 2, max: 9 }),
    )
    .map(([{ english, japanese }, isEnglish, from, length]) => {
      const letters = [...(isEnglish ? english : japanese)]
      const start = from % letters.length
      return letters.slice(start, start + length).join("")
    })

  it("are two at most, each once, of the catalogue, whatever is asked; and always the same", () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(piece, fc.string({ maxLength: 6 })), { maxLength: 12 }),
        (parts) => {
          const text = parts.join(" ")
          const found = near(text)
          expect(found.length).toBeLessThanOrEqual(2)
          expect(new Set(found).size).toBe(found.length)
          for (const id of found) expect(catalogue.of(id)).toBeDefined()
          expect(nearTitles({ ...read(text) })).toEqual(found)
        },
      ),
      { numRuns: 500 },
    )
  })
})
