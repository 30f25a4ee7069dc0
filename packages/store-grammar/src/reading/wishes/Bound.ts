/** Bounds among the kinds of a text; values that an object has only where there is one. Pure. */
import type { Kind } from "../../kinds/Kind.ts"
import type { Said } from "../Said.ts"

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
