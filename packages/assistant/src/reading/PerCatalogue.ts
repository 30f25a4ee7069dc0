/** What is made of the series of a catalogue, one after another, and takes in what is new or changed when it is asked for. */
import type { Catalogue, Series } from "@manga-assist/catalogue"

export const perCatalogue = <A>(
  make: (catalogue: Catalogue) => A,
  put: (made: A, series: Series) => void,
): ((catalogue: Catalogue) => A) => {
  const all = new WeakMap<Catalogue, { readonly made: A; taken: number }>()
  return (catalogue) => {
    const known = all.get(catalogue) ?? { made: make(catalogue), taken: 0 }
    all.set(catalogue, known)
    for (const series of catalogue.puts.slice(known.taken)) put(known.made, series)
    known.taken = catalogue.puts.length
    return known.made
  }
}
