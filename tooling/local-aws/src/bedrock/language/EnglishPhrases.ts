/**
 * English phrases for single facts of a product or order: price, date, title with volume and edition, stock, status,
 * genre; also joins sentences and lists.
 */
import { genres } from "@manga-assist/catalogue"
import { availability } from "../books/ProductChoice.ts"
import { type PromptProduct } from "../PromptFacts.ts"

export const price = (yen: number): string => `¥${yen.toLocaleString("en-US")}`

const months =
  "January February March April May June July August September October November December"
const monthNames = months.split(" ")

/** `2023-03-03` → `March 3, 2023`. */
export const date = (iso: string): string => {
  const [year = "", month = "", day = ""] = iso.split("-")
  return `${monthNames[Number(month) - 1] ?? month} ${Number(day)}, ${year}`
}

/** `One Piece, volume 105`; a series is its title alone. */
export const name = (product: PromptProduct): string => {
  if (product.volume === undefined) return product.title
  return product.kind === "box-set"
    ? `${product.title}, box set ${product.volume}`
    : `${product.title}, volume ${product.volume}`
}

const formats: Readonly<Record<string, string>> = {
  paperback: "paperback",
  digital: "digital edition",
  "box-set": "box set",
}

export const format = (id: string): string => formats[id] ?? id

/** ` in paperback`, ` for the digital bundle`, nothing when the format is not told. */
export const inFormat = (product: PromptProduct): string => {
  if (product.kind === "series") return " for the digital bundle"
  if (product.kind === "box-set" || product.format === undefined) return ""
  return product.format === "paperback" ? " in paperback" : ` as a ${format(product.format)}`
}

/** `One Piece, volume 105 in paperback`. */
export const edition = (product: PromptProduct): string => `${name(product)}${inFormat(product)}`

const genreNames = new Map(genres().map(({ english, id }) => [id, english.toLowerCase()]))

export const genre = (id: string): string => genreNames.get(id) ?? id.replaceAll("-", " ")

/** `a`, `a and b`, `a, b and c`. */
export const list = (parts: ReadonlyArray<string>): string =>
  parts.length < 2 ? parts.join("") : `${parts.slice(0, -1).join(", ")} and ${parts.at(-1) ?? ""}`

/** `a seinen historical and action series`; empty when nothing is known. */
export const kindOfStory = (product: PromptProduct): string => {
  const words = [product.demographic, list(product.genres.slice(0, 2).map(genre))]
  const told = words.filter((word): word is string => word !== undefined && word !== "").join(" ")
  return told === "" ? "" : `${/^[aeiou]/i.test(told) ? "an" : "a"} ${told} series`
}

export const by = (product: PromptProduct): string =>
  product.author === undefined ? "" : ` by ${product.author}`

/** A clause such as `is in stock`; `undefined` when the prompt does not tell. */
export const stock = (product: PromptProduct, today: string): string | undefined => {
  switch (availability(product, today)) {
    case "in-stock":
      return product.format === "digital" ? "is available now" : "is in stock"
    case "few-left":
      return `is in stock, with only ${product.stock ?? 0} left`
    case "out-of-stock":
      return "is out of stock at the moment"
    case "pre-order":
      return `can be pre-ordered; it comes out on ${date(product.releaseDate ?? "")}`
    case "unknown":
      return undefined
  }
}

const statuses: Readonly<Record<string, string>> = {
  ongoing: "still running",
  completed: "complete",
  hiatus: "on hiatus",
}

export const status = (id: string): string => statuses[id] ?? id

const ageRatings: Readonly<Record<string, string>> = {
  all: "suitable for all ages",
  teen: "rated for teenagers and older",
  mature: "rated for adults",
}

export const ageRating = (id: string): string => ageRatings[id] ?? `rated ${id}`

const orderStatuses: Readonly<Record<string, string>> = {
  processing: "is being prepared",
  shipped: "has been shipped",
  delivered: "has been delivered",
  cancelled: "was cancelled",
  underway: "is on its way",
}

export const orderStatus = (id: string | undefined): string =>
  id === undefined ? "is on record" : (orderStatuses[id] ?? `has the status ${id}`)

/** Ends with exactly one mark. */
export const sentence = (text: string): string => (/[.!?…]["”’)]*$/.test(text) ? text : `${text}.`)

export const joined = (sentences: ReadonlyArray<string | undefined>): string =>
  [...new Set(sentences)].filter((text) => text !== undefined && text !== "").join(" ")

/** Of several books together. */
export const setStock = (count: number, notInStock: number, numbers?: string): string => {
  if (notInStock === 0) return count === 1 ? "It is in stock." : "All of them are in stock."
  if (notInStock === count) return count === 1 ? "It is not in stock." : "None of them is in stock."
  const which =
    numbers === undefined ? "" : ` (${notInStock === 1 ? "number" : "numbers"} ${numbers})`
  return `${notInStock} of them${which} ${notInStock === 1 ? "is" : "are"} not in stock.`
}

const wishParts: Readonly<Record<string, string>> = {
  price: "the price",
  volumes: "the number of volumes",
  year: "the year",
  status: "being finished or not",
  age: "the age rating",
  demographic: "the readership",
  genre: "the genre",
  author: "the author",
  publisher: "the publisher",
  format: "the format",
}

export const wishPart = (id: string): string => wishParts[id] ?? id
