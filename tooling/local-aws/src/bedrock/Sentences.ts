/**
 * The sentences of the emulated model: templates that are filled with facts of the prompt, from the words of a language,
 * English or Japanese.
 */
import type { Availability, Item, PromptOrder } from "./Facts.ts"
import type { Locale } from "./Language.ts"

type Left = number | undefined

const english = new Intl.DateTimeFormat("en", { dateStyle: "long", timeZone: "UTC" })

const dayEn = (date: string): string => english.format(new Date(date))
const yenEn = (amount: number): string => `¥${amount.toLocaleString("en")}`

const en = {
  demonstration: "(A demonstration model: it only tells what the store's records hold.)",
  help: "I can tell you about products, prices, orders and the store's rules.",
  notFound: "I could not find that in the store's records.",
  unread: "I cannot look that up at the moment; please try again shortly.",
  signIn: "Please sign in, so that I can see your orders.",
  noPrice: "I do not know the price",
  noDate: "I do not know the date",
  marks: { blank: " ", colon: ": ", comma: ", ", semicolon: "; ", stop: "." },
  yen: yenEn,
  bracketed: (text: string) => `(${text})`,
  title: ({ title }: Item) => title,
  itemOfOrder: ({ title }: PromptOrder["items"][number]) => title,
  wholeSeries: " (all volumes, digital)",
  boxSet: (volume: number) => `, box set ${volume}`,
  volume: (volume: number) => `, volume ${volume}`,
  formats: { paperback: " (paperback)", digital: " (digital)" },
  stock: {
    "in-stock": () => "in stock",
    "few-left": (left: Left) => `only ${left ?? "a few"} left`,
    "sold-out": () => "out of stock",
    "pre-order": () => "it can be pre-ordered",
    "read-at-once": () => "it can be read at once",
  },
  paper: (runs: string) => `paperbacks ${runs}`,
  allPaper: (amount: number) => `all paperbacks ${yenEn(amount)}`,
  soldOut: (numbers: string) => `sold out: ${numbers}`,
  digital: (runs: string) => `digital ${runs}`,
  allDigital: (amount: number) => `all volumes, digital ${yenEn(amount)}`,
  out: (date: string) => `came out on ${dayEn(date)}`,
  comes: (date: string) => `comes out on ${dayEn(date)}`,
  volumeOut: (volume: Left, date: string) => `volume ${volume} came out on ${dayEn(date)}`,
  volumeComes: (volume: Left, date: string) => `volume ${volume} comes out on ${dayEn(date)}`,
  author: ({ author, title }: Item) =>
    author === undefined ? `I do not know who made ${title}.` : `${title} is by ${author}.`,
  by: ({ author }: Item) => when(author, (name) => ` by ${name}`),
  volumes: (count: number) => `${count} volumes`,
  statuses: { hiatus: "on hiatus" },
  list: (items: string) => `Here is what I found: ${items}.`,
  order: (id: string, items: string) => `Order ${id} (${items})`,
  expected: (date: string) => `expected on ${dayEn(date)}`,
  total: (amount: number) => `total ${yenEn(amount)}`,
  quoted: (text: string) => `"${text}"`,
  summary: (questions: string) => `The customer asked: ${questions}.`,
}

type Words = Omit<typeof en, "formats" | "statuses" | "stock"> & {
  readonly formats: Readonly<Record<string, string>>
  readonly statuses: Readonly<Record<string, string>>
  readonly stock: Readonly<Record<Availability, (left: Left) => string>>
}

const yenJa = (amount: number): string => `${amount.toLocaleString("en")}円`
const dayJa = (date: string): string => {
  const [year, month, day] = date.split("-")
  return `${year}年${Number(month)}月${Number(day)}日`
}
const titleJa = ({ japanese, title }: Item) => `『${japanese ?? title}』`

