import { storeRules, wholeTopic } from "@manga-assist/assistant"
import { describe, expect, it } from "vitest"
import { missingFacts } from "../../src/oracle/HeldFacts.ts"
import type { Judged, Need } from "../../src/oracle/Need.ts"
import { demoStore } from "../../src/oracle/StoreData.ts"
import {
  localeOf,
  type SentBody,
  toldBy,
  tokensOfLastMessage,
} from "../../src/oracle/ToldByRequest.ts"

const store = demoStore("2026-11-24")
const line = (value: object) => JSON.stringify(value)
const block = (name: string, ...lines: ReadonlyArray<object>) => [
  `<${name}>`,
  ...lines.map(line),
  `</${name}>`,
]

const sent = (...blocks: ReadonlyArray<string>): SentBody => ({
  system: [{ text: `Rules\nshipping.en: ${wholeTopic(storeRules, "shipping", "en")}` }],
  messages: [
    { role: "user", content: [{ text: "Monster 3 costs ¥594?" }] },
    { role: "assistant", content: [{ text: "Yes, by Naoki Urasawa." }] },
    {
      role: "user",
      content: [
        {
          text: [...blocks, '<question intent="other" locale="ja">\nand?\n</question>'].join("\n"),
        },
      ],
    },
  ],
})

const product = (id: string) => store.product(id)!
/** As revision ef26cba0 tells a numbered book. */
const oldLine = (id: string, more: object = {}) => {
  const { author, format, kind, price, releaseDate, stock, volume, volumes } = product(id)
  const own = { id, kind, volume, format, releaseDate, price, inStock: stock > 0, stock }
  return { ...own, volumes, author, ...more }
}
const missing = (judged: Judged, ...blocks: ReadonlyArray<string>) =>
  missingFacts(judged, sent(...blocks), store)
const lacks = (need: Need, ...blocks: ReadonlyArray<string>) =>
  missing({ needs: [need] }, ...blocks).map((each) => each.split(":")[0])

describe("a request", () => {
  it("tells its locale and tokens, and policies of the system prompt alone", () => {
    const body = sent()
    expect(localeOf(body)).toBe("ja")
    expect(tokensOfLastMessage(body)).toBeGreaterThan(10)
    expect(toldBy(body, store).of("store", "policy")).toEqual(["shipping"])
    expect(lacks({ policy: "shipping" })).toEqual([])
    expect(lacks({ policy: "gift" })).toEqual(["store policy"])
  })

  it("tells nothing by what was said before", () => {
    expect(lacks({ series: "monster", facts: ["author"] })).toEqual(["monster author"])
    expect(lacks({ series: "monster", paper: "3", only: "price" })).toEqual([
      "monster-v3-paperback price",
    ])
  })

  it("tells nothing where there is none", () => {
    expect(missingFacts({ needs: [{ policy: "gift" }] }, undefined, store)).toEqual(["no request"])
    expect(missingFacts({ needs: [] }, undefined, store)).toEqual([])
  })

  it("tells the day and the time of day", () => {
    const day = "<now>2026-11-24 Tue</now>"
    expect(lacks({ now: "day" }, day)).toEqual([])
    expect(lacks({ now: "day" }, "<now>2026-11-25 Wed</now>")).toEqual(["store day"])
    expect(lacks({ now: "time" }, day)).toEqual(["store time"])
    expect(lacks({ now: "time" }, "<now>2026-11-24 Tue 14:10 JST</now>")).toEqual([])
  })

  it("tells a customer's orders and preferences", () => {
    const order = store.ordersOf("demo-05")[0]!
    const { id, items, user: _user, ...rest } = order
    const told = block("orders", {
      id,
      ...rest,
      items: items.map(({ price, quantity, title }) => ({ title, quantity, price })),
    })
    const judged: Judged = { user: "demo-05", needs: [{ order: id }] }
    expect(missing(judged, ...told)).toEqual([])
    expect(missing(judged, ...block("orders", { id, ...rest }))).toHaveLength(1)
    expect(missing({ user: "demo-05", needs: [{ orders: "all" }] }, ...told)).not.toEqual([])
    const { preferredGenres, priceMax } = store.customer("demo-05")!
    const customer = `<customer>${line({ preferredGenres, priceMax })}</customer>`
    const preferred: Need = { customer: ["preferredGenres", "priceMax"] }
    expect(missing({ user: "demo-05", needs: [preferred] }, customer)).toEqual([])
  })

  it("tells what a tool returned", () => {
    const body = sent()
    const result = {
      toolResult: { content: [{ json: { found: [oldLine("monster-v3-paperback")] } }] },
    }
    const looked = {
      ...body,
      messages: [...body.messages!, { role: "user", content: [result] }],
    }
    const needs: ReadonlyArray<Need> = [{ series: "monster", paper: "3" }]
    expect(missingFacts({ needs }, looked, store)).toEqual([])
    expect(missingFacts({ needs }, body, store)).not.toEqual([])
  })
})

