/**
 * Questions of the demo store that no model is asked twice, no two of them the same question.
 *
 * `words`: about rules of the shop, answered in words alone: the shop's own, which need no cache. `products`: about one volume, answered with its card, whose price
 * and stock must be revalidated for each hit.
 */
import { series } from "@manga-assist/catalogue"

export const kinds = ["words", "products"] as const
export type Kind = (typeof kinds)[number]

const regions =
  "AR AT AU BE BG BR CA CH CL CN CO CY CZ DE DK EE EG ES FI FR GB GR HK HR HU ID IE IL IN IS IT KE KR LT LU LV MA MT MX MY NL NO NZ PE PH PK PL PT RO RS SA SE SG SI SK TH TN TR TW UA US UY VN ZA"
const askedOfRegions = [
  "Do you ship to R?",
  "How long does shipping to R take?",
  "How much is shipping to R?",
  "Do you offer express shipping to R?",
  "How much is express shipping to R?",
]

const shopQuestions = (): ReadonlyArray<string> => {
  const names = new Intl.DisplayNames("en", { type: "region" })
  return askedOfRegions.flatMap((wording) =>
    regions.split(" ").map((region) => wording.replace("R", names.of(region) ?? region)),
  )
}

/** The first volume of all titles, then the second, … */
const volumeQuestions = (count: number): ReadonlyArray<string> => {
  const texts: Array<string> = []
  for (let volume = 1; texts.length < count && volume <= 100; volume += 1) {
    for (const { english, volumes } of series()) {
      if (texts.length < count && volume <= volumes) {
        texts.push(`How much is ${english} volume ${volume}?`)
      }
    }
  }
  return texts
}

export const questionsOf = (kind: Kind, count: number): ReadonlyArray<string> =>
  kind === "words" ? shopQuestions().slice(0, count) : volumeQuestions(count)
