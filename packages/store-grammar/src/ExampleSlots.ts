/** Draws values for the slots of wordings from a shop's catalogue: examples that are no customer's. */
import type { Catalogue } from "@manga-assist/catalogue"
import { slotsIn, type WordingSlots } from "./forms/Wording.ts"

const places = ["US", "FR", "DE", "GB", "BR", "KR"]
const numbers = ["2", "3", "4", "5", "6", "7", "8", "9"]

const valuesOf = (kind: string, catalogue: Catalogue): ReadonlyArray<string> => {
  if (kind === "SERIES") return catalogue.series.map(({ id }) => id)
  if (kind === "PERSON") return [...catalogue.people.keys()]
  if (kind === "GENRE") return catalogue.genres.map(({ id }) => id)
  return kind === "PLACE" ? places : numbers
}

/** `draw`: numbers from 0 to 1; `taken`: values that are not used. */
export const exampleSlots = (
  text: string,
  catalogue: Catalogue,
  draw: () => number,
  taken: ReadonlySet<string>,
): WordingSlots => {
  const slots: Record<string, string> = {}
  for (const slot of slotsIn(text).split(" ")) {
    const used = new Set([...taken, ...Object.values(slots)])
    const free = valuesOf(slot.slice(0, -1), catalogue).filter((value) => !used.has(value))
    const value = free[Math.floor(draw() * free.length)]
    if (slot !== "" && value !== undefined) slots[slot] = value
  }
  return slots
}
