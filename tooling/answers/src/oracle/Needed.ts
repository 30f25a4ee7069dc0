/**
 * Translates what a question needs into the statements that a prompt has to make, with values of the store's data. Pure.
 */
import { boxId, type Product, type Series, volumeId, volumesOfBox } from "@manga-assist/catalogue"
import type { Fact, Need } from "./Need.ts"
import { numbersIn, spansOf, upTo } from "./Spans.ts"
import { availabilityOf, type StoreData } from "./StoreData.ts"
import type { Required, Statement } from "./Told.ts"
import { itemsText } from "./ToldByLines.ts"

const statement = (
  subject: string,
  attribute: string,
  ...oneOf: ReadonlyArray<string | number>
): Statement => ({ subject, attribute, oneOf: oneOf.map(String) })

/** Of a figure that changes: a prompt that tells two values tells none. */
const figure = (subject: string, attribute: string, value: string | number): Statement => ({
  ...statement(subject, attribute, value),
  alone: true,
})

const price = ({ id, price }: Product) => figure(id, "price", price)
const availability = (product: Product, today: string) =>
  figure(product.id, "availability", availabilityOf(product, today))
const date = ({ id, releaseDate }: Product) => figure(id, "date", releaseDate)

/** Books of one format one by one, or added up, which also tells which of them cannot be sent. */
const booksOf = (
  { id }: Series,
  format: Product["format"],
  books: ReadonlyMap<number, Product>,
  only: "price" | "stock" | "date" | undefined,
  { today }: StoreData,
): ReadonlyArray<Required> => {
  const all = [...books.values()]
  const volumes = spansOf([...books.keys()])
  const total = all.reduce((sum, each) => sum + each.price, 0)
  const lacking = [...books].filter(([, { stock }]) => stock === 0).map(([number]) => number)
  const prices: Required = {
    anyOf: [all.map(price), [figure(id, `sum of ${format} ${volumes}`, total)]],
  }
  const stock: Required = {
    anyOf: [
      all.map((product) => availability(product, today)),
      [figure(id, `lacking of ${format} ${volumes}`, spansOf(lacking))],
    ],
  }
  if (only === "date") return all.map(date)
  if (only === "price") return [prices]
  return only === "stock" ? [stock] : [prices, stock]
}

const volumesNeeded = (
  series: Series,
  format: "paperback" | "digital",
  spans: string,
  only: "price" | "stock" | "date" | undefined,
  store: StoreData,
): ReadonlyArray<Required> => {
  const numbers = spans === "all" ? upTo(1, series.volumes) : (numbersIn(spans) ?? [])
  const books = numbers.flatMap((number) => {
    const product = store.product(volumeId(series.id, number, format))
    return product === undefined ? [] : [[number, product] as const]
  })
  return books.length < numbers.length ? [] : booksOf(series, format, new Map(books), only, store)
}

const boxesNeeded = (series: Series, spans: string, store: StoreData): ReadonlyArray<Required> => {
  const count = store.catalogue.boxesOf(series.id)
  if (count === 0) {
    return [
      {
        anyOf: [
          [statement(series.id, "boxes", "none")],
          [
            statement(series.id, "volumes", series.volumes),
            statement("store", "volumes in a box", 10),
          ],
        ],
      },
    ]
  }
  const numbers = spans === "all" ? upTo(1, count) : (numbersIn(spans) ?? [])
  const books = new Map(
    numbers.flatMap((number) => {
      const product = store.product(boxId(series.id, number))
      return product === undefined ? [] : [[number, product] as const]
    }),
  )
  if (books.size < numbers.length) return []
  const holds = numbers.map((number) =>
    statement(boxId(series.id, number), "holds", volumesOfBox(number).join("-")),
  )
  const counted = `sum of box-set ${spansOf(numbers)}`
  const total = [...books.values()].reduce((sum, each) => sum + each.price, 0)
  return [
    { anyOf: [holds, [statement(series.id, counted, total)]] },
    ...booksOf(series, "box-set", books, undefined, store),
  ]
}

const newestNeeded = ({ id, volumes }: Series, store: StoreData): Required => {
  const day = store.product(volumeId(id, volumes, "paperback"))?.releaseDate ?? ""
  const dates = [id, volumeId(id, volumes, "paperback"), volumeId(id, volumes, "digital")]
  return {
    anyOf: [
      [statement(id, "newest", `${volumes} ${day}`)],
      ...dates.map((subject) => [
        statement(id, "volumes", volumes),
        statement(subject, subject === id ? "newest date" : "date", day),
      ]),
    ],
  }
}

