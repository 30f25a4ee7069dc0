/**
 * What is true of the store on a given day: its catalogue, products, orders and customers, against which the facts of a
 * prompt are compared. Pure.
 */
import {
  type Catalogue,
  demoCatalogue,
  demoDay,
  genres,
  type Order,
  orders,
  type Product,
  products,
  type User,
  users,
} from "@manga-assist/catalogue"

export interface StoreData {
  readonly catalogue: Catalogue
  /** Id of the genre of an id or a name in either language. */
  readonly genreNamed: (name: string) => string | undefined
  readonly product: (id: string) => Product | undefined
  readonly productsOf: (series: string) => ReadonlyArray<Product>
  readonly customer: (user: string) => User | undefined
  readonly ordersOf: (user: string) => ReadonlyArray<Order>
  /** `2026-11-24`, by the store's clock. */
  readonly today: string
}

const byId = new Map(products().map((product) => [product.id, product]))
const bySeries = Map.groupBy(products(), ({ seriesId }) => seriesId)

const genreIds = new Map(
  genres().flatMap(({ english, id, japanese }) =>
    [id, english, japanese].map((name) => [name, id] as const),
  ),
)

/** The demo store, whose clock is in Tokyo. */
export const demoStore = (today = demoDay()): StoreData => ({
  catalogue: demoCatalogue(),
  genreNamed: (name) => genreIds.get(name),
  product: (id) => byId.get(id),
  productsOf: (series) => bySeries.get(series) ?? [],
  customer: (user) => users().find(({ id }) => id === user),
  ordersOf: (user) => orders(today).filter((order) => order.user === user),
  today,
})

/** Fewer copies than these are told by their number. */
const few = 5

/** As a product line says it; `few-left 3` holds the number. */
export const availabilityOf = (
  { format, kind, releaseDate, stock }: Pick<Product, "format" | "kind" | "releaseDate" | "stock">,
  today: string,
): string => {
  if (stock === 0) return releaseDate > today ? "pre-order" : "sold-out"
  if (kind === "series" || format === "digital") return "read-at-once"
  return stock < few ? `few-left ${stock}` : "in-stock"
}
