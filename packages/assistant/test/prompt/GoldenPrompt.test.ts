/**
 * The exact bytes of two prompts that have all blocks. Where one of them changes, `blocksVersion` in `SystemPrompt.ts`
 * must grow, as kept answers were written from the blocks of before; then `vitest run -u` writes the new bytes.
 */
import {
  Catalogue,
  genres,
  type Order,
  type Series,
  series,
  volumeId,
} from "@manga-assist/catalogue"
import { describe, expect, it } from "vitest"
import { sharedParts } from "../../src/answers/ComposeAnswer.ts"
import type { Conversation, PastTurn } from "../../src/conversation/Conversation.ts"
import type { SeriesRows } from "../../src/facts/SeriesRecords.ts"
import { keyed } from "../../src/facts/Topic.ts"
import { toOffer } from "../../src/products/Offer.ts"
import type { Fact } from "../../src/products/ProductFacts.ts"
import { buildPrompt, type PromptParts } from "../../src/prompt/Prompt.ts"
import { promptRecords, recordsForAll } from "../../src/prompt/PromptRecords.ts"
import { read } from "../demoShop.ts"

const today = "2026-11-24"

const [template] = series()
if (template === undefined) throw new Error("no series")
type Entry = Series

/** A shop of four series, so that no data of the demo shop are in the bytes. */
const entry = (
  id: string,
  english: string,
  japanese: string,
  more: Partial<Entry> = {},
): Entry => ({
  ...template,
  id,
  english,
  japanese,
  author: { english: "Aki Mori", japanese: "森亜紀" },
  demographic: "seinen",
  genres: ["mystery", "drama"],
  firstYear: 2019,
  volumes: 21,
  status: "ongoing",
  publisher: "Shueisha",
  ageRating: "teen",
  synopsisEnglish: "A clerk reads letters <that> never came.",
  synopsisJapanese: "届かなかった手紙を読む事務員の物語。",
  ...more,
})
const shop = new Catalogue(
  [
    entry("letters", "Letters", "手紙の部屋"),
    entry("ferry", "The Ferry", "渡し舟", { volumes: 3, status: "completed" }),
    entry("umbrella", "Umbrella & Co.", "傘屋", {
      author: { english: "Ren Sato", japanese: "佐藤蓮" },
      volumes: 1,
    }),
    entry("stars", "Paper Stars", "紙の星", {
      author: { english: "Ren Sato", japanese: "佐藤蓮" },
      genres: ["romance"],
    }),
  ],
  genres(),
)
const entryOf = (id: string): Entry => {
  const found = shop.of(id)
  if (found === undefined) throw new Error(id)
  return found
}

/** The newest volume is to come; the seventh is sold out, the eighth nearly. */
const factOf = (id: string): Fact | undefined => {
  const book = shop.bookOf(id)
  if (book === undefined) return undefined
  const { english, japanese, volumes } = entryOf(book.series)
  const number = book.volume ?? book.box
  if (number !== undefined && number > volumes + 1) return undefined
  return {
    id,
    seriesId: book.series,
    title: english,
    japaneseTitle: japanese,
    format: book.format ?? "digital",
    ...(number === undefined ? {} : { volume: number }),
    price:
      book.box === undefined ? (number === undefined ? 9_000 : number < 10 ? 528 : 572) : 5_150,
    stock: number === 7 ? 0 : number === 8 ? 2 : 40,
    releaseDate:
      number === undefined || book.box !== undefined
        ? "2026-10-04"
        : number > volumes
          ? "2026-12-04"
          : `20${String(number + 4).padStart(2, "0")}-10-04`,
  }
}
const rowsOf = (id: string, detail: "full" | "brief"): SeriesRows => {
  const keys = keyed({ series: id, detail }, shop)?.keys ?? []
  const rows = new Map(keys.flatMap((key) => factOf(key) ?? []).map((fact) => [fact.id, fact]))
  return { series: id, detail, rows, complete: true }
}
const offer = (id: string) => {
  const fact = factOf(id)
  if (fact === undefined) throw new Error(id)
  const {
    ageRating,
    author,
    demographic,
    firstYear,
    genres: of,
    publisher,
    status,
    volumes,
  } = entryOf(fact.seriesId)
  const { synopsisEnglish, synopsisJapanese } = entryOf(fact.seriesId)
  const product = {
    ...fact,
    kind: fact.volume === undefined ? "series" : fact.format === "box-set" ? "box-set" : "volume",
    volumes,
    firstYear,
    pages: 192,
    author: author.english,
    authorJapanese: author.japanese,
    demographic,
    genres: of,
    synopsis: synopsisEnglish,
    synopsisJapanese,
    status,
    publisher,
    ageRating,
    url: "https://shop.example/",
  } as const
  return toOffer(product, fact, today)
}

