/**
 * Invented stock of each product on the date of the catalogue, the same on every machine. What is not released yet
 * has none.
 */
import { catalogueDate } from "./ReleaseDate.ts"
import { seeded } from "./Seed.ts"

/** Digital editions never run out. */
export const digitalStock = (releaseDate: string): number =>
  releaseDate > catalogueDate ? 0 : 9_999

/** 0 for about one paper volume in twelve, below 6 for one in eight, up to 180. */
export const paperStock = (id: string, releaseDate: string): number => {
  if (releaseDate > catalogueDate) return 0
  const drawn = seeded(`${id} shelf`, 100)
  if (drawn < 8) return 0
  if (drawn < 20) return 1 + seeded(`${id} few`, 5)
  return 6 + seeded(`${id} many`, 175)
}

/** 0 for one box set in five, up to 25. */
export const boxSetStock = (id: string, releaseDate: string): number =>
  releaseDate > catalogueDate || seeded(`${id} shelf`, 5) === 0 ? 0 : 1 + seeded(`${id} many`, 25)
