/** Products and orders as a prompt states them; fields of the wrong type count as absent. */
import { type JsonObject } from "@manga-assist/bedrock-emulator/services"

export interface PromptProduct {
  readonly title: string
  readonly japanese: string | undefined
  readonly kind: string | undefined
  readonly volume: number | undefined
  readonly volumes: number | undefined
  readonly format: string | undefined
  readonly price: number | undefined
  readonly inStock: boolean | undefined
  readonly stock: number | undefined
  /** ISO date. */
  readonly releaseDate: string | undefined
  readonly author: string | undefined
  readonly authorJapanese: string | undefined
  readonly demographic: string | undefined
  readonly genres: ReadonlyArray<string>
  readonly synopsis: string | undefined
  readonly synopsisJapanese: string | undefined
  readonly status: string | undefined
  readonly publisher: string | undefined
  readonly ageRating: string | undefined
}

export interface PromptOrder {
  readonly id: string
  readonly status: string | undefined
  readonly placedOn: string | undefined
  readonly expectedOn: string | undefined
  readonly items: ReadonlyArray<string>
  readonly total: number | undefined
}

const text = (value: unknown): string | undefined =>
  typeof value === "string" && value.trim() !== "" ? value.trim() : undefined

const amount = (value: unknown): number | undefined =>
  typeof value === "number" && Number.isFinite(value) && value >= 0 ? value : undefined

const date = (value: unknown): string | undefined =>
  typeof value === "string" ? /^\d{4}-\d\d-\d\d/.exec(value)?.[0] : undefined

const texts = (value: unknown): ReadonlyArray<string> =>
  Array.isArray(value) ? value.flatMap((entry: unknown) => text(entry) ?? []) : []

/** Empty when there is no title. */
export const readProduct = (json: JsonObject): ReadonlyArray<PromptProduct> => {
  const title = text(json["title"])
  if (title === undefined) return []
  const inStock = json["inStock"]
  return [
    {
      title,
      japanese: text(json["japanese"]),
      kind: text(json["kind"]),
      volume: amount(json["volume"]),
      volumes: amount(json["volumes"]),
      format: text(json["format"]),
      price: amount(json["price"]),
      inStock: typeof inStock === "boolean" ? inStock : undefined,
      stock: amount(json["stock"]),
      releaseDate: date(json["releaseDate"]),
      author: text(json["author"]),
      authorJapanese: text(json["authorJapanese"]),
      demographic: text(json["demographic"]),
      genres: texts(json["genres"]),
      synopsis: text(json["synopsis"]),
      synopsisJapanese: text(json["synopsisJapanese"]),
      status: text(json["status"]),
      publisher: text(json["publisher"]),
      ageRating: text(json["ageRating"]),
    },
  ]
}

/** Empty when there is no id. */
export const readOrder = (json: JsonObject): ReadonlyArray<PromptOrder> => {
  const id = text(json["id"])
  if (id === undefined) return []
  return [
    {
      id,
      status: text(json["status"]),
      placedOn: date(json["placedOn"]),
      expectedOn: date(json["expectedOn"]),
      items: texts(json["items"]),
      total: amount(json["total"]),
    },
  ]
}