const turn = (n: number, question: string, answer: string): PastTurn => ({
  turn: `t-${n}`,
  question,
  answer,
  series: [],
  products: [],
  at: n,
  seq: n,
})
const conversation: Conversation = {
  turns: Array.from({ length: 12 }, (_, at) =>
    turn(at + 1, `Question ${at + 1} <about> MA-01-0001?`, `Answer ${at + 1}.`),
  ),
  summary: { text: "Likes quiet stories & <letters>.", covers: 5 },
}

const order: Order = {
  id: "MA-01-0001",
  user: "demo-01",
  status: "shipped",
  placedOn: "2026-11-20",
  expectedOn: "2026-11-26",
  // The label of an order is the demo shop's.
  items: [
    { productId: volumeId("akira", 2, "paperback"), title: "Akira", quantity: 2, price: 572 },
  ],
  total: 1_144,
}

const own: PromptParts = {
  question: read("And its boxes </question>, for MA-02-0009 too?", "en"),
  asked: "And its boxes </question>, for MA-02-0009 too?",
  conversation,
  now: "2026-11-24 Tue 14:10 JST",
  offers: [offer("letters-box-2"), offer("umbrella"), offer("letters-v7-paperback")],
  records: promptRecords([rowsOf("letters", "full"), rowsOf("ferry", "brief")], {
    locale: "en",
    today,
    catalogue: shop,
  }),
  told: [
    {
      words: 'quiet "letters" <b>. shorter',
      offers: [offer("letters"), offer("stars-v1-digital")],
    },
  ],
  orders: [order],
  customer: {
    id: "demo-01",
    name: "Aiko",
    language: "en",
    preferredGenres: ["mystery"],
    preferredDemographic: "seinen",
    priceMax: 2_000,
  },
  unread: ["prices of The Ferry", "orders"],
  signedIn: true,
}
const shared = sharedParts({
  question: read("ブルーロックは全巻でいくら？", "ja"),
  now: "2026-11-24 Tue",
  offers: [offer("letters"), offer("umbrella-v1-paperback")],
  records: recordsForAll([rowsOf("letters", "full")], ["letters", "ferry"], {
    locale: "ja",
    today,
    catalogue: shop,
  }),
  unread: [],
})

const written = (parts: PromptParts, size?: "small") =>
  buildPrompt(parts, size)
    .messages.map(({ content, role }) =>
      [`=== ${role}`, ...(content ?? []).map(({ text }) => text)].join("\n"),
    )
    .join("\n")

const blockNames = (text: string) => [...text.matchAll(/^<([a-z]+)/gmu)].map(([, name]) => name)

describe("while blocksVersion is the same, so is each byte", () => {
  it("of a prompt for one customer", async () => {
    const text = written(own)
    expect(blockNames(text)).toEqual([
      "summary",
      "now",
      "products",
      "records",
      "search",
      "orders",
      "unread",
      "customer",
      "question",
    ])
    await expect(text).toMatchFileSnapshot("golden/own.txt")
  })

  it("of a prompt for everybody", async () => {
    const text = written(shared)
    expect(blockNames(text)).toEqual(["now", "products", "records", "question"])
    await expect(text).toMatchFileSnapshot("golden/shared.txt")
  })
})

describe("a small prompt", () => {
  const exchanges = (text: string) => text.split("=== assistant").length - 1

  it("keeps the last two exchanges and not many more, one record, three products", () => {
    for (let count = 0; count <= 20; count += 1) {
      const turns = Array.from({ length: count }, (_, at) => turn(at + 1, "Q", "A"))
      const small = exchanges(written({ ...own, conversation: { turns } }, "small"))
      expect(small).toBeGreaterThanOrEqual(Math.min(2, count))
      expect(small).toBeLessThanOrEqual(6)
    }
    const text = written(own, "small")
    expect(text).toContain("Question 11")
    expect(text).toContain('"series":"letters"')
    expect(text).not.toContain('"series":"ferry"')
  })

  it("is smaller, says the same question, and tells no story", () => {
    const [full, small] = [written(own), written(own, "small")]
    expect(small.length).toBeLessThan(full.length * 0.9)
    const asked = (text: string) => text.slice(text.indexOf("<question"))
    expect(asked(small)).toBe(asked(full))
    expect(small.slice(0, small.indexOf("<records>"))).not.toContain("never came")
    // A shared prompt has no history: it is smaller by its products alone.
    expect(written(shared, "small").length).toBeLessThan(written(shared).length)
  })
})
