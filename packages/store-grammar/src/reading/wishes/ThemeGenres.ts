/**
 * Says in which genres a theme is mostly told, so that "something about basketball" finds no ghost story that happens to
 * be near in words. Data only; a theme that is not listed is left to nearness in meaning.
 */
const groups: ReadonlyArray<readonly [themes: string, genres: string]> = [
  [
    `football american-football soccer basketball baseball volleyball sports-grit tennis boxing combat-sports swimming
    cycling racing skating table-tennis karuta`,
    "sports",
  ],
  ["space space-travel astronauts cyberpunk robots-androids virtual-reality", "sci-fi"],
  ["ghosts yokai strange-tales occult haunted-houses vampires", "supernatural horror"],
  [
    "japan-history samurai sengoku edo meiji taisho period-drama ww2 pacific-war rome france china vikings",
    "historical",
  ],
  ["school-romance office-romance love-triangle", "romance"],
  ["mind-game battle-of-minds deception death-game gambling", "psychological thriller"],
]

const listOf = (list: string): ReadonlyArray<string> => list.split(/\s+/u)

const genresById = new Map(
  groups.flatMap(([themes, genres]) => listOf(themes).map((id) => [id, listOf(genres)] as const)),
)

/** Themes that are mostly told in a genre. */
export const themesOfGenre = (genre: string): ReadonlyArray<string> =>
  [...genresById].flatMap(([theme, genres]) => (genres.includes(genre) ? [theme] : []))

/** One of them will do; empty where no theme is listed. */
export const genresOfThemes = (themes: ReadonlyArray<string>): ReadonlyArray<string> => [
  ...new Set(themes.flatMap((id) => genresById.get(id) ?? [])),
]
