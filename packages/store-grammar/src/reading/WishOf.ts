/**
 * Derives the wish of a text from its grouped words: further properties of the books that somebody looks for, such as
 * length, year, status, publisher, mood and what is refused. Pure.
 */
import { kindsIn } from "../kinds/Kind.ts"
import type { Catalogue, Demographic } from "@manga-assist/catalogue"
import { isAbout } from "../lists/ThemeWords.ts"
import { bound } from "./wishes/Bound.ts"
import { names } from "./Kinds.ts"
import { ageOf, demographicOf } from "./wishes/Readers.ts"
import type { Wish } from "./Reading.ts"
import { type Said, says } from "./Said.ts"
import { genresOfMoods } from "./wishes/MoodGenres.ts"
import { refusedGenres } from "./wishes/RefusedGenres.ts"
import { genresOfThemes, themesOfGenre } from "./wishes/ThemeGenres.ts"

/** Longest that "short" may be, and least that "long" must be: the quarter at each end of the catalogue. */
const shortVolumes = 8
const longVolumes = 30

const figures = kindsIn("VOLSMAX VOLSBELOW VOLSMIN VOLSABOVE")

const lengthBounds: Readonly<Record<string, Pick<Wish, "volumesMax" | "volumesMin">>> = {
  short: { volumesMax: shortVolumes },
  long: { volumesMin: longVolumes },
  oneshot: { volumesMax: 1 },
  "one-volume": { volumesMax: 1 },
}

/** "Not too long", "nothing short". */
const refusedLengthBounds: typeof lengthBounds = {
  long: { volumesMax: longVolumes - 1 },
  short: { volumesMin: shortVolumes + 1 },
  oneshot: { volumesMin: 2 },
  "one-volume": { volumesMin: 2 },
}

/** What search cannot filter by. */
const freeKinds = kindsIn("THEME MOOD")
/** Whom a book is for: free unless one of the readerships is meant. */
const readerKinds = kindsIn("READERS AGEOF")

/** "The oldest manga", measured against nothing that is named. */
const yearOrders: Readonly<Record<string, Wish["byYear"]>> = { older: "asc", newer: "desc" }

const byYearOf = (said: Said): Wish["byYear"] =>
  says(said, names) ? undefined : yearOrders[said["MEASURE"]?.[0] ?? ""]

const refusals = kindsIn("NOTGENRE NOTTHEME NOTMOOD NOTDEMO NOTPUBLISHERNAME")
const positive = kindsIn("GENRE DEMO PERSON PUBLISHERNAME SERIES LIKEOF")

/** Where all that is understood is refused, nearness to the words would find what they refuse. */
const onlyRefuses = (said: Said): boolean => says(said, refusals) && !says(said, positive)

const isFree = (said: Said, hasUnknown: boolean, catalogue: Catalogue): boolean =>
  (hasUnknown && !onlyRefuses(said)) ||
  says(said, freeKinds) ||
  (says(said, readerKinds) && demographicOf(said, catalogue) === undefined) ||
  (said["LENGTH"] ?? []).includes("short-story")

/** Who wants no teenagers wants no school. */
const ofSchool: ReadonlySet<string> = new Set(["teens", "high-school", "junior-high"])
/** "Old", "retro": begun before this century. */
const lastOfOld = 1999
const oldMoods: ReadonlySet<string> = new Set(["retro", "nostalgic"])

const latestOfOld = (said: Said): number | undefined =>
  !says(said, ["YEARMIN"]) && (said["MOOD"] ?? []).some((mood) => oldMoods.has(mood))
    ? lastOfOld
    : undefined

/** What is drawn for the young, unless one of it is named. */
const forTheYoung: ReadonlyArray<Demographic> = ["kodomo", "shonen", "shojo"]
const isForAdults = (said: Said): boolean =>
  (said["READERS"] ?? []).includes("adults") && !says(said, ["DEMO"])

const statusOf = (said: Said): Wish["status"] => {
  if (says(said, ["FINISHED", "ENDS"])) return "completed"
  if (says(said, ["HIATUS"]) && !says(said, ["NOTHIATUS"])) return "hiatus"
  return says(said, ["ONGOING"]) ? "ongoing" : undefined
}

/** A text without any of these wishes for no more than its slots say: most questions. */
const wishing =
  kindsIn(`YEARMIN YEARMAX MOOD NOTMOOD READERS NOTREADERS ALLAGES KIDS AGEOF FINISHED ENDS HIATUS NOTHIATUS ONGOING UNFINISHED
  VOLSMAX VOLSBELOW VOLSMIN VOLSABOVE VOLSPAN ONLYVOLS LENGTH NOTLENGTH CHEAPEST DEAREST MEASURE LEANING THEME
  NOTTHEME NOTGENRE NOTDEMO NOTSERIES NOTPERSON PUBLISHERNAME NOTPUBLISHERNAME LIKEOF`)

const others = (said: Said): boolean =>
  [...(said["THEY"] ?? []), ...(said["ALSOJA"] ?? [])].includes("others")

