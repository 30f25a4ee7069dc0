/**
 * The product cards of an answer: six at first, more on request. A card tells what is in it, a volume or several, and
 * how it can be had.
 */
import type { ProductCard } from "@manga-assist/client"
import { useSignal } from "@preact/signals"
import { language, languageOf, words } from "../words/Language.ts"
import { Cover } from "./Cover.tsx"
import { safeAddress, safeText } from "../words/SafeText.ts"

const firstShown = 6
const step = 24

const price = ({ amount, currency }: ProductCard["price"], locale: string): string => {
  try {
    return new Intl.NumberFormat(locale, { style: "currency", currency }).format(amount)
  } catch {
    return `${amount} ${safeText(currency)}`
  }
}

/** On the cover, and in words. */
const contents = ({ volume, volumes }: ProductCard) => {
  const { volume: one, volumeCount, volumesFrom } = words.value
  if (typeof volumes === "number") return { number: undefined, told: volumeCount(volumes) }
  if (volumes !== undefined) {
    const [from, to] = volumes
    return { number: `${from}–${to}`, told: volumesFrom(from, to) }
  }
  return { number: volume, told: volume === undefined ? undefined : one(volume) }
}

/** A server that tells no availability tells only whether it is in stock. */
const stateOf = ({ availability, inStock }: ProductCard) => {
  const { availability: named, outOfStock } = words.value
  if (availability !== undefined) return { state: availability, said: named[availability] }
  return inStock
    ? { state: "in-stock", said: named["in-stock"] }
    : { state: "sold-out", said: outOfStock }
}

const Card = ({ product }: { readonly product: ProductCard }) => {
  const { formats, kinds } = words.value
  const title = safeText(product.title)
  const japanese = safeText(product.japanese ?? product.title)
  const isJapanese = language.value === "ja"
  const [name, other] = isJapanese ? [japanese, title] : [title, japanese]
  const format = product.format === undefined ? undefined : safeText(product.format)
  const { number, told } = contents(product)
  const { said, state } = stateOf(product)
  const details = new Set(
    [
      told,
      product.kind === undefined ? undefined : kinds[product.kind],
      format === undefined ? undefined : (formats[format] ?? format),
    ].filter((detail) => detail !== undefined),
  )
  const href = safeAddress(product.url)
  return (
    <li class="card">
      <Cover title={japanese} number={number} />
      <div class="about">
        <h3 lang={languageOf(name)}>
          {href === undefined ? (
            name
          ) : (
            <a href={href} target="_blank" rel="noopener noreferrer">
              {name}
            </a>
          )}
        </h3>
        {other !== name && (
          <p class="other" lang={languageOf(other)}>
            {other}
          </p>
        )}
        {details.size > 0 && <p class="details">{[...details].join(" · ")}</p>}
        <p class="sale">
          <span class="price">{price(product.price, isJapanese ? "ja-JP" : "en-US")}</span>
          <span class="stock" data-state={state}>
            {said ?? safeText(state)}
          </span>
        </p>
      </div>
    </li>
  )
}

export const Cards = ({ products }: { readonly products: ReadonlyArray<ProductCard> }) => {
  const shown = useSignal(firstShown)
  const { products: named, showMore } = words.value
  const left = products.length - shown.value
  return (
    <>
      <ul class="cards" aria-label={named(products.length)}>
        {products.slice(0, shown.value).map((product, at) => (
          <Card key={at} product={product} />
        ))}
      </ul>
      {left > 0 && (
        <button type="button" class="quiet" onClick={() => (shown.value += step)}>
          {showMore(Math.min(left, step))}
        </button>
      )}
    </>
  )
}
