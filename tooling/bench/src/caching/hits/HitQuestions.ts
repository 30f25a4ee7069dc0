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
  "AR AT AU BE BG BR CA CH CL CN CO CY CZ DE DK EE EG ES FI FR GB GR HK HR HU ID IE IL IN IS IT KE KR LT LU LV MA MT MX MY NL NO NZ PE PH PK PL PT RO RS SA SE SG SI SK TH TN TR TW UA US UY VN ZA"
const askedOfRegions = [
  "Do you ship to R?",
  "How long does shipping to R take?",
  "How much is shipping to R?",
  "Do you offer express shipping to R?",
  "How much is express shipping to R?",
]

const nameOf = new Intl.DisplayNames("en", { type: "region" })
const shopQuestions = askedOfRegions.flatMap((wording) =>
  regions.split(" ").map((region) => wording.replace("R", nameOf.of(region) ?? region)),
)

/** The first volume of all titles, then the second, … */
const volumeQuestions = Array.from({ length: 100 }, (_, at) => at + 1).flatMap((volume) =>
  series().flatMap(({ english, volumes }) =>
    volume <= volumes ? [`How much is ${english} volume ${volume}?`] : [],
  ),
)

export const questionsOf = (kind: Kind, count: number): ReadonlyArray<string> =>
  (kind === "words" ? shopQuestions : volumeQuestions).slice(0, count)
