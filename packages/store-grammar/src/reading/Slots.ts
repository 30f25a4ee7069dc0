/**
 * Derives the slots (series, volume, genres, price, …) and the wish (further properties of the books looked for) from
 * the grouped words of a text. Where the grammar understands it as a whole they come from its canonical form alone, so
 * that all wordings of a question have the same. Pure.
 */
import { type Demographic, type ProductFormat, series } from "@manga-assist/catalogue"
import type { Letters } from "@manga-assist/language"
import { names, shop } from "./Kinds.ts"
import type { Slots, Wish } from "./Reading.ts"
import { refusedGenres } from "./wishes/RefusedGenres.ts"
import { type Said, says } from "./Said.ts"

const unique = (values: ReadonlyArray<string>): ReadonlyArray<string> => [...new Set(values)]

interface NumberedBook {
  readonly series: string
  readonly volume: number
}

const numbered = (value: string): NumberedBook => {
  const at = value.lastIndexOf("#")
  return { series: value.slice(0, at), volume: Number(value.slice(at + 1)) }
}

/** Of `longer:a>b#3` both; of `cheaper:a#3:digital>paperback` the one of which two editions are compared. */
const compared = (value: string): ReadonlyArray<string> => {
  const [, what = "", formats] = value.split(":")
  return formats === undefined ? what.split(">") : [what]
}

const isNumbered = (value: string): boolean => value.includes("#")

const newestKinds = ["LATESTOF", "LASTOF", "NEXTOF", "NEWOF"]
const seriesKinds = ["SERIES", ...newestKinds, "LIKEOF"]

/** More in one question are left to a second one. */
const mostBooks = 4

/** No series has more. */
const mostVolumes = 999

/** 「3つ目のボックス」 */
const countedBox = /(\d{1,3})(?:つ|個|箱|セット)目/u

/** Beside one title and no volume: "the second box set of it", "Jujutsu Kaizen 12". */
const looseVolume = (said: Said, { text }: Letters): number | undefined => {
  const box = (said["FORMAT"] ?? []).includes("box-set") ? countedBox.exec(text)?.[1] : undefined
  const [ordinal = box] = said["ORD"] ?? []
  const [number = "", another] = said["NUM"] ?? []
  // In figures: 一番 is no volume.
  const isFigure = new RegExp(`(?<!\\d)${number}(?!\\d)`, "u").test(text)
  const isLoose = number !== "" && another === undefined && isFigure && says(said, ["?"])
  const only = ordinal ?? (isLoose ? number : undefined)
  return only === undefined || Number(only) > mostVolumes ? undefined : Number(only)
}

const bookSlots = (
  said: Said,
  letters: Letters,
  isForm: boolean,
): Pick<Slots, "books" | "series" | "volume"> => {
  const measured = (said["CMP"] ?? []).flatMap(compared)
  const named = [...(said["BOOK"] ?? []), ...measured.filter(isNumbered)].map(numbered)
  const [first, other] = named
  // "The price of Medalist 12 and the date of volume 13."
  const further =
    first === undefined || other !== undefined || isForm
      ? []
      : (said["VOLUME"] ?? []).map((volume) => ({ series: first.series, volume: Number(volume) }))
  const books = [...named, ...further]
  const series = unique([
    ...books.map((book) => book.series),
    ...seriesKinds.flatMap((kind) => said[kind] ?? []),
    ...measured.filter((value) => !isNumbered(value)),
  ])
  if (first !== undefined) {
    return {
      series,
      volume: first.volume,
      ...(books.length > 1 ? { books: books.slice(0, mostBooks) } : {}),
    }
  }
  if (says(said, newestKinds) || says(said, ["VLATEST", "VLAST"])) {
    return { series, volume: "latest" }
  }
  // "Adventures shorter than 20 volumes" asks for no volume 20.
  const [volume] =
    isForm || series.length > 0 || !says(said, ["GENRE", "DEMO"]) ? (said["VOLUME"] ?? []) : []
  if (volume !== undefined) return { series, volume: Number(volume) }
  const loose = isForm || series.length !== 1 ? undefined : looseVolume(said, letters)
  return loose === undefined ? { series } : { series, volume: loose }
}

const formats: Readonly<Record<string, ProductFormat | undefined>> = {
  paperback: "paperback",
  hardcover: "paperback",
  digital: "digital",
  kindle: "digital",
  "box-set": "box-set",
}

