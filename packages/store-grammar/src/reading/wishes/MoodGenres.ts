/**
 * What a mood comes down to in the fields of the catalogue: genres of which a book that feels so has at least one, and
 * genres that no such book has. "Cosy" is slice of life rather than sport, and never horror. Data only.
 *
 * A mood that is not listed is left to nearness in meaning.
 */
export interface MoodGenres {
  /** One of them at least; empty: any. */
  readonly any: ReadonlyArray<string>
  readonly none: ReadonlyArray<string>
}

const genres = (list: string): ReadonlyArray<string> => list.split(" ").filter(Boolean)
const mood = (any: string, none = ""): MoodGenres => ({ any: genres(any), none: genres(none) })

const harsh = "horror thriller crime"
const loud = `${harsh} action martial-arts`

const calm = mood("slice-of-life family food", loud)
const sad = mood("drama")
const tense = mood("thriller mystery horror action psychological")
const grim = mood("horror thriller crime psychological")
const bloody = mood("horror thriller action crime")

const moods: Readonly<Record<string, MoodGenres | undefined>> = {
  sad,
  tragic: sad,
  bittersweet: sad,
  moving: sad,
  heartwarming: mood("slice-of-life family romance comedy", harsh),
  uplifting: mood("slice-of-life family comedy sports romance music-arts", harsh),
  funny: mood("comedy"),
  light: mood("comedy slice-of-life", harsh),
  relaxing: calm,
  leisurely: calm,
  healing: calm,
  gentle: calm,
  cozy: calm,
  loose: calm,
  dark: grim,
  serious: mood("drama psychological thriller historical"),
  heavy: mood("drama psychological thriller horror"),
  exciting: mood("action thriller adventure sports mystery horror"),
  suspenseful: tense,
  "hot-blooded": mood("sports action martial-arts"),
  deep: mood("psychological drama"),
  philosophical: mood("psychological drama sci-fi"),
  scary: mood("horror"),
  violent: bloody,
  gory: bloody,
  splatter: mood("horror"),
  romantic: mood("romance"),
  weird: mood("supernatural fantasy sci-fi comedy horror"),
  surreal: mood("supernatural fantasy sci-fi comedy horror psychological"),
  wild: mood("action comedy supernatural fantasy horror"),
  epic: mood("fantasy adventure historical action sci-fi"),
}

/** What a refused mood leaves out. */
const refused: Readonly<Record<string, ReadonlyArray<string> | undefined>> = {
  sad: genres("drama"),
  tragic: genres("drama"),
  heavy: genres("horror thriller crime psychological"),
  dark: genres("horror thriller crime"),
  scary: genres("horror thriller"),
  violent: genres("horror crime martial-arts"),
  gory: genres("horror"),
  splatter: genres("horror"),
  suspenseful: genres("thriller horror"),
  funny: genres("comedy"),
  romantic: genres("romance"),
}

const anyGenre = mood("")

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