describe("product lines", () => {
  const three = oldLine("one-piece-v105-paperback")

  it("tell price, stock and date of a book and what its series is", () => {
    const told = block("products", three)
    expect(lacks({ series: "one-piece", paper: "105" }, ...told)).toEqual([])
    expect(lacks({ series: "one-piece", paper: "105", only: "date" }, ...told)).toEqual([])
    expect(lacks({ series: "one-piece", facts: ["author", "volumes"] }, ...told)).toEqual([])
    expect(lacks({ series: "one-piece", digital: "105", only: "price" }, ...told)).toEqual([
      "one-piece-v105-digital price",
    ])
  })

  it.each([
    ["another price", { price: 1 }, "price"],
    ["another stock", { inStock: false, stock: 0 }, "availability"],
    ["another number of copies", { stock: 2 }, "availability"],
  ])("hold nothing with %s", (_, more, attribute) => {
    const told = block("products", { ...three, ...more })
    expect(lacks({ series: "one-piece", paper: "105" }, ...told)).toEqual([
      `one-piece-v105-paperback ${attribute}`,
    ])
  })

  it("that contradict each other hold nothing", () => {
    const told = block("products", three, { ...three, price: 1 })
    expect(lacks({ series: "one-piece", paper: "105", only: "price" }, ...told)).toHaveLength(1)
  })

  it("tell a pre-order from what is sold out only with an availability or a day", () => {
    const next = oldLine("blue-lock-v34-paperback")
    const need: Need = { series: "blue-lock", paper: "34" }
    expect(lacks(need, ...block("products", next))).toEqual([
      "blue-lock-v34-paperback availability",
    ])
    expect(lacks(need, "<now>2026-11-24 Tue</now>", ...block("products", next))).toEqual([])
    const { id, price } = next
    expect(lacks(need, ...block("products", { id, price, availability: "pre-order" }))).toEqual([])
    expect(lacks(need, ...block("products", { id, price, availability: "sold-out" }))).toHaveLength(
      1,
    )
  })

  it("tell the newest and the next volume", () => {
    const bundle = {
      id: "blue-lock",
      volumes: 33,
      newestVolumeDate: product("blue-lock").releaseDate,
    }
    expect(lacks({ series: "blue-lock", facts: ["newest"] }, ...block("further", bundle))).toEqual(
      [],
    )
    expect(lacks({ series: "blue-lock", facts: ["next"] }, ...block("further", bundle))).toEqual([
      "blue-lock next",
    ])
    const next = block("further", oldLine("blue-lock-v34-digital"))
    expect(lacks({ series: "blue-lock", facts: ["next"] }, ...next)).toEqual([])
  })

  it("tell that none is announced where the newest stands alone", () => {
    const series = store.catalogue.series.find(
      ({ id, status, volumes }) =>
        status === "ongoing" && store.product(`${id}-v${volumes + 1}-paperback`) === undefined,
    )!
    const newest = oldLine(`${series.id}-v${series.volumes}-paperback`)
    const need: Need = { series: series.id, facts: ["next"] }
    expect(lacks(need, ...block("further", newest))).toEqual([])
    expect(lacks(need, ...block("products", newest))).toEqual([`${series.id} next`])
  })

  it("tell what books cost together where the store added them up", () => {
    const books = Array.from({ length: 12 }, (_, at) => product(`death-note-v${at + 1}-paperback`))
    const price = books.reduce((sum, each) => sum + each.price, 0)
    const lacking = books.filter(({ stock }) => stock === 0).map(({ volume }) => volume)
    const sum = {
      title: "Death Note",
      kind: "all-paperbacks",
      count: 12,
      price,
      notInStock: lacking.length,
      ...(lacking.length === 0 ? {} : { volumesNotInStock: lacking.join(", ") }),
    }
    const need: Need = { series: "death-note", paper: "all" }
    expect(lacks(need, ...block("sums", sum))).toEqual([])
    expect(lacks({ series: "death-note", paper: "1-11" }, ...block("sums", sum))).not.toEqual([])
    expect(lacks(need, ...block("sums", { ...sum, price: price + 1 }))).toHaveLength(12)
  })
})

