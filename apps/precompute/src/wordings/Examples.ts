/** Example values of slots, from the shop's catalogue: a model sees them, and never the values of a customer. */
import { askedBy } from "@manga-assist/assistant"
import { slotsIn, type StoreReader, type WordingSlots } from "@manga-assist/store-grammar"
import { Effect, Random } from "effect"

const places = ["US", "FR", "DE", "GB", "BR", "KR"]
const numbers = ["2", "3", "4", "5", "6", "7", "8", "9"]

const valuesOf = (kind: string, { catalogue }: StoreReader): ReadonlyArray<string> => {
  if (kind === "SERIES") return catalogue.series.map(({ id }) => id)
  if (kind === "PERSON") return [...catalogue.people.keys()]
  if (kind === "GENRE") return catalogue.genres.map(({ id }) => id)
  return kind === "PLACE" ? places : numbers
}

/** A value may make a sentence another one; then others are drawn. */
const mostDraws = 12

/** Values under which each sentence is read as it stands; `undefined`: none were found. `taken` are not used, and grow. */
export const exampleFor = Effect.fnUntraced(function* (
  sentences: ReadonlyArray<string>,
  names: StoreReader,
  locale: "en" | "ja",
  taken: Set<string> = new Set(),
) {
  const slots = slotsIn(sentences.join(" "))
    .split(" ")
    .filter((slot) => slot !== "")
  for (let draw = 0; draw < mostDraws; draw += 1) {
    const values: Record<string, string> = {}
    for (const slot of slots) {
      const free = valuesOf(slot.slice(0, -1), names).filter((each) => !taken.has(each))
      const value = free[Math.floor((yield* Random.next) * free.length)] ?? ""
      values[slot] = value
      taken.add(value)
    }
    const example: WordingSlots = values
    if (sentences.every((each) => askedBy(names, each, example, locale) !== undefined))
      return example
  }
  return undefined
})
