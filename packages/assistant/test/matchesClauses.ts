/** The clauses of a plan, judged on a product of the catalogue as a search index judges them. */
import type { Clause } from "../src/products/RetrievalPlan.ts"

type Document = object

const valueOf = (product: Document, field: string): unknown => Reflect.get(product, field)

const holds = (product: Document, field: string, wanted: ReadonlyArray<unknown>): boolean => {
  const value = valueOf(product, field)
  return Array.isArray(value)
    ? value.some((one: unknown) => wanted.includes(one))
    : wanted.includes(value)
}

const bounds: Readonly<
  Record<string, (value: number | string, bound: number | string) => boolean>
> = {
  gte: (value, bound) => value >= bound,
  lte: (value, bound) => value <= bound,
  gt: (value, bound) => value > bound,
  lt: (value, bound) => value < bound,
}

const inRange = (value: unknown, given: Readonly<Record<string, unknown>>): boolean =>
  Object.entries(given).every(([name, bound]) => {
    const isNumber = typeof value === "number" && typeof bound === "number"
    const isDate = typeof value === "string" && typeof bound === "string"
    return (isNumber || isDate) && bounds[name]?.(value, bound) === true
  })

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value)

const listOf = (value: unknown): ReadonlyArray<Clause> =>
  Array.isArray(value) ? value.filter(isRecord) : isRecord(value) ? [value] : []

const matches = (product: Document, clause: Clause): boolean =>
  Object.entries(clause).every(([kind, body]) => {
    if (!isRecord(body)) throw new Error(`a clause that a test cannot judge: ${kind}`)
    const [field = "", value] = Object.entries(body)[0] ?? []
    switch (kind) {
      case "term":
        return holds(product, field, [value])
      case "terms":
        return holds(product, field, Array.isArray(value) ? value : [value])
      case "range":
        return isRecord(value) && inRange(valueOf(product, field), value)
      case "bool": {
        const should = listOf(body["should"])
        return (
          matchesClauses(product, listOf(body["filter"])) &&
          !listOf(body["must_not"]).some((each) => matches(product, each)) &&
          (should.length === 0 || should.some((each) => matches(product, each)))
        )
      }
      default:
        throw new Error(`a clause that a test cannot judge: ${kind}`)
    }
  })

export const matchesClauses = (product: Document, clauses: ReadonlyArray<Clause>): boolean =>
  clauses.every((clause) => matches(product, clause))
