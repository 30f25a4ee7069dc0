/**
 * Which of the prompt's products a question is about: by the titles, the volume and the format named.
 */
import { type PromptProduct } from "./PromptFacts.ts"
import { type Prompt } from "./PromptReader.ts"

/** A mark that stands for all editions of one series. */
const titleOf = (product: PromptProduct): string => product.title

/** The first product of each title, in the order of the prompt. */
export const oneOfEachTitle = (
  products: ReadonlyArray<PromptProduct>,
): ReadonlyArray<PromptProduct> => {
  const seen = new Set<string>()
  return products.filter((product) => {
    if (seen.has(titleOf(product))) return false
    seen.add(titleOf(product))
    return true
  })
}

const fold = (text: string): string => text.normalize("NFKC").toLowerCase().replaceAll(/\s+/g, " ")

/** Titles the question names, one product each; the first product when it names none. */
export const askedTitles = (prompt: Prompt): ReadonlyArray<PromptProduct> => {
  const question = fold(prompt.question)
  const named = oneOfEachTitle(prompt.products).filter(({ japanese, title }) =>
    [title, japanese].some((name) => name !== undefined && question.includes(fold(name))),
  )
  // "Naruto" is inside "Boruto: Naruto Next Generations": a title within another named one is not meant.
  const outer = named.filter(
    (product) =>
      !named.some((other) => other !== product && fold(other.title).includes(fold(product.title))),
  )
  return outer.length > 0 ? outer : prompt.products.slice(0, 1)
}

/** "volume 12", "vol. 12", "#12", 12巻, 第12巻. */
const askedVolume = (question: string): number | undefined => {
  const match = /(?:\bvol(?:ume|s)?\b\.?\s*|#\s*|第\s*)(\d{1,4})|(\d{1,4})\s*巻/u.exec(
    fold(question),
  )
  const digits = match?.[1] ?? match?.[2]
  return digits === undefined ? undefined : Number(digits)
}

const formats = [
  ["box-set", /box ?-?set|boxed set|ボックス|セット/u],
  ["digital", /digital|e-?book|kindle|電子/u],
  ["paperback", /paper|print|physical|紙|単行本|コミックス/u],
] as const

const askedFormat = (question: string): string | undefined =>
  formats.find(([, pattern]) => pattern.test(fold(question)))?.[0]

export interface ItemChoice {
  /** The product asked for, absent when the volume asked for is not among the products. */
  readonly item: PromptProduct | undefined
  /** Other formats of the same item. */
  readonly others: ReadonlyArray<PromptProduct>
  /** Number asked for but not found. */
  readonly missingVolume: number | undefined
  /** Format asked for but not found. */
  readonly missingFormat: string | undefined
  /** Something of the same series to speak of instead. */
  readonly series: PromptProduct
}

/** The one item a price, stock or date question means; nothing without products. */
export const askedItem = (prompt: Prompt): ItemChoice | undefined => {
  const [series] = askedTitles(prompt)
  if (series === undefined) return undefined
  const format = askedFormat(prompt.question)
  const volume = askedVolume(prompt.question)
  const editions = prompt.products.filter((product) => titleOf(product) === titleOf(series))
  const numbered =
    volume === undefined
      ? editions
      : editions.filter(
          (product) =>
            product.volume === volume && (product.kind === "box-set") === (format === "box-set"),
        )
  const wanted = numbered.find((product) => format === undefined || product.format === format)
  const item = wanted ?? numbered[0]
  return {
    item,
    others: numbered.filter(
      (product) =>
        product !== item &&
        product.volume === item?.volume &&
        product.kind === item?.kind &&
        product.format !== item?.format,
    ),
    missingVolume: item === undefined ? volume : undefined,
    missingFormat: wanted === undefined && item !== undefined ? format : undefined,
    series,
  }
}

export type Availability = "in-stock" | "few-left" | "out-of-stock" | "pre-order" | "unknown"

/** Below so many copies the number left is told. */
const fewCopies = 5

/** `today` is an ISO date. */
export const availability = (product: PromptProduct, today: string): Availability => {
  const { inStock, releaseDate, stock } = product
  if (releaseDate !== undefined && releaseDate > today) return "pre-order"
  if (inStock === false || (stock === 0 && inStock !== true)) return "out-of-stock"
  // A digital edition does not run out.
  const copies = product.format === "digital" ? undefined : stock
  if (copies !== undefined && copies > 0 && copies < fewCopies) return "few-left"
  return inStock === true || (stock ?? 0) > 0 ? "in-stock" : "unknown"
}

/** The genre most products share; the first one's first genre when all differ. */
export const commonGenre = (products: ReadonlyArray<PromptProduct>): string | undefined => {
  const counts = new Map<string, number>()
  for (const { genres } of products) {
    for (const genre of genres) counts.set(genre, (counts.get(genre) ?? 0) + 1)
  }
  return [...counts].toSorted((a, b) => b[1] - a[1])[0]?.[0]
}
