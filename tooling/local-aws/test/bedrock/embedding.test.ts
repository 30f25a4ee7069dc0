/** Embeddings: a wish finds its series across languages; small talk and what the store lacks are near nothing. */
import { genres, series } from "@manga-assist/catalogue"
import { describe, expect, it } from "vitest"
import { embed } from "../../src/bedrock/embedding/Embedding.ts"

const vector = (text: string) => embed(text, { dimensions: 256, normalize: true })
const genreNames = new Map(
  genres().map(({ english, id, japanese }) => [id, `${english} ${japanese}`]),
)

/** As the index describes them. */
const documents = series().map((entry) => ({
  id: entry.id,
  vector: vector(
    [
      `${entry.english} ${entry.japanese}`,
      `${entry.author.english} ${entry.author.japanese}`,
      `${entry.demographic} ${entry.genres.map((id) => genreNames.get(id) ?? id).join(", ")}`,
      entry.synopsisEnglish,
      entry.synopsisJapanese,
    ].join("\n"),
  ),
}))

const nearest = (text: string) => {
  const query = vector(text)
  const cosine = (other: ReadonlyArray<number>) =>
    other.reduce((sum, value, at) => sum + value * (query[at] ?? 0), 0)
  return documents
    .map(({ id, vector: other }) => ({ id, similarity: cosine(other) }))
    .toSorted((a, b) => b.similarity - a.similarity)
}

/** The search drops what is below 0.25. */
const above = 0.26
const below = 0.24

describe("a theme that the store has", () => {
  it.each([
    ["Recommend a seinen manga about Vikings", "vinland-saga"],
    ["ヴァイキングの漫画はある？", "vinland-saga"],
    ["ヴァイキングの青年漫画", "vinland-saga"],
    ["I want a manga about volleyball", "haikyu"],
    ["volleyball!!!", "haikyu"],
    ["バレーボールの漫画", "attack-no-1"],
    ["海賊の漫画を探しています", "one-piece"],
    ["海賊の冒険", "one-piece"],
    ["manga about shogi please", "march-comes-in-like-a-lion"],
    ["a notebook that kills", "death-note"],
    ["manga about a jazz band", "blue-giant"],
    ["宇宙飛行士の漫画", "space-brothers"],
    ["卓球の漫画", "ping-pong"],
    ["競技かるたの漫画", "chihayafuru"],
    ["alchemist brothers", "fullmetal-alchemist"],
    ["巨人と戦う", "attack-on-titan"],
    ["古代ローマ", "thermae-romae"],
    ["農業高校", "silver-spoon"],
    ["アイドル", "oshi-no-ko"],
    ["猫の漫画", "natsumes-book-of-friends"],
    ["boxing manga recommendations", "hajime-no-ippo"],
    ["something with samurai", "gintama"],
    ["soccer striker", "blue-lock"],
    ["バスケ部", "slam-dunk"],
    ["基礎から学ぶピアノ", "nodame-cantabile"],
    ["ワンピース", "one-piece"],
    ["AKIRAの作者", "akira"],
  ])("%s: %s", (text, id) => {
    const found = nearest(text).find((each) => each.id === id)
    expect(found?.similarity).toBeGreaterThan(above)
    // In front of nearly all others, though not of each that shares the theme.
    expect(
      nearest(text)
        .slice(0, 5)
        .map((each) => each.id),
    ).toContain(id)
  })

  it.each(["horror manga", "ホラー漫画ありますか", "romance", "恋愛", "music", "sci-fi"])(
    "%s is a genre, of many",
    (text) => {
      expect(nearest(text)[9]?.similarity).toBeGreaterThan(above)
    },
  )
})

describe("what is near nothing", () => {
  it.each([
    "zombies",
    "ゾンビ漫画ある？",
    "manga about programmers",
    "manga about beekeeping",
    "養蜂の漫画",
    "カーリングの漫画",
    "curling",
    "ゴルフ漫画",
    "サーフィン",
    "about cryptocurrency traders",
    "a manga about submarines",
    "Is Solo Leveling in stock?",
    "医龍の1巻いくら",
    "hello",
    "Hi there! 👋",
    "thanks so much",
    "how are you today",
    "I had a bad day",
    "what is the weather like",
    "asdf qwer",
    "asdkjfh qwoieu",
    "🙂🙂🙂",
    "こんにちは",
    "はじめまして！よろしくお願いします",
    "ありがとう",
    "明日の天気は晴れですか",
    "今日は疲れた",
    "元気ですか",
    "あなたは誰ですか",
    "any good recs",
    "おすすめを教えて",
    "何か面白い漫画ある？",
    "What should I read next?",
    "Can I return a book?",
    "What payment methods do you accept?",
    "支払い方法を教えて",
    "返品できますか",
    "注文した本が届かない",
    "my order has not arrived",
    "電話番号を教えて",
  ])("%s", (text) => {
    expect(nearest(text)[0]?.similarity).toBeLessThan(below)
  })
})

describe("embedding", () => {
  it("finds each series by its title in either language", () => {
    const missed = series().filter(({ english, id, japanese }) =>
      [`${japanese}の漫画`, `a manga called ${english}`].some((text) =>
        nearest(text)
          .slice(0, 3)
          .every((each) => each.id !== id),
      ),
    )
    // A title of one letter is none.
    expect(missed.map(({ id }) => id)).toEqual(["x"])
  })

  it("is deterministic, normalised, and of the size asked for", () => {
    for (const dimensions of [256, 512, 1_024] as const) {
      const one = embed("x ヴァイキング", { dimensions, normalize: true })
      expect(one).toHaveLength(dimensions)
      expect(Math.hypot(...one)).toBeCloseTo(1, 9)
      expect(embed("x ヴァイキング", { dimensions, normalize: true })).toEqual(one)
    }
    for (const text of ["!?", "the", ""]) expect(Math.hypot(...vector(text))).toBeCloseTo(1, 9)
  })
})
