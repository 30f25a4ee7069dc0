/**
 * Parses the products, records of series and orders that a prompt states as JSON. Fields of the wrong type count as
 * absent; an entry without title or id is dropped.
 */
import { isObject, type JsonObject } from "@manga-assist/bedrock-emulator/services"

const availabilities = ["in-stock", "few-left", "sold-out", "pre-order", "read-at-once"] as const
export type Availability = (typeof availabilities)[number]

const text = (value: unknown): string | undefined =>
  typeof value === "string" && value.trim() !== "" ? value.trim() : undefined

const amount = (value: unknown): number | undefined =>
  typeof value === "number" && Number.isFinite(value) && value >= 0 ? value : undefined

const date = (value: unknown): string | undefined =>
  typeof value === "string" ? /^\d{4}-\d\d-\d\d/.exec(value)?.[0] : undefined

const objectOf = (value: unknown): JsonObject => (isObject(value) ? value : {})

const availabilityOf = (json: JsonObject): Availability | undefined =>
  availabilities.find((each) => each === json["availability"])

const bookOf = (value: unknown) => {
  const json = objectOf(value)
  return {
    volume: amount(json["volume"]),
    date: date(json["date"]),
    paper: amount(json["paper"]),
    digital: amount(json["digital"]),
    availability: availabilityOf(json),
  }
}

const editionsOf = (value: unknown) => {
  const json = objectOf(value)
  return {
    prices: text(json["prices"]),
    all: amount(json["all"]),
    soldOut: text(json["soldOut"]),
    bundle: amount(json["bundle"]),
  }
}

const itemOf = (title: string, json: JsonObject) => ({
  title,
  japanese: text(json["japanese"]),
  author: text(json["author"]),
  authorJapanese: text(json["authorJapanese"]),
  status: text(json["status"]),
  /** Of the series. */
  volumes: amount(json["volumes"]),
  synopsis: text(json["synopsis"]) ?? text(json["synopsisJapanese"]),
  kind: text(json["kind"]),
  volume: amount(json["volume"]),
  format: text(json["format"]),
  price: amount(json["price"]) ?? amount(json["bundle"]),
  /** ISO date. */
  date: date(json["releaseDate"]) ?? date(json["newestVolumeDate"]),
  availability: availabilityOf(json),
  left: amount(json["left"]),
  newest: bookOf(json["newest"]),
  next: bookOf(json["next"]),
  paper: editionsOf(json["paper"]),
  digital: editionsOf(json["digital"]),
})

/** A product, or what is known of a series; a field that the other has is absent. */
export type Item = Readonly<ReturnType<typeof itemOf>>

/** Empty when there is no title. */
export const readItem = (json: JsonObject): ReadonlyArray<Item> => {
  const title = text(json["title"])
  return title === undefined ? [] : [itemOf(title, json)]
}

const orderOf = (id: string, status: string, json: JsonObject) => ({
  id,
  status,
  expectedOn: date(json["expectedOn"]),
  total: amount(json["total"]),
  items: (Array.isArray(json["items"]) ? json["items"] : []).flatMap((value: unknown) => {
    const item = objectOf(value)
    const title = text(value) ?? text(item["title"])
    return title === undefined ? [] : [{ title, japanese: text(item["japanese"]) }]
  }),
})

export type PromptOrder = Readonly<ReturnType<typeof orderOf>>

/** Empty when it is none. */
export const readOrder = (json: JsonObject): ReadonlyArray<PromptOrder> => {
  const id = text(json["id"])
  const status = text(json["status"])
  return id === undefined || status === undefined || "title" in json
    ? []
    : [orderOf(id, status, json)]
}
