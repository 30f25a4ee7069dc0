/**
 * What a mood comes down to in the fields of the catalogue: genres of which a book that feels so has at least one, and
 * genres that no such book has. "Cosy" is slice of life rather than sport, and never horror. `moods.json` lists both.
 *
 * A mood that is not listed is left to nearness in meaning.
 */
import lists from "./moods.json" with { type: "json" }

export interface MoodGenres {
  /** One of them at least; empty: any. */
  readonly any: ReadonlyArray<string>
  readonly none: ReadonlyArray<string>
}

const moods: Readonly<Record<string, MoodGenres | undefined>> = lists.wished

/** What a refused mood leaves out. */
const refused: Readonly<Record<string, ReadonlyArray<string> | undefined>> = lists.refused

const anyGenre: MoodGenres = { any: [], none: [] }

/** Of several moods the genres that all have, or where there is none those that one has. */
export const genresOfMoods = (
  wished: ReadonlyArray<string>,
  unwished: ReadonlyArray<string>,
): MoodGenres => {
  if (wished.length + unwished.length === 0) return anyGenre
  const found = wished.flatMap((name) => moods[name] ?? [])
  const lists = found.map(({ any }) => any).filter((any) => any.length > 0)
  const all = [...new Set(lists.flat())]
  const common = all.filter((genre) => lists.every((list) => list.includes(genre)))
  const none = [
    ...found.flatMap((each) => each.none),
    ...unwished.flatMap((name) => refused[name] ?? []),
  ]
  return { any: common.length > 0 ? common : all, none: [...new Set(none)] }
}
