/**
 * Lists the genres that a text refuses, by name or by a theme that is what the genre is about (no "ghosts" means no
 * supernatural). Pure.
 */
import { catalogue } from "../../KnownCatalogue.ts"
import type { Said } from "../Said.ts"

const genreIds = catalogue.genres.map(({ id }) => id)

/** Themes that are what a genre is about. */
const genresOfThemes: Readonly<Record<string, string | undefined>> = {
  occult: "supernatural",
  ghosts: "supernatural",
  yokai: "supernatural",
  "haunted-houses": "horror",
  zombies: "horror",
  magic: "fantasy",
  "swords-and-sorcery": "fantasy",
  "magic-school": "fantasy",
  yakuza: "crime",
  mafia: "crime",
  "mafia-stories": "crime",
  gangsters: "crime",
  underworld: "crime",
  "mind-game": "psychological",
  "battle-of-minds": "psychological",
  "office-romance": "romance",
  "school-romance": "romance",
  "love-triangle": "romance",
  harem: "romance",
  "cooking-battles": "food",
  "period-drama": "historical",
  "combat-sports": "martial-arts",
  "kung-fu": "martial-arts",
  bands: "music-arts",
  idols: "music-arts",
  "space-travel": "sci-fi",
  cyberpunk: "sci-fi",
}

const found = new Map<string, ReadonlyArray<string>>()

const genresIn = (theme: string): ReadonlyArray<string> => {
  const known = found.get(theme)
  if (known !== undefined) return known
  const made = genreIds.filter(
    (genre) => theme === genre || theme.startsWith(`${genre}-`) || genresOfThemes[theme] === genre,
  )
  found.set(theme, made)
  return made
}

/** A theme that is a genre of its own is refused as both: no "isekai-reincarnation", no isekai. */
export const refusedGenres = (said: Said): ReadonlyArray<string> => [
  ...(said["NOTGENRE"] ?? []),
  ...(said["NOTTHEME"] ?? []).flatMap(genresIn),
]