const ja = {
  demonstration: "（デモ用のモデルです。お店の記録にあることだけをお伝えします。）",
  help: "商品や価格、ご注文、お店の決まりについてお答えします。",
  notFound: "お店の記録には見つかりませんでした。",
  unread: "ただいまお調べすることができません。少し経ってからもう一度お試しください。",
  signIn: "ご注文を確認するには、ログインしてください。",
  noPrice: "価格は分かりません",
  noDate: "発売日は分かりません",
  marks: { blank: "", colon: "：", comma: "、", semicolon: "、", stop: "。" },
  yen: yenJa,
  bracketed: (text: string) => `（${text}）`,
  title: titleJa,
  itemOfOrder: ({ japanese, title }: PromptOrder["items"][number]) => japanese ?? title,
  wholeSeries: "全巻（電子版）",
  boxSet: (volume: number) => `ボックスセット${volume}`,
  volume: (volume: number) => `${volume}巻`,
  formats: { paperback: "（紙）", digital: "（電子版）" },
  stock: {
    "in-stock": () => "在庫あり",
    "few-left": (left: Left) => `残り${left ?? "わずか"}${left === undefined ? "" : "冊"}`,
    "sold-out": () => "在庫切れ",
    "pre-order": () => "予約できます",
    "read-at-once": () => "すぐに読めます",
  },
  paper: (runs: string) => `紙の本は${runs}`,
  allPaper: (amount: number) => `紙の本全巻で${yenJa(amount)}`,
  soldOut: (numbers: string) => `在庫切れは${numbers}`,
  digital: (runs: string) => `電子版は${runs}`,
  allDigital: (amount: number) => `電子版全巻で${yenJa(amount)}`,
  out: (date: string) => `${dayJa(date)}に発売`,
  comes: (date: string) => `${dayJa(date)}に発売予定`,
  volumeOut: (volume: Left, date: string) => `${volume}巻は${dayJa(date)}に発売`,
  volumeComes: (volume: Left, date: string) => `${volume}巻は${dayJa(date)}に発売予定`,
  author: (item: Item) => {
    const { author, authorJapanese = author } = item
    const name = authorJapanese === undefined ? "分かりません" : `${authorJapanese}です`
    return `${titleJa(item)}の作者は${name}。`
  },
  by: ({ author, authorJapanese = author }: Item) => when(authorJapanese, (name) => `（${name}）`),
  volumes: (count: number) => `全${count}巻`,
  statuses: {
    completed: "完結",
    ongoing: "連載中",
    hiatus: "休載中",
    processing: "準備中",
    shipped: "発送済み",
    delivered: "お届け済み",
    cancelled: "キャンセル済み",
  },
  list: (items: string) => `見つかったのは${items}です。`,
  order: (id: string, items: string) => `ご注文${id}（${items}）`,
  expected: (date: string) => `${dayJa(date)}にお届け予定`,
  total: (amount: number) => `合計${yenJa(amount)}`,
  quoted: (text: string) => `「${text}」`,
  summary: (questions: string) => `お客様のご質問：${questions}。`,
}

/** Parts that are there, between these marks. */
const parts = (mark: string, ...some: ReadonlyArray<string | undefined>): string =>
  some.filter((each) => each !== undefined && each !== "").join(mark)

const when = <A>(value: A | undefined, words: (value: A) => string): string | undefined =>
  value === undefined ? undefined : words(value)

const inWords = (words: Words) => {
  const { blank, colon, comma, semicolon, stop } = words.marks
  const statusOf = (status: string): string => words.statuses[status] ?? status
  const nameOf = (item: Item): string => {
    const { format = "", kind, volume } = item
    const title = words.title(item)
    if (kind === "series") return `${title}${words.wholeSeries}`
    if (volume === undefined) return title
    const number = kind === "box-set" ? words.boxSet(volume) : words.volume(volume)
    return `${title}${number}${words.formats[format] ?? ""}`
  }
  const sentence = (item: Item, told: string): string => `${nameOf(item)}${colon}${told}${stop}`
  return {
    ...words,
    price: (item: Item): string => {
      const { availability, digital, left, paper, price } = item
      const stock = when(availability, (each) => words.stock[each](left))
      const told = parts(
        semicolon,
        parts(comma, when(price, words.yen), stock),
        when(paper.prices, words.paper),
        when(paper.all, words.allPaper),
        when(paper.soldOut, words.soldOut),
        when(digital.prices, words.digital),
        when(digital.bundle, words.allDigital),
      )
      return sentence(item, told || words.noPrice)
    },
    date: (item: Item, day: string): string => {
      const { date, newest, next } = item
      const told = parts(
        semicolon,
        when(date, date !== undefined && date > day ? words.comes : words.out),
        when(newest.date, (each) => words.volumeOut(newest.volume, each)),
        when(next.date, (each) => words.volumeComes(next.volume, each)),
      )
      return sentence(item, told || words.noDate)
    },
    about: (item: Item): string => {
      const { status, synopsis, volumes } = item
      const told = parts(comma, when(volumes, words.volumes), when(status, statusOf))
      const by = `${words.title(item)}${words.by(item) ?? ""}`
      return parts(blank, `${parts(colon, by, told)}${stop}`, synopsis)
    },
    list: (items: ReadonlyArray<Item>): string => {
      const priceOf = ({ price }: Item) =>
        when(price, (amount) => words.bracketed(words.yen(amount)))
      const told = items.map((item) => parts(blank, words.title(item), priceOf(item)))
      return words.list(told.join(comma))
    },
    order: ({ expectedOn, id, items, status, total }: PromptOrder): string => {
      const expected = when(expectedOn, words.expected)
      const told = parts(comma, statusOf(status), expected, when(total, words.total))
      const of = words.order(id, items.map(words.itemOfOrder).join(semicolon))
      return `${of}${colon}${told}${stop}`
    },
    summary: (questions: ReadonlyArray<string>): string =>
      words.summary(questions.map(words.quoted).join(comma)),
    joined: (sentences: ReadonlyArray<string>): string => sentences.join(blank),
  }
}

export type Sentences = ReturnType<typeof inWords>

export const sentences: Readonly<Record<Locale, Sentences>> = { en: inWords(en), ja: inWords(ja) }