/** "Like Haikyu!!, but another sport": not the one that it is about. */
const sportsOfLiked = (said: Said, catalogue: Catalogue): ReadonlyArray<string> =>
  says(said, ["LIKEOF"]) && others(said) && said["GENRE"]?.includes("sports") === true
    ? themesOfGenre("sports").filter((theme) =>
        said["LIKEOF"]?.some((id) => {
          const like = catalogue.of(id)
          return like !== undefined && isAbout(theme, [like.synopsisEnglish, like.synopsisJapanese])
        }),
      )
    : []

const priceOrderOf = (said: Said): Wish["byPrice"] => {
  if (says(said, ["CHEAPEST"])) return "asc"
  return says(said, ["DEAREST"]) ? "desc" : undefined
}

const wholes = kindsIn("COMPLETESET ALL ALLTOLD")
const sums = kindsIn("PRICEMAX PRICEBELOW PRICEMIN PRICEABOVE")

/** "A whole set for less than 3,500 yen", of no title that is named. */
const isOfWhole = (said: Said): boolean =>
  says(said, wholes) && says(said, sums) && !says(said, names)

type Writable<A> = { -readonly [K in keyof A]: A[K] }

const put = <K extends keyof Wish>(
  wish: Writable<Wish>,
  key: K,
  value: Wish[K] | undefined,
): void => {
  if (value !== undefined) wish[key] = value
}

const noWish = (free: boolean): Wish => ({
  moodGenres: [],
  notGenres: [],
  notDemographics: [],
  notSeries: [],
  notAuthors: [],
  notStatuses: [],
  publishers: [],
  notPublishers: [],
  themes: [],
  themeGenres: [],
  notThemes: [],
  likeSeries: false,
  free,
})

const withoutWish = noWish(false)
const withUnknown = noWish(true)

export const wishOf = (said: Said, hasUnknown: boolean, catalogue: Catalogue): Wish => {
  if (!says(said, wishing) && !isOfWhole(said)) return hasUnknown ? withUnknown : withoutWish
  // "Long ones take up room: ten volumes at most" is said in figures.
  const isExact = says(said, figures)
  const lengths = isExact
    ? []
    : (said["LENGTH"] ?? []).flatMap((value) => lengthBounds[value] ?? [])
  const refusedLengths = isExact
    ? []
    : (said["NOTLENGTH"] ?? []).flatMap((value) => refusedLengthBounds[value] ?? [])
  // "A one-volume story", of no title that is named.
  const exactly = says(said, names) ? undefined : bound(said, "ONLYVOLS", undefined, "most")
  const most =
    bound(said, "VOLSMAX", "VOLSBELOW", "most") ??
    exactly ??
    lengths[0]?.volumesMax ??
    refusedLengths[0]?.volumesMax
  const least =
    bound(said, "VOLSMIN", "VOLSABOVE", "least") ??
    exactly ??
    lengths[0]?.volumesMin ??
    refusedLengths[0]?.volumesMin
  const themes = (said["THEME"] ?? []).filter((theme) => !(said["NOTTHEME"] ?? []).includes(theme))
  const wished = said["GENRE"] ?? []
  const moods = genresOfMoods(said["MOOD"] ?? [], said["NOTMOOD"] ?? [])
  const ofTeens = (said["NOTREADERS"] ?? []).some((readers) => ofSchool.has(readers))
  const refused = [...refusedGenres(said, catalogue), ...moods.none, ...(ofTeens ? ["school"] : [])]
  const notGenres = [...new Set(refused)].filter((genre) => !wished.includes(genre))
  const span = says(said, names) ? undefined : said["VOLSPAN"]?.[0]
  const wish: Writable<Wish> = {
    moodGenres: [...new Set([...moods.any, ...(said["LEANING"] ?? [])])].filter(
      (genre) => !notGenres.includes(genre),
    ),
    notGenres,
    notDemographics: [
      ...((said["NOTDEMO"] ?? []) as ReadonlyArray<Demographic>),
      ...(isForAdults(said) ? forTheYoung : []),
    ],
    notSeries: said["NOTSERIES"] ?? [],
    notAuthors: said["NOTPERSON"] ?? [],
    notStatuses: [
      ...(says(said, ["NOTHIATUS"]) ? ["hiatus" as const] : []),
      ...(says(said, ["UNFINISHED"]) ? ["completed" as const] : []),
    ],
    publishers: said["PUBLISHERNAME"] ?? [],
    notPublishers: said["NOTPUBLISHERNAME"] ?? [],
    themes,
    themeGenres: genresOfThemes(themes),
    notThemes: [...(said["NOTTHEME"] ?? []), ...sportsOfLiked(said, catalogue)],
    likeSeries: says(said, ["LIKEOF"]),
    free: isFree(said, hasUnknown, catalogue),
  }
  put(wish, "yearMin", bound(said, "YEARMIN", undefined, "least"))
  put(wish, "yearMax", bound(said, "YEARMAX", undefined, "most") ?? latestOfOld(said))
  put(wish, "ageMax", ageOf(said))
  put(wish, "status", statusOf(said))
  put(wish, "volumesMax", span === undefined ? most : Number(span))
  put(wish, "volumesMin", span === undefined ? least : Number(said["VOLUME"]?.[0]))
  put(wish, "whole", isOfWhole(said) ? true : undefined)
  put(wish, "byPrice", priceOrderOf(said))
  put(wish, "byYear", byYearOf(said))
  return wish
}
