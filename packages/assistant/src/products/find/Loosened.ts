/**
 * Lists the variants of a wish (criteria for recommendations) with one criterion left out, for when nothing fits all of
 * them: the answer then tells which one to give up. A criterion that excludes itself (at least 1,000 yen and at most
 * 500) is marked. Pure.
 */
import type { Question } from "../../reading/Question.ts"
import type { ListedProduct } from "../ListedProduct.ts"

/** What may be given up, as the prompt names it. */
export type WishPart =
  | "price"
  | "volumes"
  | "year"
  | "status"
  | "age"
  | "demographic"
  | "genre"
  | "author"
  | "publisher"
  | "format"

export interface Loosened {
  readonly part: WishPart
  readonly question: Question
  /** Its own bounds exclude each other: at least 1,000 yen and at most 500. */
  readonly contradictory: boolean
}

/** Most popular first of what fits without one part. */
export interface Looser {
  readonly without: WishPart
  readonly contradictory: boolean
  readonly fits: ReadonlyArray<Pick<ListedProduct, "title" | "japaneseTitle">>
}

const isUpsideDown = (least: number | undefined, most: number | undefined): boolean =>
  least !== undefined && most !== undefined && least > most

/** Those given up first are the narrowest: bounds before what the book is like. */
export const loosened = (question: Question): ReadonlyArray<Loosened> => {
  const { slots, wish } = question
  const { priceMax, priceMin, ...unpriced } = slots
  const { demographic, ...anyReaders } = slots
  const { format, ...anyFormat } = slots
  const { volumesMax, volumesMin, ...anyLength } = wish
  const { yearMax, yearMin, ...anyYear } = wish
  const { status, ...anyStatus } = wish
  const { ageMax, ...anyAge } = wish
  const part = (
    name: WishPart,
    isWished: boolean,
    without: Partial<Pick<Question, "slots" | "wish">>,
    contradictory = false,
  ): ReadonlyArray<Loosened> =>
    isWished ? [{ part: name, question: { ...question, ...without }, contradictory }] : []
  return [
    ...part(
      "price",
      priceMax !== undefined || priceMin !== undefined,
      { slots: unpriced },
      isUpsideDown(priceMin, priceMax),
    ),
    ...part(
      "volumes",
      volumesMax !== undefined || volumesMin !== undefined,
      { wish: anyLength },
      isUpsideDown(volumesMin, volumesMax),
    ),
    ...part(
      "year",
      yearMax !== undefined || yearMin !== undefined,
      { wish: anyYear },
      isUpsideDown(yearMin, yearMax),
    ),
    ...part("status", status !== undefined, { wish: anyStatus }),
    ...part("age", ageMax !== undefined, { wish: anyAge }),
    ...part("demographic", demographic !== undefined, { slots: anyReaders }),
    ...part("genre", slots.genres.length > 0, { slots: { ...slots, genres: [] } }),
    ...part("author", slots.authors.length > 0, { slots: { ...slots, authors: [] } }),
    ...part("publisher", wish.publishers.length > 0, { wish: { ...wish, publishers: [] } }),
    ...part("format", format !== undefined, { slots: anyFormat }),
  ]
}
