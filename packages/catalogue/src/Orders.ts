/**
 * Invents one to three orders for each demo customer, the same on every machine: paper books within the customer's
 * price, demographic and genres that were released before the order.
 *
 * What was ordered is drawn for the catalogue's date; the days are then moved, so that they lie around another one.
 *
 * The newest order is under way. Of the older ones about one in eight was cancelled, the others were delivered.
 */
import type { Order, Product, User } from "./Product.ts"
import { products } from "./Products.ts"
import { catalogueDate } from "./ReleaseDate.ts"
import { seeded } from "./Seed.ts"
import { users } from "./Users.ts"

const dayMs = 86_400_000

const daysAfter = (date: string, days: number): string =>
  new Date(Date.parse(date) + days * dayMs).toISOString().slice(0, 10)

const label = (product: Product): string => `${product.title}, volume ${product.volume}`

const suits = (user: User, product: Product): boolean =>
  product.kind === "volume" &&
  product.format === "paperback" &&
  product.price <= user.priceMax &&
  product.demographic === user.preferredDemographic &&
  product.genres.some((genre) => user.preferredGenres.includes(genre))

const orderOf = (
  user: User,
  number: number,
  count: number,
  wanted: ReadonlyArray<Product>,
): Order => {
  const id = `MA-${user.id.slice(-2)}-${String(number).padStart(4, "0")}`
  const newest = number === 1
  const age = newest ? 1 + seeded(`${id} age`, 5) : number * 20 + seeded(`${id} age`, 15)
  const placedOn = daysAfter(catalogueDate, -age)
  const available = wanted.filter((product) => product.releaseDate < placedOn)
  const drawn = Array.from(
    { length: count },
    (_, index) => available[seeded(`${id} item ${index}`, available.length)],
  )
  const items = [...new Set(drawn)].map((product, index) => {
    if (product === undefined) throw new Error(`${user.id}: no product suits this customer`)
    return {
      productId: product.id,
      title: label(product),
      quantity: 1 + seeded(`${id} quantity ${index}`, 2),
      price: product.price,
    }
  })
  const onItsWay = age > 2 ? "shipped" : "processing"
  const past = seeded(`${id} past`, 8) === 0 ? "cancelled" : "delivered"
  return {
    id,
    user: user.id,
    placedOn,
    status: newest ? onItsWay : past,
    items,
    total: items.reduce((sum, item) => sum + item.price * item.quantity, 0),
    ...(newest ? { expectedOn: daysAfter(placedOn, 7) } : {}),
  }
}

const ordersOf = (user: User): ReadonlyArray<Order> => {
  const wanted = products().filter((product) => suits(user, product))
  return Array.from({ length: 1 + seeded(`${user.id} orders`, 3) }, (_, index) =>
    orderOf(user, index + 1, 1 + seeded(`${user.id} ${index} items`, 3), wanted),
  )
}

let made: ReadonlyArray<Order> | undefined

const moved = (order: Order, days: number): Order => ({
  ...order,
  placedOn: daysAfter(order.placedOn, days),
  ...(order.expectedOn === undefined ? {} : { expectedOn: daysAfter(order.expectedOn, days) }),
})

/**
 * Orders `MA-UU-NNNN` of all demo customers, seen on `day` (an ISO date): placed before it, and what is under way comes on
 * it or later.
 */
export const orders = (day: string = catalogueDate): ReadonlyArray<Order> => {
  made ??= users().flatMap(ordersOf)
  const days = (Date.parse(day) - Date.parse(catalogueDate)) / dayMs
  return made.map((order) => moved(order, days))
}
