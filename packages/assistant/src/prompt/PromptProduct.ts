/**
 * Products as the prompt states them: only the fields that the answer to this kind of question can use; `briefProduct`
 * where a record of the series stands beside it.
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
const ofKind = ({ format, kind, releaseDate, volume = 1 }: ListedProduct) => {
  if (format === "item") return { releaseDate }
  if (kind === "series") return { newestVolumeDate: releaseDate }
  if (kind === "volume") return { releaseDate }
  return { releaseDate, holdsVolumes: volumesOfBox(volume) }
}

/** How many are left is told where they are few. */
const figures = ({ availability, price, stock }: Offer) => ({
  price,
  availability,
  ...(availability === "few-left" ? { left: stock } : {}),
})

/** An item has nothing of a book. */
const isOf = (product: ListedProduct, field: Field): boolean =>
  product.format !== "item" || !ofBooks.has(field)
const ofBooks = new Set<Field>(["kind", "format", "volumes", "pages", "firstYear"])

/** What is a book's own. */
export const briefProduct = (offer: Offer) => ({
  ...selectFields(
    offer.product,
    (["id", "title", "kind", "volume", "format"] as const).filter((field) =>
      isOf(offer.product, field),
    ),
  ),
  ...ofKind(offer.product),
  japanese: offer.product.japaneseTitle,
  ...figures(offer),
})

const toldFields = [
  "id",
  "title",
  "volume",
  "volumes",
  "format",
  "author",
  "demographic",
  "genres",
  "firstYear",
  "status",
  "ageRating",
] as const satisfies ReadonlyArray<Field>

/** In a list of which nothing is shown: what a wish is measured by. */
export const toldProduct = ({ price, product }: Offer, { locale }: Pick<Question, "locale">) => ({
  ...selectFields(
    product,
    toldFields.filter((field) => isOf(product, field)),
  ),
  japanese: product.japaneseTitle,
  price,
  synopsis: locale === "ja" ? product.synopsisJapanese : product.synopsis,
})

export const promptProduct = (
  offer: Offer,
  { intent, locale, reading }: Pick<Question, "intent" | "locale" | "reading">,
  size: PromptSize,
) => ({
  ...selectFields(
    offer.product,
    always.filter((field) => isOf(offer.product, field)),
  ),
  ...ofKind(offer.product),
  japanese: offer.product.japaneseTitle,
  ...figures(offer),
  ...(size === "small" || (reading.known && withoutStory.has(intent))
    ? {}
    : selectFields<ListedProduct, FieldOf<"en" | "ja">>(offer.product, told[locale])),
})