const nextNeeded = ({ id, status, volumes }: Series, store: StoreData): Required => {
  const ids = [volumeId(id, volumes + 1, "paperback"), volumeId(id, volumes + 1, "digital")]
  const day = store.product(ids[0] ?? "")?.releaseDate
  if (day === undefined) {
    const completed = status === "completed" ? [[statement(id, "status", status)]] : []
    return { anyOf: [[statement(id, "next", "none")], ...completed] }
  }
  return {
    anyOf: [
      [statement(id, "next", `${volumes + 1} ${day}`)],
      ...ids.map((subject) => [statement(subject, "date", day)]),
    ],
  }
}

/** Each other work of each of the authors, told by the record or by a line of its own. */
const worksNeeded = (series: Series, { catalogue }: StoreData): ReadonlyArray<Required> =>
  catalogue
    .peopleOf(series.id)
    .flatMap((person) => catalogue.worksOf(person))
    .filter(({ id }) => id !== series.id)
    .map(({ author, english, id, japanese }) => ({
      anyOf: [
        [statement(series.id, "work", english, japanese)],
        [statement(id, "author", author.english, author.japanese)],
      ],
    }))

const factNeeded = (series: Series, fact: Fact, store: StoreData): ReadonlyArray<Required> => {
  const { ageRating, author, demographic, firstYear, genres, id } = series
  const of = (...values: ReadonlyArray<string | number | undefined>) => [
    statement(id, fact, ...values.filter((value) => value !== undefined)),
  ]
  switch (fact) {
    case "author":
      return of(author.english, author.japanese)
    case "readers":
      return of(demographic)
    case "genres":
      return of(genres.toSorted().join(", "))
    case "age":
      return of(ageRating)
    case "began":
      return of(firstYear)
    case "synopsis":
      return of(series.synopsisEnglish, series.synopsisJapanese)
    case "status":
    case "volumes":
    case "publisher":
      return of(series[fact])
    case "newest":
      return [newestNeeded(series, store)]
    case "next":
      return [nextNeeded(series, store)]
    case "works":
      return worksNeeded(series, store)
  }
}

const ordersNeeded = (orders: ReturnType<StoreData["ordersOf"]>): ReadonlyArray<Required> =>
  orders.flatMap(({ expectedOn, id, items, placedOn, status, total }) => [
    statement(id, "status", status),
    statement(id, "placedOn", placedOn),
    ...(expectedOn === undefined ? [] : [statement(id, "expectedOn", expectedOn)]),
    statement(id, "items", itemsText(items)),
    statement(id, "total", total),
  ])

/** Nothing where the store has nothing of the kind. `user`: who is signed in. */
export const needed = (
  need: Need,
  user: string | undefined,
  store: StoreData,
): ReadonlyArray<Required> => {
  if ("policy" in need) return [statement("store", "policy", need.policy)]
  if ("now" in need) {
    const day = statement("store", "day", store.today)
    return need.now === "day" ? [day] : [day, statement("store", "time", "told")]
  }
  const own = user === undefined ? [] : store.ordersOf(user)
  if ("order" in need) return ordersNeeded(own.filter(({ id }) => id === need.order))
  if ("orders" in need) {
    const newest = own.toSorted((a, b) => (a.placedOn < b.placedOn ? 1 : -1))
    return ordersNeeded(need.orders === "all" ? own : newest.slice(0, 1))
  }
  if ("customer" in need) {
    const customer = user === undefined ? undefined : store.customer(user)
    return customer === undefined
      ? []
      : need.customer.map((field) =>
          statement("customer", field, [customer[field]].flat().join(", ")),
        )
  }
  const series = store.catalogue.of(need.series)
  if (series === undefined) return []
  if ("facts" in need) return need.facts.flatMap((fact) => factNeeded(series, fact, store))
  if ("paper" in need) return volumesNeeded(series, "paperback", need.paper, need.only, store)
  if ("digital" in need) return volumesNeeded(series, "digital", need.digital, need.only, store)
  if ("boxes" in need) return boxesNeeded(series, need.boxes, store)
  const bundle = store.product(series.id)
  return bundle === undefined ? [] : [price(bundle)]
}
