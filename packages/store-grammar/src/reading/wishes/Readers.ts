/**
 * Tells for whom a wish is: the readership that the catalogue has (shonen, josei, …) and the highest age rating, from
 * named readers, ages, moods and refusals. Pure.
 */
import type { Catalogue, Demographic } from "@manga-assist/catalogue"
import type { Wish } from "../Reading.ts"
import { type Said, says } from "../Said.ts"

const readerships: Readonly<Record<string, Demographic | undefined>> = {
  elementary: "kodomo",
  toddlers: "kodomo",
}
const oldestChild = 12
/** Until then a child reads nothing that is made for teenagers. */
const youngest = 10
const adult = 18
/** What no title for adults is free of. */
const cruel: ReadonlySet<string> = new Set(["gory", "violent", "splatter", "explicit"])

/** "A thriller for an eleven-year-old": of a genre that no book for children has, any that is not for adults will do. */
const isForChild = (said: Said, catalogue: Catalogue): boolean =>
  said["KIDS"] !== undefined ||
  ((said["AGEOF"] ?? []).some((age) => Number(age) <= oldestChild) &&
    hasForChildren(said, catalogue))

/** Of a theme, of a genre that no book for children has, and like what is none, the rating alone counts. */
const hasForChildren = (said: Said, catalogue: Catalogue): boolean =>
  !says(said, ["LIKEOF", "THEME"]) &&
  (said["GENRE"] ?? []).every((genre) => catalogue.has("kodomo", genre))

/** What no title for adults is. */
const harmless: ReadonlySet<string> = new Set(
  "heartwarming relaxing leisurely healing gentle cozy loose".split(" "),
)

/** Whom a wish is for without saying what they read. */
export const ageOf = (said: Said): Wish["ageMax"] => {
  const readers = said["READERS"] ?? []
  if (says(said, ["ALLAGES"]) || readers.includes("family")) return "all"
  const ages = (said["AGEOF"] ?? []).map(Number)
  const isForPupils = readers.some((value) => readerships[value] === "kodomo")
  if (
    !says(said, ["DEMO"]) &&
    (says(said, ["KIDS"]) || isForPupils || ages.some((age) => age <= youngest))
  ) {
    return "all"
  }
  if ((said["MOOD"] ?? []).some((mood) => harmless.has(mood))) return "teen"
  const refusesCruelty = (said["NOTMOOD"] ?? []).some((mood) => cruel.has(mood))
  const isForTeens = readers.includes("teens") || ages.some((age) => age < adult)
  return refusesCruelty || isForTeens || (said["NOTREADERS"] ?? []).includes("adults")
    ? "teen"
    : undefined
}

export const demographicOf = (said: Said, catalogue: Catalogue): Demographic | undefined => {
  const [named] = said["DEMO"] ?? []
  if (named !== undefined) return named as Demographic
  const readers = says(said, ["THEME"])
    ? []
    : (said["READERS"] ?? []).flatMap((value) => readerships[value] ?? [])
  return (
    readers[0] ??
    (isForChild(said, catalogue) && hasForChildren(said, catalogue) ? "kodomo" : undefined)
  )
}
