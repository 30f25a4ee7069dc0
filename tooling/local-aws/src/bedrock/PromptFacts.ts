/**
 * Parses the products, sums, orders and near misses (what would fit if one condition were dropped) that a prompt states
 * as JSON. Fields of the wrong type count as absent; an entry without title or id is dropped.
 */
import { isObject, type JsonObject } from "@manga-assist/bedrock-emulator/services"

const text = (value: unknown): string | undefined =>
  typeof value === "string" && value.trim() !== "" ? value.trim() : undefined

const amount = (value: unknown): number | undefined =>
  typeof value === "number" && Number.isFinite(value) && value >= 0 ? value : undefined

const date = (value: unknown): string | undefined =>
  typeof value === "string" ? /^\d{4}-\d\d-\d\d/.exec(value)?.[0] : undefined

const texts = (value: unknown): ReadonlyArray<string> =>
  Array.isArray(value) ? value.flatMap((entry: unknown) => text(entry) ?? []) : []

const numbers = (value: unknown): ReadonlyArray<number> =>
  Array.isArray(value) ? value.flatMap((entry: unknown) => amount(entry) ?? []) : []

const productOf = (title: string, json: JsonObject) => ({
  title,
  japanese: text(json["japanese"]),
  kind: text(json["kind"]),
  volume: amount(json["volume"]),
  volumes: amount(json["volumes"]),
  format: text(json["format"]),
  price: amount(json["price"]),
  inStock: typeof json["inStock"] === "boolean" ? json["inStock"] : undefined,
  stock: amount(json["stock"]),
  /** ISO date. */
  releaseDate: date(json["releaseDate"]),
  /** Of a bundle. */
  newestVolumeDate: date(json["newestVolumeDate"]),
  firstYear: amount(json["firstYear"]),
  pages: amount(json["pages"]),
  /** Of a box set: from, to. */
  holdsVolumes: numbers(json["holdsVolumes"]),
  author: text(json["author"]),
  authorJapanese: text(json["authorJapanese"]),
  demographic: text(json["demographic"]),
  genres: texts(json["genres"]),
  synopsis: text(json["synopsis"]),
  synopsisJapanese: text(json["synopsisJapanese"]),
  status: text(json["status"]),
  publisher: text(json["publisher"]),
  ageRating: text(json["ageRating"]),
})

export type PromptProduct = Readonly<ReturnType<typeof productOf>>

/** Empty when there is no title. */
export const readProduct = (json: JsonObject): ReadonlyArray<PromptProduct> => {
  const title = text(json["title"])
  return title === undefined ? [] : [productOf(title, json)]
}

const sumOf = (title: string, json: JsonObject) => ({
  title,
  japanese: text(json["japanese"]),
  /** `all-paperbacks`, `named-digital`, `later-paperbacks`, `all-box-sets`, … */
  kind: text(json["kind"]),
  /** "1-15, 18" */
  volumesHeld: text(json["volumesHeld"]),
  count: amount(json["count"]) ?? 0,
  price: amount(json["price"]) ?? 0,
  notInStock: amount(json["notInStock"]) ?? 0,
  /** "3, 7-9" */
  volumesNotInStock: text(json["volumesNotInStock"]),
  /** From, to. */
  lacksVolumes: numbers(json["lacksVolumes"]),
})

/** What several books of a kind of one series cost together. */
export type PromptSum = Readonly<ReturnType<typeof sumOf>>

/** Empty when there is no title. */
export const readSum = (json: JsonObject): ReadonlyArray<PromptSum> => {
  const title = text(json["title"])
  return title === undefined ? [] : [sumOf(title, json)]
}

/** What fits a wish without one part of it, where nothing fits all of it. */
export interface PromptLooser {
  /** The part that is given up. */
  readonly without: string
  /** That part alone excludes itself. */
  readonly contradictory: boolean
  readonly fits: ReadonlyArray<Pick<PromptProduct, "title" | "japanese">>
}

export const readLooser = (json: JsonObject): ReadonlyArray<PromptLooser> => {
  const { contradictory, fits } = json
  const without = text(json["without"])
  const titles = Array.isArray(fits)
    ? fits.flatMap((each: unknown) => (isObject(each) ? readProduct(each) : []))
    : []
  return without === undefined || titles.length === 0
    ? []
    : [{ without, contradictory: contradictory === true, fits: titles }]
}

const itemOf = (value: unknown) => {
  if (!isObject(value)) {
    const title = text(value)
    return title === undefined
      ? []
      : [{ title, japanese: undefined, quantity: 1, price: undefined }]
  }
  const title = text(value["title"])
  const { japanese, price, quantity } = value
  return title === undefined
    ? []
    : [
        {
          title,
          japanese: text(japanese),
          quantity: amount(quantity) ?? 1,
          price: amount(price),
        },
      ]
}

export type PromptItem = ReturnType<typeof itemOf>[number]

const orderOf = (id: string, json: JsonObject) => ({
  id,
  status: text(json["status"]),
  placedOn: date(json["placedOn"]),
  expectedOn: date(json["expectedOn"]),
  items: Array.isArray(json["items"]) ? json["items"].flatMap(itemOf) : [],
  total: amount(json["total"]),
})

export type PromptOrder = Readonly<ReturnType<typeof orderOf>>

/** Empty when there is no id. */
export const readOrder = (json: JsonObject): ReadonlyArray<PromptOrder> => {
  const id = text(json["id"])
  return id === undefined ? [] : [orderOf(id, json)]
}