/** Undefined when none or two are named. */
const formatOf = (said: Said): ProductFormat | undefined => {
  const named = [...(said["FORMAT"] ?? []), ...(said["FORMATS"] ?? [])]
  const known = unique(named.flatMap((value) => formats[value] ?? []))
  // A box set on paper is a box set.
  const [format, other] =
    known.includes("box-set") && !known.includes("digital") ? ["box-set"] : known
  return other === undefined ? (format as ProductFormat | undefined) : undefined
}

const readerships: Readonly<Record<string, Demographic | undefined>> = {
  adults: "seinen",
  elementary: "kodomo",
  toddlers: "kodomo",
}
const oldestChild = 12
/** Until then a child reads nothing but what is made for children. */
const youngest = 10
const adult = 18
/** What no title for adults is free of. */
const cruel: ReadonlySet<string> = new Set(["gory", "violent", "splatter"])

/** Whom a wish is for without saying what they read. */
const ageOf = (said: Said): Wish["ageMax"] => {
  const readers = said["READERS"] ?? []
  if (says(said, ["ALLAGES"]) || readers.includes("family")) return "all"
  const refusesCruelty = (said["NOTMOOD"] ?? []).some((mood) => cruel.has(mood))
  const isForTeens =
    readers.includes("teens") || (said["AGEOF"] ?? []).some((age) => Number(age) < adult)
  return refusesCruelty || isForTeens || (said["NOTREADERS"] ?? []).includes("adults")
    ? "teen"
    : undefined
}

const genresForChildren = new Set(
  series().flatMap(({ demographic, genres }) => (demographic === "kodomo" ? genres : [])),
)

/** "A thriller for an eleven-year-old": of a genre that no book for children has, any that is not for adults will do. */
const isChild = (age: number, said: Said): boolean =>
  age <= youngest ||
  (age <= oldestChild && (said["GENRE"] ?? []).every((genre) => genresForChildren.has(genre)))

const demographicOf = (said: Said): Demographic | undefined => {
  const [named] = said["DEMO"] ?? []
  if (named !== undefined) return named as Demographic
  const readers = (said["READERS"] ?? []).flatMap((value) => readerships[value] ?? [])
  const isForChild =
    said["KIDS"] !== undefined || (said["AGEOF"] ?? []).some((age) => isChild(Number(age), said))
  return readers[0] ?? (isForChild ? "kodomo" : undefined)
}

/** The strictest of several bounds. */
const bound = (
  said: Said,
  inclusive: string,
  exclusive: string,
  edge: "least" | "most",
): number | undefined => {
  const step = edge === "most" ? -1 : 1
  const values = [
    ...(said[inclusive] ?? []).map(Number),
    ...(said[exclusive] ?? []).map((value) => Number(value) + step),
  ]
  if (values.length === 0) return undefined
  return edge === "most" ? Math.min(...values) : Math.max(...values)
}

const present = <Value>(key: string, value: Value | undefined) =>
  value === undefined ? {} : { [key]: value }

const orderNumber = /ma[~ー]?(\d{2})[~ー]?(\d{4})/gu

/** In any case, width and dash; no part of a longer word or number. */
const orderIdOf = ({ edges, text }: Letters): string | undefined => {
  if (!text.includes("ma")) return undefined
  const isApart = (at: number, letter: RegExp) =>
    edges[at] !== 0 || !letter.test(text.charAt(at - 1))
  const found = [...text.matchAll(orderNumber)].find(({ 0: whole, index }) => {
    const end = index + whole.length
    return isApart(index, /[a-z]/u) && (edges[end] !== 0 || !/\d/u.test(text.charAt(end)))
  })
  return found === undefined ? undefined : `MA-${found[1]}-${found[2]}`
}

/** "A manga called The Great Adventure of Bob": what is named is no wish. */
const isUnknownTitle = (said: Said): boolean => says(said, ["CALLED"]) && says(said, ["?"])

