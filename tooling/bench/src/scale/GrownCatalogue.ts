/**
 * Builds a catalogue of any size that resembles the demo one: its series again, each copy under a unique invented name.
 */
import { series, type Series } from "@manga-assist/catalogue"

/** One for each digit to the base of 36. */
const syllables =
  "Ka Ki Ku Ke Ko Sa Shi Su Se So Ta Chi Tsu Te To Na Ni Nu Ne No Ha Hi Fu He Ho Ma Mi Mu Me Mo Ya Yu Yo Ra Ri Ru".split(
    " ",
  )

/** Different for every number; neighbours begin differently. */
const inventedName = (number: number): string => {
  const digits = [...(number + 36 ** 2).toString(36)].toReversed()
  const name = digits.map((digit) => syllables[Number.parseInt(digit, 36)]).join("")
  return name.charAt(0) + name.slice(1).toLowerCase()
}

const renamed = (model: Series, name: string): Series => ({
  ...model,
  id: `${model.id}-${name.toLowerCase()}`,
  english: `${name} ${model.english}`,
  japanese: `${name}${model.japanese}`,
  romaji: `${name} ${model.romaji}`,
  aliases: [],
  author: {
    english: `${name} ${model.author.english}`,
    japanese: `${name}${model.author.japanese}`,
  },
})

/** The demo series, then as many more as asked for. */
export const grownCatalogue = (count: number): ReadonlyArray<Series> => {
  const known = series()
  const copies = Math.ceil(count / known.length)
  return Array.from({ length: copies }, (_, copy) =>
    known.map((model, at) =>
      copy === 0 ? model : renamed(model, inventedName(copy * known.length + at)),
    ),
  )
    .flat()
    .slice(0, count)
}
