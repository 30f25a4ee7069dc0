/**
 * Says in which genres the moods and themes of a wish are mostly found, and which moods nothing cruel answers: "a calm
 * manga", 「熱くなれるやつ」, "something about basketball". Pure data; a genre that the wish names itself goes before it.
 */

const listOf = (list: string): ReadonlyArray<string> => list.split(" ")

const calm = listOf("relaxing leisurely loose healing gentle cozy heartwarming light uplifting")

const groups: ReadonlyArray<readonly [ids: string, genres: string]> = [
  ["relaxing leisurely loose healing gentle cozy", "slice-of-life family food"],
  ["heartwarming", "slice-of-life family drama romance"],
  ["light uplifting", "comedy slice-of-life sports"],
  ["sad bittersweet moving tragic", "drama romance"],
  ["funny", "comedy"],
  ["dark heavy", "psychological thriller horror crime"],
  ["hot-blooded", "sports action martial-arts"],
  ["exciting", "action adventure sports"],
  ["suspenseful", "thriller mystery psychological"],
  ["scary splatter", "horror"],
  ["violent gory", "action horror crime martial-arts"],
  [
    "football american-football soccer basketball baseball volleyball sports-grit tennis boxing combat-sports swimming cycling racing skating table-tennis karuta",
    "sports",
  ],
  ["space space-travel astronauts cyberpunk robots-androids virtual-reality", "sci-fi"],
  ["ghosts yokai strange-tales occult haunted-houses vampires", "supernatural horror"],
  ["samurai sengoku edo meiji taisho period-drama ww2 pacific-war rome france china vikings", "historical"],
  ["mind-game battle-of-minds deception death-game gambling", "psychological thriller"],
]

const genresById = new Map(
  groups.flatMap(([ids, genres]) => listOf(ids).map((id) => [id, listOf(genres)] as const)),
)

export interface Leaning {
  /** One of them will do. */
  readonly genres: ReadonlyArray<string>
  /** Nothing frightening or cruel. */
  readonly calm: boolean
}

/** `undefined` where nothing that is wished for leans to any genre. */
export const leaningOf = (
  moods: ReadonlyArray<string>,
  themes: ReadonlyArray<string>,
): Leaning | undefined => {
  const genres = [...new Set([...themes, ...moods].flatMap((id) => genresById.get(id) ?? []))]
  const isCalm = moods.some((mood) => calm.includes(mood))
  return genres.length === 0 ? undefined : { genres, calm: isCalm }
}