/** `isForm`: what is said is a form's, so that it means what the form is for. */
export const slotsOf = (said: Said, letters: Letters, isForm: boolean): Slots => {
  // Wished and refused, it is a part of it that is refused: "a mystery, but no child detectives".
  const refused = isForm ? (said["NOTGENRE"] ?? []) : []
  const language = said["LANGUAGE"]?.find((value) => value === "en" || value === "ja")
  return {
    ...bookSlots(said, letters, isForm),
    authors: said["PERSON"] ?? [],
    genres: isUnknownTitle(said)
      ? []
      : unique((said["GENRE"] ?? []).filter((genre) => !refused.includes(genre))),
    ...present("demographic", demographicOf(said)),
    ...present("priceMax", bound(said, "PRICEMAX", "PRICEBELOW", "most")),
    ...present("priceMin", bound(said, "PRICEMIN", "PRICEABOVE", "least")),
    ...present("format", formatOf(said)),
    ...present("language", language),
    ...present("place", says(said, shop) || isForm ? said["PLACE"]?.[0] : undefined),
    ...present("orderId", orderIdOf(letters)),
  }
}

/** Longest that "short" may be, and least that "long" must be: the quarter at each end of the catalogue. */
const shortVolumes = 8
const longVolumes = 30

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
const freeKinds = ["THEME", "MOOD"]
/** Whom a book is for: free unless one of the readerships is meant. */
const readerKinds = ["READERS", "AGEOF"]

/** "The oldest manga", measured against nothing that is named. */
const yearOrders: Readonly<Record<string, Wish["byYear"]>> = { older: "asc", newer: "desc" }

const byYearOf = (said: Said): Wish["byYear"] =>
  says(said, names) ? undefined : yearOrders[said["MEASURE"]?.[0] ?? ""]

const refusals = ["NOTGENRE", "NOTTHEME", "NOTMOOD", "NOTDEMO"]
const positive = ["GENRE", "DEMO", "PERSON", "SERIES", "LIKEOF"]

/** Where all that is understood is refused, nearness to the words would find what they refuse. */
const onlyRefuses = (said: Said): boolean => says(said, refusals) && !says(said, positive)

const isFree = (said: Said, hasUnknown: boolean): boolean =>
  (hasUnknown && !onlyRefuses(said)) ||
  says(said, freeKinds) ||
  (says(said, readerKinds) && demographicOf(said) === undefined) ||
  (said["LENGTH"] ?? []).includes("short-story")

export const wishOf = (said: Said, hasUnknown: boolean): Wish => {
  const lengths = (said["LENGTH"] ?? []).flatMap((value) => lengthBounds[value] ?? [])
  const refusedLengths = (said["NOTLENGTH"] ?? []).flatMap(
    (value) => refusedLengthBounds[value] ?? [],
  )
  const most =
    bound(said, "VOLSMAX", "VOLSBELOW", "most") ??
    lengths[0]?.volumesMax ??
    refusedLengths[0]?.volumesMax
  const least =
    bound(said, "VOLSMIN", "VOLSABOVE", "least") ??
    lengths[0]?.volumesMin ??
    refusedLengths[0]?.volumesMin
  const span = says(said, names) ? undefined : said["VOLSPAN"]?.[0]
  return {
    ...present("yearMin", bound(said, "YEARMIN", "", "least")),
    ...present("yearMax", bound(said, "YEARMAX", "", "most")),
    ...present("ageMax", ageOf(said)),
    ...present(
      "status",
      says(said, ["FINISHED", "ENDS"])
        ? "completed"
        : says(said, ["ONGOING"])
          ? "ongoing"
          : undefined,
    ),
    ...present("volumesMax", span === undefined ? most : Number(span)),
    ...present("volumesMin", span === undefined ? least : Number(said["VOLUME"]?.[0])),
    ...present("whole", says(said, ["WHOLEPRICE"]) ? true : undefined),
    ...present(
      "byPrice",
      says(said, ["CHEAPEST"]) ? "asc" : says(said, ["DEAREST"]) ? "desc" : undefined,
    ),
    ...present("byYear", byYearOf(said)),
    notGenres: refusedGenres(said).filter((genre) => !(said["GENRE"] ?? []).includes(genre)),
    notDemographics: (said["NOTDEMO"] ?? []) as ReadonlyArray<Demographic>,
    notSeries: said["NOTSERIES"] ?? [],
    notAuthors: said["NOTPERSON"] ?? [],
    themes: (said["THEME"] ?? []).filter((theme) => !(said["NOTTHEME"] ?? []).includes(theme)),
    notThemes: said["NOTTHEME"] ?? [],
    likeSeries: says(said, ["LIKEOF"]),
    free: !says(said, ["OWNTASTE"]) && isFree(said, hasUnknown),
  }
}
