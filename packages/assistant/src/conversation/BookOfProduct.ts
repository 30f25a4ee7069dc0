/**
 * Derives series and volume, or box set, from a product id such as "monster-v1-paperback" or "naruto-box-2";
 * `undefined` for the id of a whole series. Pure.
 */
import type { Memory } from "./Memory.ts"

const numbered = /^(.+)-(v|box-)(\d+)(?:-(?:paperback|digital))?$/u

/** `undefined`: the series as a whole. */
export const bookOf = (id: string): Memory["topic"] | undefined => {
  const [, series, kind, number] = numbered.exec(id) ?? []
  if (series === undefined) return undefined
  return { series, volume: Number(number), ...(kind === "v" ? {} : { format: "box-set" as const }) }
}
