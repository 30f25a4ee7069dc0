/** What is made of the series of a catalogue, one after another: it takes in what came and went when it is asked for. */
import type { Catalogue, Series } from "@manga-assist/catalogue"

export const perCatalogue = <A>(
  make: (catalogue: Catalogue) => A,
  put: (made: A, series: Series) => void,
  /** What is called otherwise now goes first, and comes again. */
  remove: (made: A, series: Series) => void,
): ((catalogue: Catalogue) => A) => {
  const all = new WeakMap<Catalogue, { readonly made: A; taken: number }>()
  return (catalogue) => {
    const known = all.get(catalogue) ?? { made: make(catalogue), taken: 0 }
    all.set(catalogue, known)
    const { changes } = catalogue
    for (; known.taken < changes.length; known.taken += 1) {
      const change = changes[known.taken]
      if (change !== undefined) (change.isGone ? remove : put)(known.made, change.series)
    }
    return known.made
  }
}
