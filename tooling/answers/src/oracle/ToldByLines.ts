/**
 * Reads the JSON lines of a prompt's blocks and the results of tools: products, records of series, sums, orders. Lines
 * of all versions of the store are read by the names of their fields, whatever block they stand in. Pure.
 */
import { boxId, volumeId, volumesOfBox } from "@manga-assist/catalogue"
import { numbersIn, spansOf, upTo } from "./Spans.ts"
import { availabilityOf, type StoreData } from "./StoreData.ts"
import type { Told } from "./Told.ts"

export type Fields = Readonly<Record<string, unknown>>

export const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value)

const amountOf = (price: unknown): unknown => (isFields(price) ? price["amount"] : price)

const textOf = (value: unknown): string => (typeof value === "string" ? value : "")

const idsOf = (value: unknown): ReadonlyArray<string> =>
  Array.isArray(value) ? value.filter((each): each is string => typeof each === "string") : []

/** Genres by id, whatever they are called. */
const genresOf = ({ genreNamed }: StoreData, value: unknown): string | undefined =>
  Array.isArray(value)
    ? idsOf(value)
        .map((name) => genreNamed(name) ?? name)
        .sort()
        .join(", ")
    : undefined

/** What lines about a series and about its books have in common. */
const tellSeries = (told: Told, store: StoreData, series: string, line: Fields): void => {
  told.tell(series, "listed", "yes")
  told.tell(series, "author", line["author"])
  told.tell(series, "author", line["authorJapanese"])
  told.tell(series, "readers", line["readers"] ?? line["demographic"])
  told.tell(series, "genres", genresOf(store, line["genres"]))
  told.tell(series, "age", line["age"] ?? line["ageRating"])
  told.tell(series, "began", line["began"] ?? line["firstYear"])
  told.tell(series, "synopsis", line["synopsis"])
  told.tell(series, "synopsis", line["synopsisJapanese"])
  for (const field of ["status", "volumes", "publisher"]) told.tell(series, field, line[field])
}

/** Models know the world up to about then: without a day, what came out later looks like a pre-order. */
const knownUntil = "2025-02"

/** Of a line that has `inStock` in place of an availability. */
const oldAvailability = (
  { inStock, releaseDate, stock }: Fields,
  product: Parameters<typeof availabilityOf>[0],
  day: string | undefined,
): string | undefined => {
  if (typeof inStock !== "boolean") return undefined
  const date = textOf(releaseDate) || product.releaseDate
  if (!inStock && day === undefined && date > knownUntil) return "sold-out or pre-order"
  const copies = typeof stock === "number" ? stock : Number.POSITIVE_INFINITY
  return availabilityOf(
    { ...product, releaseDate: date, stock: inStock ? copies : 0 },
    day ?? knownUntil,
  )
}

const newAvailability = ({ availability, left }: Fields): unknown =>
  availability === "few-left" ? `few-left ${String(left)}` : availability

const tellProduct = (told: Told, store: StoreData, line: Fields): boolean => {
  const id = textOf(line["id"])
  const product = store.product(id)
  if (product === undefined) return false
  const { seriesId } = product
  tellSeries(told, store, seriesId, line)
  told.tell(id, "price", amountOf(line["price"]))
  const [day] = told.of("store", "day")
  told.tell(id, "availability", newAvailability(line) ?? oldAvailability(line, product, day))
  told.tell(id, "date", line["releaseDate"] ?? line["date"])
  told.tell(seriesId, "newest date", line["newestVolumeDate"])
  const holds = line["holds"] ?? line["holdsVolumes"]
  told.tell(id, "holds", Array.isArray(holds) ? holds.join("-") : holds)
  return true
}

