/** Embeddings: a question finds its series across languages. */
import { series } from "@manga-assist/catalogue"
import { describe, expect, it } from "vitest"
import { catalogueConcepts } from "../../src/bedrock/embedding/CatalogueNames.ts"
import { makeEmbedder } from "../../src/bedrock/embedding/Embedding.ts"

const embed = makeEmbedder(catalogueConcepts)
const vector = (text: string) => embed(text, { dimensions: 256, normalize: true })
const documents = series().map((entry) => ({
  id: entry.id,
  vector: vector(
    [
      entry.english,
      entry.japanese,
      entry.romaji,
      entry.author.english,
      entry.author.japanese,
      entry.demographic,
      entry.genres.join(" "),
      entry.synopsisEnglish,
      entry.synopsisJapanese,
    ].join("\n"),
  ),
}))

const nearest = (text: string, count: number) => {
  const query = vector(text)
  const score = (other: ReadonlyArray<number>) =>
    other.reduce((sum, value, at) => sum + value * (query[at] ?? 0), 0)
  return documents
    .map(({ id, vector: other }) => [id, score(other)] as const)
    .toSorted((a, b) => b[1] - a[1])
    .slice(0, count)
    .map(([id]) => id)
}

describe("embedding", () => {
  it.each([
    ["Recommend a seinen manga about Vikings", "vinland-saga"],
    ["ヴァイキングの青年漫画", "vinland-saga"],
    ["バレーボールの漫画", "haikyu"],
    ["volleyball", "haikyu"],
    ["海賊の冒険", "one-piece"],
    ["ワンピース", "one-piece"],
    ["a notebook that kills", "death-note"],
  ])("%s finds %s among its five nearest", (question, id) => {
    expect(nearest(question, 5)).toContain(
      documents.find((entry) => entry.id === id || entry.id.startsWith(id))?.id,
    )
  })

  it("finds each series first by its Japanese title", () => {
    const missed = series().filter(({ id, japanese }) =>
      nearest(`${japanese}の漫画`, 3).every((found) => found !== id),
    )
    expect(missed.length).toBeLessThan(series().length * 0.1)
  })

  it("is deterministic, normalised, and of the size asked for", () => {
    for (const dimensions of [256, 512, 1_024] as const) {
      const one = embed("x ヴァイキング", { dimensions, normalize: true })
      expect(one).toHaveLength(dimensions)
      expect(Math.hypot(...one)).toBeCloseTo(1, 9)
      expect(embed("x ヴァイキング", { dimensions, normalize: true })).toEqual(one)
    }
    expect(Math.hypot(...vector("!?"))).toBeCloseTo(1, 9)
  })
})
