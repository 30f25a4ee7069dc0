/**
 * Lists the genres that a text refuses, by name or by a theme that is what the genre is about (no "ghosts" means no
 * supernatural). Pure.
 */
import type { Catalogue } from "@manga-assist/catalogue"
import type { Said } from "../Said.ts"

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

const genresIn = (theme: string, { genres }: Catalogue): ReadonlyArray<string> =>
  genres
    .map(({ id }) => id)
    .filter((id) => theme === id || theme.startsWith(`${id}-`) || genresOfThemes[theme] === id)

/** A theme that is a genre of its own is refused as both: no "isekai-reincarnation", no isekai. */
export const refusedGenres = (said: Said, catalogue: Catalogue): ReadonlyArray<string> => [
  ...(said["NOTGENRE"] ?? []),
  ...(said["NOTTHEME"] ?? []).flatMap((theme) => genresIn(theme, catalogue)),
]