/** The newest volume, or the next. */
const tellVolume = (told: Told, series: string, name: "newest" | "next", value: unknown): void => {
  if (typeof value === "string") told.tell(series, name, "none")
  if (!isFields(value)) return
  const { date, digital, paper, volume } = value
  told.tell(series, name, `${String(volume)} ${String(date)}`)
  const paperback = volumeId(series, Number(volume), "paperback")
  const reading = volumeId(series, Number(volume), "digital")
  told.tell(paperback, "price", paper)
  told.tell(reading, "price", digital)
  told.tell(paperback, "availability", newAvailability(value))
  told.tell(reading, "availability", name === "newest" ? "read-at-once" : "pre-order")
  for (const id of [paperback, reading]) told.tell(id, "date", date)
}

/** `1-20 ¥561, 21, 23-33 ¥605` → each volume with its price. */
const runsIn = (text: string): ReadonlyArray<readonly [volume: number, price: number]> =>
  [...text.matchAll(/(\d[\d, -]*?) ?¥(\d[\d,]*\d|\d)/gu)].flatMap(([, spans = "", price = ""]) =>
    (numbersIn(spans.replace(/, ?$/u, "")) ?? []).map(
      (volume) => [volume, Number(price.replaceAll(",", ""))] as const,
    ),
  )

/** `8 (2), 12 (4)` */
const copiesIn = (text: string): ReadonlyMap<number, string> =>
  new Map(
    [...text.matchAll(/\b(\d+) \((\d+)\)/gu)].map(([, volume, left = ""]) => [
      Number(volume),
      left,
    ]),
  )

const tellBundle = (told: Told, series: string, price: unknown): void => {
  if (typeof price === "number") told.tell(series, "price", price)
}

const tellEdition = (
  told: Told,
  series: string,
  format: "paperback" | "digital" | "box-set",
  value: unknown,
): void => {
  if (!isFields(value)) return
  const idOf = (volume: number) =>
    format === "box-set" ? boxId(series, volume) : volumeId(series, volume, format)
  const runs = runsIn(textOf(value["prices"]))
  for (const [volume, price] of runs) told.tell(idOf(volume), "price", price)
  const volumes = runs.map(([volume]) => volume)
  const preOrder = numbersIn(textOf(value["preOrder"])) ?? []
  const out = volumes.filter((volume) => !preOrder.includes(volume))
  told.tell(series, `sum of ${format} ${spansOf(out)}`, value["all"])
  tellBundle(told, series, value["bundle"])
  const tell = (volume: number, availability: string) => {
    told.tell(idOf(volume), "availability", availability)
  }
  for (const volume of preOrder) tell(volume, "pre-order")
  const soldOut = numbersIn(textOf(value["soldOut"]))
  // Without it stock was not read.
  if (format !== "digital" && soldOut === undefined) return
  const left = copiesIn(textOf(value["fewLeft"]))
  for (const volume of out) {
    const copies = left.get(volume)
    if (format === "digital") tell(volume, "read-at-once")
    else if (soldOut?.includes(volume) === true) tell(volume, "sold-out")
    else tell(volume, copies === undefined ? "in-stock" : `few-left ${copies}`)
  }
}

const tellBoxes = (told: Told, series: string, value: unknown): void => {
  if (typeof value === "string") told.tell(series, "boxes", "none")
  if (!isFields(value)) return
  tellEdition(told, series, "box-set", value)
  // "box 1: 1-10 … box 11: 101-110": each holds the ten volumes behind those of the one before.
  for (const [number] of runsIn(textOf(value["prices"]))) {
    told.tell(boxId(series, number), "holds", volumesOfBox(number).join("-"))
  }
}

const tellRecord = (told: Told, store: StoreData, line: Fields): boolean => {
  const series = textOf(line["series"])
  if (store.catalogue.of(series) === undefined) return false
  tellSeries(told, store, series, line)
  for (const format of ["paperback", "digital"] as const) {
    told.tell(volumeId(series, 1, format), "date", line["firstDate"])
  }
  tellVolume(told, series, "newest", line["newest"])
  tellVolume(told, series, "next", line["next"])
  tellEdition(told, series, "paperback", line["paper"])
  tellEdition(told, series, "digital", line["digital"])
  tellBoxes(told, series, line["boxes"])
  tellBundle(told, series, line["format"] === "bundle" ? line["price"] : line["bundle"])
  for (const title of idsOf(line["works"])) told.tell(series, "work", title)
  return true
}

