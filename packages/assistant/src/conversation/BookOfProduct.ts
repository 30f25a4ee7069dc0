/** The book behind a product's id: "monster-v1-paperback", "naruto-box-2". Pure. */
import type { Memory } from "./Memory.ts"

const numbered = /^(.+)-(v|box-)(\d+)(?:-(?:paperback|digital))?$/u

/** `undefined`: the series as a whole. */
export const bookOf = (id: string): Memory["topic"] | undefined => {
  const [, series, kind, number] = numbered.exec(id) ?? []
  if (series === undefined) return undefined
  return { series, volume: Number(number), ...(kind === "v" ? {} : { format: "box-set" as const }) }
}
