/**
 * `own_orders`: the orders of who asks, as the session knows them and never an argument. An order of somebody else and
 * one that never was are told apart by nobody.
 */
import type { Catalogue, Order } from "@manga-assist/catalogue"
import { Effect, Schema } from "effect"
import { Customers } from "../products/Customers.ts"
import { StoreNames } from "../reading/StoreNames.ts"
import { fitting, more } from "./Fitting.ts"
import { type Caller, notLookedUp, readMs, refused, told, tool } from "./Tool.ts"

const OrdersInput = Schema.Struct({
  order: Schema.optionalKey(
    Schema.String.check(Schema.isMinLength(1), Schema.isMaxLength(64)).annotate({
      description: "Id of one order",
    }),
  ),
  limit: Schema.optionalKey(Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 20 }))),
})

const usualLimit = 5

const sameId = (id: string): string => id.normalize("NFKC").replaceAll(/\s/gu, "").toUpperCase()

const lineOf = ({ id, items, user: _user, ...order }: Order, catalogue: Catalogue) => ({
  order: id,
  ...order,
  items: items.map(({ price, productId, quantity, title }) => ({
    title,
    japanese: catalogue.of(catalogue.bookOf(productId)?.series ?? "")?.japanese,
    product: productId,
    quantity,
    price,
  })),
})

const run = Effect.fnUntraced(function* (
  { limit = usualLimit, order: wanted }: typeof OrdersInput.Type,
  { deadlineMs, unconfirmed, user }: Caller,
) {
  if (unconfirmed === true) return notLookedUp
  if (user === undefined) return refused({ error: "orders are told to who is signed in" })
  const { catalogue } = yield* StoreNames
  const customers = yield* Customers
  const read = yield* customers.orders(user, readMs({ deadlineMs }))
  // The table has them by number.
  const all = read.toSorted((a, b) => (a.placedOn < b.placedOn ? 1 : -1))
  const meant = wanted === undefined ? all : all.filter(({ id }) => sameId(id) === sameId(wanted))
  if (wanted !== undefined && meant.length === 0) {
    return refused({ error: "no such order on this account" }, { found: 0 })
  }
  if (meant.length === 0) {
    return told({ orders: [], note: "there are no orders on this account" }, { found: 0 })
  }
  const { content, kept } = fitting(meant.slice(0, limit), (lines, dropped) => ({
    orders: lines.map((order) => lineOf(order, catalogue)),
    currency: "JPY",
    ...more(meant.length - Math.min(limit, meant.length) + dropped),
  }))
  return told(content, { orders: kept.map(({ id }) => id), found: kept.length })
})

const oneOfThem = { en: "the order asked for, among your orders", ja: "お尋ねのご注文" }

export const ownOrdersTool = tool({
  name: "own_orders",
  label: { en: "your orders", ja: "ご注文" },
  description: "The customer's own orders, newest first",
  Input: OrdersInput,
  // Its id is the model's word until the order is found.
  sought: ({ order }, locale) => (order === undefined ? undefined : oneOfThem[locale]),
  run,
})
