/**
 * Japanese phrases for single facts of a product or order: price, date, title with volume and edition, stock, status,
 * genre; also joins sentences and lists.
 */
import { genres } from "@manga-assist/catalogue"
import { availability } from "../books/ProductChoice.ts"
import { type PromptProduct, type PromptSum } from "../PromptFacts.ts"

export const price = (yen: number): string => `${yen.toLocaleString("en-US")}円`

/** `2023-03-03` → `2023年3月3日`. */
export const date = (iso: string): string => {
  const [year = "", month = "", day = ""] = iso.split("-")
  return `${year}年${Number(month)}月${Number(day)}日`
}

export const title = (product: Pick<PromptProduct, "japanese" | "title">): string =>
  `『${product.japanese ?? product.title}』`

/** `『ワンピース』105巻`; a series is its title alone. */
export const name = (product: PromptProduct): string => {
  if (product.volume === undefined) return title(product)
  return product.kind === "box-set"
    ? `${title(product)}ボックスセット${product.volume}`
    : `${title(product)}${product.volume}巻`
}

const formats: Readonly<Record<string, string>> = {
  paperback: "紙の単行本",
  digital: "電子版",
  "box-set": "ボックスセット",
}

export const format = (id: string): string => formats[id] ?? id

/** `（電子版）`; nothing when the name says it already or the prompt does not tell. */
export const inFormat = (product: PromptProduct): string => {
  if (product.kind === "series") return "（電子版全巻セット）"
  if (product.kind === "box-set" || product.format === undefined) return ""
  return `（${format(product.format)}）`
}

const genreNames = new Map(genres().map(({ id, japanese }) => [id, japanese]))

export const genre = (id: string): string => genreNames.get(id) ?? id

export const list = (parts: ReadonlyArray<string>): string => parts.join("、")

const demographics: Readonly<Record<string, string>> = {
  shonen: "少年",
  seinen: "青年",
  shojo: "少女",
  josei: "女性向け",
  kodomo: "児童向け",
}

/** `青年漫画の歴史・アクション作品`; empty when nothing is known. */
export const kindOfStory = (product: PromptProduct): string => {
  const readers = product.demographic && `${demographics[product.demographic] ?? ""}漫画`
  const story = product.genres.slice(0, 2).map(genre).join("・")
  if (story === "") return readers ?? ""
  return readers === undefined ? `${story}作品` : `${readers}の${story}作品`
}

export const author = (product: PromptProduct): string | undefined =>
  product.authorJapanese ?? product.author

/** `（幸村誠）`, or nothing. */
export const by = (product: PromptProduct): string => {
  const person = author(product)
  return person === undefined ? "" : `（${person}）`
}

/** A clause such as `在庫があります`; `undefined` when the prompt does not tell. */
export const stock = (product: PromptProduct, today: string): string | undefined => {
  switch (availability(product, today)) {
    case "in-stock":
      return product.format === "digital"
        ? "在庫があり、すぐにお読みいただけます"
        : "在庫があります"
    case "few-left":
      return `在庫は残り${product.stock ?? 0}点です`
    case "out-of-stock":
      return "現在、在庫切れです"
    case "pre-order":
      return `${date(product.releaseDate ?? "")}発売予定で、ご予約いただけます`
    case "unknown":
      return undefined
  }
}

const statuses: Readonly<Record<string, string>> = {
  ongoing: "連載中です",
  completed: "完結しています",
  hiatus: "休載中です",
}

export const status = (id: string): string | undefined => statuses[id]

const ageRatings: Readonly<Record<string, string>> = {
  all: "全年齢向け",
  teen: "十代以上の方向け",
  mature: "成人の方向け",
}

export const ageRating = (id: string): string => ageRatings[id] ?? id

const orderStatuses: Readonly<Record<string, string>> = {
  processing: "準備中です",
  shipped: "発送済みです",
  delivered: "お届け済みです",
  cancelled: "キャンセルされています",
  underway: "配送中です",
}

export const orderStatus = (id: string | undefined): string =>
  orderStatuses[id ?? ""] ?? "受け付けています"

/** Ends with exactly one mark; nothing stays nothing. */
export const sentence = (text: string): string =>
  text === "" || /[。！？!?][」』）]*$/.test(text) ? text : `${text}。`

export const joined = (sentences: ReadonlyArray<string | undefined>): string =>
  [...new Set(sentences)].filter((text) => text !== undefined && text !== "").join("")

/** Of several books together; `counter` counts them. */
export const setStock = (
  { count, notInStock, volumesNotInStock: numbers }: PromptSum,
  counter: string,
): string => {
  if (notInStock === 0) return "すべて在庫がございます。"
  return notInStock === count
    ? "現在、すべて在庫切れです。"
    : `うち${notInStock}${counter}${numbers === undefined ? "" : `（${numbers}）`}は在庫がありません。`
}

const wishParts: Readonly<Record<string, string>> = {
  price: "価格",
  volumes: "巻数",
  year: "年代",
  status: "完結・連載中",
  age: "対象年齢",
  demographic: "読者層",
  genre: "ジャンル",
  author: "作者",
  publisher: "出版社",
  format: "形式",
}

export const wishPart = (id: string): string => wishParts[id] ?? id
