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

const inRange = (value: unknown, bounds: Readonly<Record<string, unknown>>): boolean =>
  typeof value === "number" &&
  value >= Number(bounds["gte"] ?? -Infinity) &&
  value <= Number(bounds["lte"] ?? Infinity)

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
