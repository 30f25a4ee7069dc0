/**
 * Products as the prompt states them: only the fields that the answer to this kind of question can use. `promptProduct`
 * is for a product that the customer is shown too. `furtherProducts` is for products that only the model is told about:
 * a series by the same fields, a single book always without those that it shares with its series (author, genres,
 * synopsis and so on).
 *
 * The product search asks OpenSearch for exactly the fields of `ListedProduct`. A field of it without a rule here does
 * not compile, nor does a rule for a field that is not requested.
 */
import { volumesOfBox } from "@manga-assist/catalogue"
import { selectFields } from "@manga-assist/payload"
import type { ListedProduct } from "../products/ListedProduct.ts"
import type { Offer } from "../products/Offer.ts"
import type { Question } from "../reading/Question.ts"
import type { PromptSize } from "../model/TurnLadder.ts"

/** `en` and `ja`: told in the language of the question. `figure`: the table's own stands in. */
type Use = "always" | "en" | "ja" | "figure" | "renamed" | "ofKind" | "card"

const uses = {
  id: "always",
  title: "always",
  kind: "always",
  volume: "always",
  volumes: "always",
  format: "always",
  firstYear: "always",
  pages: "always",
  author: "always",
  demographic: "always",
  genres: "always",
  status: "always",
  publisher: "always",
  ageRating: "always",
  synopsis: "en",
  authorJapanese: "ja",
  synopsisJapanese: "ja",
  price: "figure",
  stock: "figure",
  japaneseTitle: "renamed",
  releaseDate: "ofKind",
  seriesId: "card",
  url: "card",
} as const satisfies Record<keyof ListedProduct, Use>

type Field = keyof typeof uses
type FieldOf<U extends Use> = { [K in Field]: (typeof uses)[K] extends U ? K : never }[Field]

const fieldsOf = <U extends Use>(use: U): ReadonlyArray<FieldOf<U>> =>
  Object.keys(uses).filter((field): field is FieldOf<U> => uses[field as Field] === use)

const always = fieldsOf("always")
const told = { en: fieldsOf("en"), ja: fieldsOf("ja") }

/** Figures need no story, where the form says that nothing else is asked. */
const withoutStory = new Set<Question["intent"]>(["price-or-stock", "release-date", "order-status"])

/** What a bundle's date is the date of, and which volumes a box set holds. */
const ofKind = ({ kind, releaseDate, volume = 1 }: ListedProduct) => {
  if (kind === "series") return { newestVolumeDate: releaseDate }
  if (kind === "volume") return { releaseDate }
  return { releaseDate, holdsVolumes: volumesOfBox(volume) }
}

/** Of a book: what is its own. */
const ownFacts = ({ inStock, price, product, stock }: Offer) => ({
  ...selectFields(product, ["id", "title", "kind", "volume", "format"]),
  ...ofKind(product),
  japanese: product.japaneseTitle,
  price,
  inStock,
  stock,
})

/** Each series once in full, by its bundle or by what is shown of it; its single books with what is their own. */
export const furtherProducts = ({
  further,
  question,
}: {
  readonly further: ReadonlyArray<Offer>
  readonly question: Pick<Question, "intent" | "locale" | "reading">
}) =>
  further.map((offer) =>
    offer.product.kind === "series" ? promptProduct(offer, question, "full") : ownFacts(offer),
  )

export const promptProduct = (
  { inStock, price, product, stock }: Offer,
  { intent, locale, reading }: Pick<Question, "intent" | "locale" | "reading">,
  size: PromptSize,
) => ({
  ...selectFields(product, always),
  ...ofKind(product),
  japanese: product.japaneseTitle,
  price,
  currency: "JPY",
  inStock,
  stock,
  ...(size === "small" || (reading.known && withoutStory.has(intent))
    ? {}
    : selectFields<ListedProduct, FieldOf<"en" | "ja">>(product, told[locale])),
})
