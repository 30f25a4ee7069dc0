/** The sentences of the emulated model, in English and Japanese: templates that are filled with facts of the prompt. */
import type { Availability, Item, PromptOrder } from "./Facts.ts"
import type { Locale } from "./Language.ts"

export interface Sentences {
  readonly demonstration: string
  readonly hello: string
  readonly notFound: string
  readonly unread: string
  readonly signIn: string
  readonly noOrder: string
  readonly noRule: string
  readonly nothingGiven: string
  readonly nothingAsked: string
  readonly price: (item: Item) => string
  readonly date: (item: Item, day: string) => string
  readonly author: (item: Item) => string
  readonly about: (item: Item) => string
  readonly list: (items: ReadonlyArray<Item>) => string
  readonly order: (order: PromptOrder) => string
  readonly summary: (questions: ReadonlyArray<string>) => string
  readonly joined: (sentences: ReadonlyArray<string>) => string
}

/** Parts that are there, between these marks. */
const parts = (mark: string, ...some: ReadonlyArray<string | undefined>): string =>
  some.filter((each) => each !== undefined && each !== "").join(mark)

const when = <A>(value: A | undefined, words: (value: A) => string): string | undefined =>
  value === undefined ? undefined : words(value)

const english = new Intl.DateTimeFormat("en", { dateStyle: "long", timeZone: "UTC" })
const yen = (amount: number): string => `¥${amount.toLocaleString("en")}`
const dayEn = (date: string): string => english.format(new Date(date))

const stockEn: Readonly<Record<Availability, (left: number | undefined) => string>> = {
  "in-stock": () => "in stock",
  "few-left": (left) => `only ${left ?? "a few"} left`,
  "sold-out": () => "out of stock",
  "pre-order": () => "it can be pre-ordered",
  "read-at-once": () => "it can be read at once",
}

const kindsEn = new Map([
  ["paperback", " (paperback)"],
  ["digital", " (digital)"],
])

const nameEn = ({ format, kind, title, volume }: Item): string => {
  if (kind === "series") return `${title} (all volumes, digital)`
  if (volume === undefined) return title
  const number = kind === "box-set" ? `box set ${volume}` : `volume ${volume}`
  return `${title}, ${number}${kindsEn.get(format ?? "") ?? ""}`
}

const en: Sentences = {
  demonstration: "(A demonstration model: it only tells what the store's records hold.)",
  hello: "Hello! I can tell you about manga, prices, orders and the store's rules.",
  notFound: "I could not find that in the store's catalogue.",
  unread: "I cannot look that up at the moment; please try again shortly.",
  signIn: "Please sign in, so that I can see your orders.",
  noOrder: "I cannot see such an order; please check its number.",
  noRule: "I do not know a rule of the store for that.",
  nothingGiven: "I was given no product information.",
  nothingAsked: "I can only tell what the store's records hold.",
  price: (item) => {
    const { availability, digital, left, paper, price } = item
    const stock = when(availability, (each) => stockEn[each](left))
    const told = parts(
      "; ",
      when(price, (amount) => parts(", ", yen(amount), stock)) ?? stock,
      when(paper.prices, (runs) => `paperbacks ${runs}`),
      when(paper.all, (amount) => `all paperbacks ${yen(amount)}`),
      when(paper.soldOut, (numbers) => `sold out: ${numbers}`),
      when(digital.prices, (runs) => `digital ${runs}`),
      when(digital.bundle, (amount) => `all volumes, digital ${yen(amount)}`),
    )
    return `${nameEn(item)}: ${told || "I do not know the price"}.`
  },
  date: (item, day) => {
    const cameOut = (date: string) => (date > day ? "comes out on" : "came out on")
    const told = parts(
      "; ",
      when(item.date, (date) => `${cameOut(date)} ${dayEn(date)}`),
      when(item.newest.date, (date) => `volume ${item.newest.volume} came out on ${dayEn(date)}`),
      when(item.next.date, (date) => `volume ${item.next.volume} comes out on ${dayEn(date)}`),
    )
    return `${nameEn(item)}: ${told || "I do not know the date"}.`
  },
  author: ({ author, title }) =>
    author === undefined ? `I do not know who made ${title}.` : `${title} is by ${author}.`,
  about: ({ author, status, synopsis, title, volumes }) => {
    const by = parts(
      " ",
      title,
      when(author, (name) => `by ${name}`),
    )
    const how = status === "hiatus" ? "on hiatus" : status
    const told = parts(
      ", ",
      when(volumes, (count) => `${count} volumes`),
      how,
    )
    return parts(" ", `${parts(": ", by, told)}.`, synopsis)
  },
  list: (items) =>
    `Here is what I found: ${items
      .map((item) =>
        parts(
          " ",
          item.title,
          when(item.price, (amount) => `(${yen(amount)})`),
        ),
      )
      .join(", ")}.`,
  order: ({ expectedOn, id, items, status, total }) =>
    `Order ${id} (${items.map(({ title }) => title).join("; ")}): ${parts(
      ", ",
      status,
      when(expectedOn, (date) => `expected on ${dayEn(date)}`),
      when(total, (amount) => `total ${yen(amount)}`),
    )}.`,
  summary: (questions) => `The customer asked: ${questions.map((each) => `"${each}"`).join(", ")}.`,
  joined: (sentences) => sentences.join(" "),
}

