/**
 * `price_of`: what books cost together to the yen, with wrapping and shipping, which of them cannot ship now, and which
 * do not exist. All by the table's rows; where these cannot be read there is no sum.
 */
import type { Catalogue } from "@manga-assist/catalogue"
import type { StoreReader } from "@manga-assist/store-grammar"
import { Effect } from "effect"
import { storeDay } from "../../model/StoreClock.ts"
import { type Offer, toOffer } from "../../products/Offer.ts"
import { type Fact, ProductFacts } from "../../products/ProductFacts.ts"
import { StoreNames } from "../../reading/StoreNames.ts"
import { productOfFact } from "../../products/table/ProductOfFact.ts"
import { fitting, more } from "../Fitting.ts"
import { pricesSought } from "../LookLabel.ts"
import { namesOf } from "../names/CatalogueNames.ts"
import {
  brokenRule,
  type Caller,
  type Content,
  mostCards,
  quoted,
  readMs,
  told,
  tool,
  type ToolResult,
} from "../Tool.ts"
import { billOf, type Sending } from "./Bill.ts"
import { destinationOf } from "./Destination.ts"
import { PriceInput, type PriceLine } from "./PriceInput.ts"
import { idsOf, reckoned, type WantedLine } from "./Reckoned.ts"
import { volumesIn } from "./VolumeList.ts"

/** Of all lines together. */
const mostRows = 600

/** A line of a title that the store does not carry. */
interface NotCarried {
  readonly asked: string
  readonly near: ReadonlyArray<string>
}

const countOf = (catalogue: Catalogue, { id, volumes }: WantedLine["entry"], format: string) =>
  format === "box-set" ? catalogue.boxesOf(id) : volumes

const wantedOf = (
  { copies, format = "paperback", only_in_stock: onlyInStock, series, volumes = "all" }: PriceLine,
  at: number,
  catalogue: Catalogue,
): NotCarried | ToolResult | WantedLine => {
  const { titles } = namesOf(catalogue)
  const [id] = titles.find(series)
  const entry = id === undefined ? undefined : catalogue.of(id)
  if (entry === undefined) return { asked: quoted(series), near: titles.nearest(series) }
  const numbers = format === "bundle" ? [] : volumesIn(volumes, countOf(catalogue, entry, format))
  if (typeof numbers === "string") return brokenRule(`lines[${at}].volumes`, numbers)
  return {
    entry,
    format,
    numbers,
    ...(copies !== undefined && { copies }),
    ...(onlyInStock !== undefined && { only_in_stock: onlyInStock }),
  }
}

/** The volume behind the newest may be announced; there is none behind that. */
const mayExist = (
  { entry, format, numbers }: WantedLine,
  catalogue: Catalogue,
): WantedLine["numbers"] =>
  numbers.filter((number) => number <= countOf(catalogue, entry, format) + 1)

/** The first book of each line. */
const cardsOf = (
  lines: ReadonlyArray<WantedLine>,
  facts: ReadonlyMap<string, Fact>,
  today: string,
  catalogue: Catalogue,
): ReadonlyArray<Offer> => {
  const first = lines.flatMap((line) => {
    const fact = idsOf(line).flatMap(([, id]) => facts.get(id) ?? [])[0]
    const product = productOfFact(fact, catalogue)
    return product === undefined ? [] : [toOffer(product, fact, today)]
  })
  const byId = new Map(first.map((offer) => [offer.product.id, offer]))
  return [...byId.values()].slice(0, mostCards)
}

const sendingOf = (
  { gift_wrap: giftWrap = false, ship_to: place }: PriceInput,
  names: StoreReader,
): Sending =>
  place === undefined
    ? { giftWrap, destination: "domestic", shipTo: "domestic, as no place was given" }
    : { giftWrap, ...sentTo(destinationOf(place, names)) }

const sentTo = (destination: Sending["destination"]) => ({
  destination,
  shipTo: destination ?? "unknown place, so both ways",
})

const sumBy = <A>(items: ReadonlyArray<A>, measure: (item: A) => number): number =>
  items.reduce((sum, item) => sum + measure(item), 0)

const run = Effect.fnUntraced(function* (input: PriceInput, { deadlineMs }: Caller) {
  const names = yield* StoreNames
  const { catalogue } = names
  const lines = input.lines.map((line, at) => wantedOf(line, at, catalogue))
  const broken = lines.find((line) => "content" in line)
  if (broken !== undefined) return broken
  const wanted = lines.flatMap((line) => ("entry" in line ? [line] : []))
  const notCarried = lines.flatMap((line) => ("asked" in line ? [line] : []))
  const ids = [
    ...new Set(
      wanted.flatMap((line) =>
        idsOf({ ...line, numbers: mayExist(line, catalogue) }).map(([, id]) => id),
      ),
    ),
  ]
  const table = yield* ProductFacts
  if (ids.length > mostRows) return brokenRule("lines", `at most ${mostRows} volumes in all`)
  const facts = yield* table.read(ids, readMs({ deadlineMs }))
  const today = yield* storeDay
  const sums = wanted.map((line) => reckoned(line, facts, today))
  const goodsBy = (measure: (sum: (typeof sums)[number]) => number) => ({
    printed: sumBy(
      sums.filter(({ isPrinted }) => isPrinted),
      measure,
    ),
    digital: sumBy(
      sums.filter(({ isPrinted }) => !isPrinted),
      measure,
    ),
  })
  const sending = sendingOf(input, names)
  const [bill, billNow] = [goodsBy(({ sum }) => sum), goodsBy(({ sumNow }) => sumNow)]
  const isShort = bill.printed + bill.digital !== billNow.printed + billNow.digital
  const totals: Content = {
    ...(wanted.length > 0 && {
      ...billOf(bill, sending),
      ...(isShort && { onlyWhatShipsNow: billOf(billNow, sending) }),
    }),
    currency: "JPY",
    ...(notCarried.length > 0 && { notCarried, note: "what is not carried is in no sum" }),
  }
  const { content } = fitting(sums, (lines, dropped) => ({
    lines: lines.map((line) => line.content),
    ...more(dropped),
    ...totals,
  }))
  return told(content, {
    products: cardsOf(wanted, facts, today, catalogue),
    series: [...new Set(wanted.map(({ entry }) => entry.id))],
    found: wanted.length,
  })
})

export const priceOfTool = tool({
  name: "price_of",
  label: { en: "prices", ja: "金額" },
  sought: pricesSought,
  description: "Adds up exact prices, wrapping, shipping; says what cannot ship now",
  Input: PriceInput,
  run,
})
