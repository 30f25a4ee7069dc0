/**
 * Performs a plan about named series over the rows of their records, where this process has them, so that nothing is
 * searched for what is known. Pure; `undefined` where the plan needs a field that rows do not have.
 */
import type { ListedProduct } from "../products/ListedProduct.ts"
import { type Clause, onDay, type RetrievalPlan } from "../products/RetrievalPlan.ts"
import { fieldsOf } from "../products/StoreTags.ts"

type FilterPlan = Extract<RetrievalPlan, { kind: "filter" }>

/** How well something sells is in the index alone; series are in the order of the question instead. */
const sales = "popularity"

const fields: ReadonlySet<string> = new Set<keyof ListedProduct>([
  "id",
  "kind",
  "format",
  "volume",
  "price",
  "releaseDate",
  "seriesId",
])

const valueOf = (product: ListedProduct, field: string): unknown => Reflect.get(product, field)

const isRecord = (value: unknown): value is Clause =>
  typeof value === "object" && value !== null && !Array.isArray(value)

const listOf = (value: unknown): ReadonlyArray<Clause> =>
  Array.isArray(value) ? value.filter(isRecord) : isRecord(value) ? [value] : []

const isBeyond = (value: number | string, bound: unknown, of: string): boolean => {
  if (typeof bound !== typeof value) return true
  const other = bound as typeof value // Of one type, as just compared.
  if (of === "gt") return value <= other
  if (of === "gte") return value < other
  return of === "lt" ? value >= other : value > other
}

const isWithin = (value: unknown, bounds: unknown): boolean =>
  (typeof value === "number" || typeof value === "string") &&
  isRecord(bounds) &&
  !Object.entries(bounds).some(([of, bound]) => isBeyond(value, bound, of))

const matches = (product: ListedProduct, clause: Clause): boolean =>
  Object.entries(clause).every(([kind, body]) => {
    if (!isRecord(body)) return false
    const [field = "", wanted] = Object.entries(body)[0] ?? []
    if (kind === "term") return valueOf(product, field) === wanted
    if (kind === "terms") return Array.isArray(wanted) && wanted.includes(valueOf(product, field))
    if (kind === "range") return isWithin(valueOf(product, field), wanted)
    const should = listOf(body["should"])
    return (
      matchesAll(product, listOf(body["filter"])) &&
      !listOf(body["must_not"]).some((each) => matches(product, each)) &&
      (should.length === 0 || should.some((each) => matches(product, each)))
    )
  })

const matchesAll = (product: ListedProduct, clauses: ReadonlyArray<Clause>): boolean =>
  clauses.every((clause) => matches(product, clause))

const compared = (a: unknown, b: unknown): number => {
  if (a === b) return 0
  // As the index has it: what lacks the field comes last.
  if (a === undefined || b === undefined) return a === undefined ? 1 : -1
  return typeof a === typeof b && (a as number) < (b as number) ? -1 : 1 // Numbers or texts alike.
}

const sorted = (products: ReadonlyArray<ListedProduct>, sort: FilterPlan["sort"]) => {
  const all = sort.flatMap((by) => Object.entries(by))
  const unknown = all.findIndex(([field]) => field === sales)
  const keys = unknown === -1 ? all : all.slice(0, unknown)
  return products.toSorted((one, other) => {
    for (const [field, order] of keys) {
      const [a, b] = [valueOf(one, field), valueOf(other, field)]
      const way = compared(a, b)
      if (way !== 0) return order === "asc" || a === undefined || b === undefined ? way : -way
    }
    return 0
  })
}

/** Rows have all fields that the plan asks for. */
export const isOfRows = (plan: FilterPlan): boolean =>
  [...fieldsOf(plan)].every((field) => fields.has(field) || field === sales)

/** `products`: all of the series that the plan is about. */
export const overRows = (
  plan: FilterPlan,
  products: ReadonlyArray<ListedProduct>,
  today: string,
): ReadonlyArray<ListedProduct> | undefined => {
  if (!isOfRows(plan)) return undefined
  const clauses = onDay(plan.filter, today)
  const found = products.filter((product) => matchesAll(product, clauses))
  return sorted(found, plan.sort).slice(0, plan.size)
}