const yenJa = (amount: number): string => `${amount.toLocaleString("en")}円`
const dayJa = (date: string): string => {
  const [year, month, day] = date.split("-")
  return `${year}年${Number(month)}月${Number(day)}日`
}

const stockJa: Readonly<Record<Availability, (left: number | undefined) => string>> = {
  "in-stock": () => "在庫あり",
  "few-left": (left) => `残り${left ?? "わずか"}${left === undefined ? "" : "冊"}`,
  "sold-out": () => "在庫切れ",
  "pre-order": () => "予約できます",
  "read-at-once": () => "すぐに読めます",
}

const kindsJa = new Map([
  ["paperback", "（紙）"],
  ["digital", "（電子版）"],
])

const statusJa = new Map([
  ["completed", "完結"],
  ["ongoing", "連載中"],
  ["hiatus", "休載中"],
  ["processing", "準備中"],
  ["shipped", "発送済み"],
  ["delivered", "お届け済み"],
  ["cancelled", "キャンセル済み"],
])

const nameJa = ({ format, japanese, kind, title, volume }: Item): string => {
  const name = `『${japanese ?? title}』`
  if (kind === "series") return `${name}全巻（電子版）`
  if (volume === undefined) return name
  const number = kind === "box-set" ? `ボックスセット${volume}` : `${volume}巻`
  return `${name}${number}${kindsJa.get(format ?? "") ?? ""}`
}

const ja: Sentences = {
  demonstration: "（デモ用のモデルです。お店の記録にあることだけをお伝えします。）",
  hello: "こんにちは。漫画や価格、ご注文、お店の決まりについてお答えします。",
  notFound: "お店のカタログには見つかりませんでした。",
  unread: "ただいまお調べすることができません。少し経ってからもう一度お試しください。",
  signIn: "ご注文を確認するには、ログインしてください。",
  noOrder: "そのご注文は見つかりません。番号をお確かめください。",
  noRule: "それについてのお店の決まりは分かりません。",
  nothingGiven: "商品情報がないため、お答えできません。",
  nothingAsked: "お店の記録にあることだけをお伝えできます。",
  price: (item) => {
    const { availability, digital, left, paper, price } = item
    const stock = when(availability, (each) => stockJa[each](left))
    const told = parts(
      "、",
      when(price, yenJa),
      stock,
      when(paper.prices, (runs) => `紙の本は${runs}`),
      when(paper.all, (amount) => `紙の本全巻で${yenJa(amount)}`),
      when(paper.soldOut, (numbers) => `在庫切れは${numbers}`),
      when(digital.prices, (runs) => `電子版は${runs}`),
      when(digital.bundle, (amount) => `電子版全巻で${yenJa(amount)}`),
    )
    return `${nameJa(item)}：${told || "価格は分かりません"}。`
  },
  date: (item, day) => {
    const cameOut = (date: string) => (date > day ? "発売予定" : "発売")
    const told = parts(
      "、",
      when(item.date, (date) => `${dayJa(date)}に${cameOut(date)}`),
      when(item.newest.date, (date) => `${item.newest.volume}巻は${dayJa(date)}に発売`),
      when(item.next.date, (date) => `${item.next.volume}巻は${dayJa(date)}に発売予定`),
    )
    return `${nameJa(item)}：${told || "発売日は分かりません"}。`
  },
  author: ({ author, authorJapanese = author, japanese, title }) =>
    authorJapanese === undefined
      ? `『${japanese ?? title}』の作者は分かりません。`
      : `『${japanese ?? title}』の作者は${authorJapanese}です。`,
  about: ({ author, authorJapanese = author, japanese, status, synopsis, title, volumes }) => {
    const by = `『${japanese ?? title}』${parts(
      "",
      when(authorJapanese, (name) => `（${name}）`),
    )}`
    const told = parts(
      "、",
      when(volumes, (count) => `全${count}巻`),
      when(status, (each) => statusJa.get(each) ?? each),
    )
    return `${parts("：", by, told)}。${synopsis ?? ""}`
  },
  list: (items) =>
    `見つかった作品は${items
      .map(
        ({ japanese, price, title }) =>
          `『${japanese ?? title}』${parts(
            "",
            when(price, (amount) => `（${yenJa(amount)}）`),
          )}`,
      )
      .join("、")}です。`,
  order: ({ expectedOn, id, items, status, total }) =>
    `ご注文${id}（${items.map(({ japanese, title }) => japanese ?? title).join("、")}）：${parts(
      "、",
      statusJa.get(status) ?? status,
      when(expectedOn, (date) => `${dayJa(date)}にお届け予定`),
      when(total, (amount) => `合計${yenJa(amount)}`),
    )}。`,
  summary: (questions) => `お客様のご質問：${questions.map((each) => `「${each}」`).join("、")}。`,
  joined: (sentences) => sentences.join(""),
}

export const sentences: Readonly<Record<Locale, Sentences>> = { en, ja }
