/**
 * Finds the books of the orders that a conversation speaks of: the one that an order holds, and the volume behind or before
 * the one that was ordered ("the volume after my Liar Game", 続きの巻). Pure.
 */
import type { Order } from "@manga-assist/catalogue"
import { byKind, type Pointing, says } from "@manga-assist/store-grammar"
import type { Question } from "../../reading/Question.ts"
import { bookOf } from "../BookOfProduct.ts"
import type { Memory } from "../Memory.ts"
import type { Basket } from "./basket/BasketMeant.ts"
import { seriesOfId } from "./Described.ts"

type Book = NonNullable<Memory["topic"]>

/** Of the orders spoken of, first that which was meant. */
const booksOf = ({ orders: ids }: Memory, orders: ReadonlyArray<Order>): ReadonlyArray<Book> =>
  ids
    .flatMap((id) => orders.find((order) => order.id === id)?.items ?? [])
    .flatMap(({ productId }) => bookOf(productId) ?? [])

/** Of an order that was spoken of its first book may be meant: "who is the author of that?" */
export const withOrderedBook = (memory: Memory, orders: ReadonlyArray<Order> = []): Memory => {
  if (memory.orders.length === 0) return memory
  const { topic } = memory
  const books = booksOf(memory, orders)
  if (topic === undefined) return books[0] === undefined ? memory : { ...memory, topic: books[0] }
  if (topic.volume !== undefined || topic.format !== undefined || memory.about !== "orders") {
    return memory
  }
  const ordered = books.find(({ series }) => series === topic.series)
  return ordered === undefined ? memory : { ...memory, topic: ordered }
}

const following = ["NEXTJA", "NEXTOF", "VNEXT", "NEXT", "AFTERBARE"]
/** When the next one comes out is asked of the series. */
const ofSeries = ["WHEN", "RELEASE", "RELEASEDATE", "LATESTJA", "VLATEST", "ORDERED"]

/** "The volume after my Liar Game": of a title that is named, behind the one that was ordered. */
export const orderedNeighbour = (
  { reading, slots }: Question,
  { next, numbers, previous }: Pointing,
  memory: Memory,
  orders: ReadonlyArray<Order> = [],
): Basket | undefined => {
  const [series, more] = slots.series
  if (memory.orders.length === 0 || series === undefined || more !== undefined) return undefined
  const said = byKind(reading.cut)
  const isNext = next || says(said, following)
  const isNumbered = numbers.length > 0 || typeof slots.volume === "number"
  if ((!isNext && !previous) || isNumbered || says(said, ofSeries)) return undefined
  const volume = booksOf(memory, orders).find((book) => book.series === series)?.volume
  const wanted = volume === undefined ? 0 : volume + (isNext ? 1 : -1)
  return wanted > 0 && wanted <= (seriesOfId(series)?.volumes ?? 0)
    ? { series, picked: [{ volume: wanted }] }
    : undefined
}