describe("records of a series", () => {
  const paper = (volume: number) => product(`blue-lock-v${volume}-paperback`)
  const volumes = Array.from({ length: 33 }, (_, at) => at + 1)
  const having = (is: (stock: number) => boolean, text = (volume: number) => String(volume)) =>
    volumes
      .filter((volume) => is(paper(volume).stock))
      .map(text)
      .join(", ") || "none"
  const runs = Map.groupBy(volumes, (volume) => paper(volume).price)
  const others = store.catalogue
    .peopleOf("blue-lock")
    .flatMap((person) => store.catalogue.worksOf(person))
    .filter(({ id }) => id !== "blue-lock")
  const box = product("blue-lock-box-1")
  const record = {
    series: "blue-lock",
    title: "Blue Lock",
    author: "金城宗幸、ノ村優介",
    readers: "shonen",
    genres: ["Sports", "Psychological"],
    age: "teen",
    began: 2018,
    status: "ongoing",
    publisher: "Kodansha",
    volumes: 33,
    newest: { volume: 33, date: paper(33).releaseDate, paper: paper(33).price },
    next: {
      volume: 34,
      date: paper(34).releaseDate,
      paper: paper(34).price,
      availability: "pre-order",
    },
    paper: {
      prices: [...runs].map(([price, of]) => `${of.join(", ")} ¥${price}`).join(", "),
      all: volumes.reduce((sum, volume) => sum + paper(volume).price, 0),
      soldOut: having((stock) => stock === 0),
      fewLeft: having(
        (stock) => stock > 0 && stock < 5,
        (volume) => `${volume} (${paper(volume).stock})`,
      ),
      preOrder: "34",
    },
    digital: { prices: "1-33 ¥1", bundle: product("blue-lock").price },
    works: others.map(({ english }) => english),
  }
  const told = block("records", record)

  it("tell what a series is, whatever the language", () => {
    const author = store.catalogue.of("blue-lock")!.author.japanese
    const facts = ["readers", "genres", "age", "began", "status", "volumes", "publisher"] as const
    const all = block("records", { ...record, author })
    const need: Need = {
      series: "blue-lock",
      facts: ["author", ...facts, "newest", "next", "works"],
    }
    expect(lacks(need, ...all)).toEqual([])
    expect(lacks({ series: "blue-lock", bundle: true }, ...all)).toEqual([])
  })

  it("tell each volume by runs of prices and lists of numbers", () => {
    expect(lacks({ series: "blue-lock", paper: "1-34" }, ...told)).toEqual([])
    const wrong = { ...record, paper: { ...record.paper, soldOut: "1" } }
    expect(lacks({ series: "blue-lock", paper: "1-3" }, ...block("records", wrong))).toContain(
      "blue-lock-v1-paperback availability",
    )
  })

  it("tell no stock that was not read", () => {
    const { all, prices } = record.paper
    const unread = block("records", { ...record, paper: { prices, all } })
    expect(lacks({ series: "blue-lock", paper: "5", only: "price" }, ...unread)).toEqual([])
    expect(lacks({ series: "blue-lock", paper: "5" }, ...unread)).toEqual([
      "blue-lock-v5-paperback availability",
    ])
  })

  it("tell box sets, and that there are none", () => {
    const boxes = { series: "blue-lock", boxes: "1" } as const
    const told = {
      holds: "box 1: 1-10",
      prices: `1 ¥${box.price}`,
      soldOut: box.stock === 0 ? "1" : "none",
      fewLeft: box.stock > 0 && box.stock < 5 ? `1 (${box.stock})` : "none",
      preOrder: "none",
    }
    expect(lacks(boxes, ...block("records", { ...record, boxes: told }))).toEqual([])
    const none: Need = { series: "pluto", boxes: "all" }
    expect(lacks(none, ...block("records", { series: "pluto", boxes: "none" }))).toEqual([])
    expect(lacks(none, ...block("records", { series: "pluto" }))).toEqual(["pluto boxes"])
  })
})

