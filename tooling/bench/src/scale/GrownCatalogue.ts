/**
 * Builds a catalogue of any size that resembles the demo one: its series again, each copy under a unique invented name.
 */
import { series, type Series } from "@manga-assist/catalogue"

const syllables =
  "ka ki ku ke ko sa shi su se so ta chi tsu te to na ni nu ne no ha hi fu he ho ma mi mu me mo ya yu yo ra ri ru re ro wa".split(
    " ",
  )

/** Different for every number: its digits to the base of the syllables. */
const inventedName = (number: number): string => {
  let name = ""
  for (let rest = number + syllables.length ** 2; rest > 0;) {
    name += syllables[rest % syllables.length] ?? ""
    rest = Math.floor(rest / syllables.length)
  }
  return `${name.charAt(0).toUpperCase()}${name.slice(1)}`
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
