/** The product cards of an answer: six at first, more on request. */
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

const Card = ({ product }: { readonly product: ProductCard }) => {
  const { formats, inStock, outOfStock, volume } = words.value
  const title = safeText(product.title)
  const japanese = safeText(product.japanese ?? product.title)
  const isJapanese = language.value === "ja"
  const [name, other] = isJapanese ? [japanese, title] : [title, japanese]
  const format = product.format === undefined ? undefined : safeText(product.format)
  const details = [
    product.volume === undefined ? undefined : volume(product.volume),
    format === undefined ? undefined : (formats[format] ?? format),
  ].filter((detail) => detail !== undefined)
  const href = safeAddress(product.url)
  return (
    <li class="card">
      <Cover title={japanese} volume={product.volume} />
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
        {details.length > 0 && <p class="details">{details.join(" · ")}</p>}
        <p class="sale">
          <span class="price">{price(product.price, isJapanese ? "ja-JP" : "en-US")}</span>
          <span class="stock" data-in={product.inStock}>
            {product.inStock ? inStock : outOfStock}
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
