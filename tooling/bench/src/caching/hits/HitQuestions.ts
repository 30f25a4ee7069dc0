/**
 * Questions of the demo store that no model is asked twice, no two of them the same question.
 *
 * `words`: about rules of the shop, answered in words alone: the shop's own, which need no cache. `products`: about one
 * volume, answered with its card, whose price and stock must be revalidated for each hit.
 */
import { series } from "@manga-assist/catalogue"

export const kinds = ["words", "products"] as const
export type Kind = (typeof kinds)[number]

const regions =
  "AR AT AU BE BG BR CA CH CL CN CO CY CZ DE DK EE EG ES FI FR GB GR HK HR HU ID IE IL IN IS IT KE KR LT LU LV MA MT MX MY"
const nameOf = new Intl.DisplayNames("en", { type: "region" })

const all = {
  words: regions.split(" ").map((region) => `Do you ship to ${nameOf.of(region)}?`),
  products: series().map(({ english }) => `How much is ${english} volume 1?`),
}

export const questionsOf = (kind: Kind, count: number): ReadonlyArray<string> =>
  all[kind].slice(0, count)
