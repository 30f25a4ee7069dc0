/** Bounds as they are written, and among the kinds of a text; values that an object has only where there is one. Pure. */
import type { Kind } from "../../kinds/Kind.ts"
import type { Said } from "../Said.ts"

/** A bound that a text writes: of length, price, age or first year. */
export interface Bound {
  readonly kind: Kind
  readonly value: number
}

export const boundTo = (kind: Kind, value: number): Bound => ({ kind, value })

/** The strictest of several bounds. */
export const bound = (
  said: Said,
  inclusive: Kind,
  exclusive: Kind | undefined,
  edge: "least" | "most",
): number | undefined => {
  const [included, excluded] = [
    said[inclusive],
    exclusive === undefined ? undefined : said[exclusive],
  ]
  if (included === undefined && excluded === undefined) return undefined
  const step = edge === "most" ? -1 : 1
  const values = [
    ...(included ?? []).map(Number),
    ...(excluded ?? []).map((value) => Number(value) + step),
  ]
  return edge === "most" ? Math.min(...values) : Math.max(...values)
}

export const present = <Value>(key: string, value: Value | undefined) =>
  value === undefined ? {} : { [key]: value }