describe("results of tools", () => {
  const three = [1, 2, 3].map((volume) => product(`monster-v${volume}-paperback`))
  const lacking = three.filter(({ stock }) => stock === 0).map(({ volume }) => volume)
  const bill = {
    series: "monster",
    format: "paperback",
    copies: 2,
    volumes: "1-3",
    prices: three.map(({ price, volume }) => `${volume} ¥${price}`).join(", "),
    sum: 2 * three.reduce((sum, { price }) => sum + price, 0),
    ...(lacking.length === 0 ? {} : { soldOut: lacking.join(", ") }),
  }
  const result = (content: object) => block("results", { lines: [content] })

  it("tell what books cost together, and which cannot be sent", () => {
    const need: Need = { series: "monster", paper: "1-3" }
    expect(lacks(need, ...result(bill))).toEqual([])
    expect(lacks(need, ...result({ ...bill, prices: "", sum: 2 }))).not.toEqual([])
    // What a line is of is not how long the series is.
    expect(lacks({ series: "monster", facts: ["volumes"] }, ...result(bill))).toHaveLength(1)
    const bundle = { series: "monster", format: "bundle", copies: 1, sum: product("monster").price }
    expect(lacks({ series: "monster", bundle: true }, ...result(bundle))).toEqual([])
  })

  it("tell a bundle, and an order by its own name", () => {
    const found = { series: "monster", format: "bundle", price: product("monster").price }
    expect(lacks({ series: "monster", bundle: true }, ...result(found))).toEqual([])
    const { id: order, user: _user, ...rest } = store.ordersOf("demo-05")[0]!
    const own: Judged = { user: "demo-05", needs: [{ order }] }
    expect(missing(own, ...result({ order, ...rest }))).toEqual([])
  })
})

describe("a wish", () => {
  const known = (...ids: ReadonlyArray<string>) =>
    block("records", ...ids.map((series) => ({ series })))

  it("needs so many series that fit", () => {
    const search = { genres: ["food"], status: "completed", least: 2 } as const
    const fits = known("golden-kamuy", "delicious-in-dungeon")
    expect(missing({ search }, ...fits)).toEqual([])
    expect(missing({ search }, ...known("golden-kamuy", "berserk"))).toHaveLength(1)
    expect(missing({ search: { ...search, least: 1 } }, ...known("golden-kamuy"))).toEqual([])
  })

  it("needs the extreme that was asked for", () => {
    const search = { sort: "oldest", least: 1 } as const
    const [oldest] = store.catalogue.series.toSorted((a, b) => a.firstYear - b.firstYear)
    expect(missing({ search }, ...known(oldest!.id))).toEqual([])
    expect(missing({ search }, ...known("berserk"))).toHaveLength(1)
  })

  it("that nothing fits needs nothing", () => {
    expect(missing({ search: { genres: ["food", "isekai"] } })).toEqual([])
  })
})
