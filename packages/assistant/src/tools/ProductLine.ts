/** A product as a tool tells it: brief, in both languages, with what it costs and whether it can be had. Pure. */
import { volumesOfBox } from "@manga-assist/catalogue"
import type { Locale } from "@manga-assist/protocol"
import { availabilityOf } from "../products/Availability.ts"
import type { ListedProduct } from "../products/ListedProduct.ts"
import type { Offer } from "../products/Offer.ts"

const numberOf = ({ format, id, kind, releaseDate, volume = 1 }: ListedProduct) => {
  if (kind === "series") return { format: "bundle" }
  const number =
    kind === "volume" ? { volume } : { box: volume, holds: volumesOfBox(volume).join("-") }
  return { id, ...number, format, date: releaseDate }
}

/** How it can be had, and how many are left where they are few. */
const stateOf = ({ product, stock }: Offer, today: string) => {
  const availability = availabilityOf({ ...product, stock }, today)
  return { availability, ...(availability === "few-left" ? { left: stock } : {}) }
}

interface Told {
  readonly locale: Locale
  /** ISO date of the store. */
  readonly today: string
  /** What it is about. */
  readonly story: boolean
}

export const productLine = (offer: Offer, { locale, story, today }: Told) => {
  const { price, product } = offer
  return {
    series: product.seriesId,
    title: product.title,
    japanese: product.japaneseTitle,
    author: product.author,
    ...(locale === "ja" ? { authorJapanese: product.authorJapanese } : {}),
    ...numberOf(product),
    price,
    ...stateOf(offer, today),
    readers: product.demographic,
    genres: product.genres,
    status: product.status,
    volumes: product.volumes,
    began: product.firstYear,
    age: product.ageRating,
    ...(story && { synopsis: locale === "ja" ? product.synopsisJapanese : product.synopsis }),
  }
}
