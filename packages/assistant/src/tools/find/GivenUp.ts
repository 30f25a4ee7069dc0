/**
 * What of a wish may be given up where nothing fits all of it, the weakest first. What is refused, the author and the
 * time of release are never given up. Pure.
 */
import type { FindWish } from "./FindWish.ts"

export interface Part {
  /** As the input names it. */
  readonly field: string
  /** What is done instead, where something is. */
  readonly instead?: string
  readonly without: (wish: FindWish) => FindWish
}

const without =
  (field: "age" | "price" | "readers" | "status" | "volumes" | "words" | "years") =>
  (wish: FindWish): FindWish => {
    const { [field]: _given, ...rest } = wish
    return rest
  }

const part = (field: Parameters<typeof without>[0]): Part => ({ field, without: without(field) })

const lessLike: Part = {
  field: "like",
  instead: "one genre in common",
  without: ({ like, ...wish }) =>
    like === undefined ? wish : { ...wish, like: { ...like, genres: 1 } },
}

const anyGenre: Part = {
  field: "genres",
  instead: "one of them",
  without: (wish) => ({ ...wish, anyGenre: true }),
}

const noGenres: Part = {
  field: "genres",
  without: (wish) => ({ ...wish, anyGenre: false, genres: [] }),
}

export const partsOf = (wish: FindWish): ReadonlyArray<Part> =>
  [
    { part: part("words"), is: wish.words !== undefined },
    { part: part("price"), is: wish.price !== undefined },
    { part: part("volumes"), is: wish.volumes !== undefined },
    { part: part("years"), is: wish.years !== undefined },
    { part: part("age"), is: wish.age !== undefined && wish.age !== "mature" },
    { part: part("readers"), is: wish.readers !== undefined },
    { part: part("status"), is: wish.status !== undefined },
    { part: lessLike, is: wish.like !== undefined && wish.like.series.genres.length > 1 },
    { part: anyGenre, is: wish.genres.length > 1 },
    { part: noGenres, is: wish.genres.length > 0 },
  ].flatMap(({ is, part }) => (is ? [part] : []))

/** The wish without the first, the first two, … of its parts. */
export const withLess = (wish: FindWish, parts: ReadonlyArray<Part>): ReadonlyArray<FindWish> => {
  let rest = wish
  return parts.map((part) => (rest = part.without(rest)))
}

/** "price", "genres: one of them"; of a field that was given up at last, only that. */
export const namesOfParts = (parts: ReadonlyArray<Part>): ReadonlyArray<string> => {
  const byField = new Map(parts.map((part) => [part.field, part]))
  return [...byField.values()].map(({ field, instead }) =>
    instead === undefined ? field : `${field}: ${instead}`,
  )
}