const orderId = /^MA-\d{2}-\d{4}$/u

/** Items as their copies and prices, in any order. */
export const itemsText = (items: ReadonlyArray<Fields>): string =>
  items
    .map(({ price, quantity }) => `${String(quantity)} × ¥${String(price)}`)
    .sort()
    .join(", ")

const tellOrder = (told: Told, line: Fields): boolean => {
  const id = textOf(line["order"] ?? line["id"])
  if (!orderId.test(id)) return false
  for (const field of ["status", "placedOn", "expectedOn", "total"])
    told.tell(id, field, line[field])
  if (Array.isArray(line["items"]))
    told.tell(id, "items", itemsText(line["items"].filter(isFields)))
  return true
}

/** `{"series":"monster","format":"paperback","volumes":"1-3","prices":"1-3 ¥594","sum":1782,"soldOut":"2"}` */
const tellPrices = (told: Told, store: StoreData, line: Fields): boolean => {
  const { copies = 1, format, sum } = line
  const series = textOf(line["series"])
  if (typeof sum !== "number" || store.catalogue.of(series) === undefined) return false
  const each = sum / Number(copies)
  if (format === "bundle") tellBundle(told, series, each)
  if (format === "bundle" || typeof format !== "string") return true
  const spans = textOf(line["volumes"] ?? line["boxes"])
  const idOf = (number: number) =>
    format === "box-set" ? boxId(series, number) : `${series}-v${number}-${format}`
  for (const [number, price] of runsIn(textOf(line["prices"]))) {
    told.tell(idOf(number), "price", price)
  }
  const later = [...textOf(line["preOrder"]).matchAll(/\b(\d+) \(/gu)].map(([, number]) =>
    Number(number),
  )
  const soldOut = numbersIn(textOf(line["soldOut"])) ?? []
  for (const number of later) told.tell(idOf(number), "availability", "pre-order")
  for (const number of soldOut) told.tell(idOf(number), "availability", "sold-out")
  told.tell(series, `sum of ${format} ${spans}`, each)
  told.tell(series, `lacking of ${format} ${spans}`, spansOf([...soldOut, ...later]))
  return true
}

const formats = { paperbacks: "paperback", digital: "digital", "box-sets": "box-set" } as const

/** `{"title":"Death Note","kind":"all-paperbacks","price":6468,"volumesNotInStock":"3"}` */
const tellSum = (told: Told, { catalogue }: StoreData, line: Fields): boolean => {
  const [, part, edition] = /^(all|named|later)-(.+)$/u.exec(textOf(line["kind"])) ?? []
  const series = catalogue.series.find(({ english }) => english === line["title"])
  const format = Object.entries(formats).find(([name]) => name === edition)?.[1]
  if (series === undefined || format === undefined) return false
  const { count, notInStock, price } = line
  const all = spansOf(upTo(1, format === "box-set" ? Number(count) : series.volumes))
  const volumes = part === "all" ? all : textOf(line["volumesHeld"])
  told.tell(series.id, `sum of ${format} ${volumes}`, price)
  told.tell(
    series.id,
    `lacking of ${format} ${volumes}`,
    line["volumesNotInStock"] ?? (notInStock === 0 ? "none" : volumes),
  )
  return true
}

/** A line, or whatever holds lines. */
export const tellLines = (told: Told, store: StoreData, value: unknown): void => {
  if (Array.isArray(value)) for (const each of value) tellLines(told, store, each)
  if (!isFields(value)) return
  const isLine =
    tellProduct(told, store, value) ||
    tellOrder(told, value) ||
    tellPrices(told, store, value) ||
    tellRecord(told, store, value) ||
    tellSum(told, store, value)
  if (!isLine) for (const each of Object.values(value)) tellLines(told, store, each)
}
