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

/** The weakest first; of the highest age rating all are. */
const facets = ["words", "price", "volumes", "years", "age", "readers", "status"] as const

const facetsOf = (wish: FindWish): ReadonlyArray<Part> =>
  facets
    .filter((field) => wish[field] !== undefined && wish[field] !== "mature")
    .map((field) => ({
      field,
      without: ({ [field]: _given, ...rest }) => rest,
    }))

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

export const partsOf = (wish: FindWish): ReadonlyArray<Part> => [
  ...facetsOf(wish),
  ...(wish.like !== undefined && wish.like.series.genres.length > 1 ? [lessLike] : []),
  ...(wish.genres.length > 1 ? [anyGenre] : []),
  ...(wish.genres.length > 0 ? [noGenres] : []),
]

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
