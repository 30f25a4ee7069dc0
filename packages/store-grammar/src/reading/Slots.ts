/**
 * Derives the slots (series, volume, genres, price, …) and the wish (further properties of the books looked for) from
 * the grouped words of a text. Where the grammar understands it as a whole they come from its canonical form alone, so
 * that all wordings of a question have the same. Pure.
 */
import { kindsIn } from "../kinds/Kind.ts"
import type { Catalogue } from "@manga-assist/catalogue"
import { kanjiNumber, type Letters } from "@manga-assist/language"
import { bound, present } from "./wishes/Bound.ts"
import { shop } from "./Kinds.ts"
import { demographicOf } from "./wishes/Readers.ts"
import type { Slots } from "./Reading.ts"
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

const newestKinds = kindsIn("LATESTOF LASTOF NEXTOF NEWOF")
const seriesKinds = kindsIn("SERIES LATESTOF LASTOF NEXTOF NEWOF LIKEOF")

/** More in one question are left to a second one. */
const mostBooks = 4

/** Higher numbers are sums of money. */
const mostVolumes = 999
/** No series has so many: a number of no unit beside a title may be money. */
const mostLoose = 300

/** 「3つ目のボックス」 */
const countedBox = /(\d{1,3}|[一二三四五六七八九十]{1,3})(?:つ|個|箱|セット)目/u

/** Beside one title and no volume: "the second box set of it", "Jujutsu Kaizen 12". */
const looseVolume = (said: Said, { text }: Letters): number | undefined => {
  const counted = (said["FORMAT"] ?? []).includes("box-set")
    ? countedBox.exec(text)?.[1]
    : undefined
  const box = counted === undefined ? undefined : String(kanjiNumber(counted))
  const [ordinal = box] = said["ORD"] ?? []
  const [number = "", another] = said["NUM"] ?? []
  const isLoose =
    number !== "" &&
    another === undefined &&
    says(said, ["?"]) &&
    !says(said, ["KEN"]) &&
    // In figures: 一番 is no volume.
    new RegExp(`(?<![\\dが])${number}(?![\\d冊部個つ箱セ])`, "u").test(text)
  const only = ordinal ?? (isLoose ? number : undefined)
  return only === undefined || Number(only) > mostLoose ? undefined : Number(only)
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
  if (first !== undefined && first.volume <= mostVolumes) {
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

const formats: Readonly<Record<string, Slots["format"]>> = {
  paperback: "paperback",
  hardcover: "paperback",
  digital: "digital",
  kindle: "digital",
  "box-set": "box-set",
}

/** Undefined when none or two are named. */
const formatOf = (said: Said): Slots["format"] => {
  const named = [...(said["FORMAT"] ?? []), ...(said["FORMATS"] ?? [])]
  const known = unique(named.flatMap((value) => formats[value] ?? []))
  // A box set on paper is a box set.
  const [format, other] =
    known.includes("box-set") && !known.includes("digital") ? ["box-set"] : known
  return other === undefined ? (format as Slots["format"]) : undefined
}

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
export const slotsOf = (
  said: Said,
  letters: Letters,
  isForm: boolean,
  catalogue: Catalogue,
): Slots => {
  // Wished and refused, it is a part of it that is refused: "a mystery, but no child detectives".
  const refused = isForm ? (said["NOTGENRE"] ?? []) : []
  const language = said["LANGUAGE"]?.find((value) => value === "en" || value === "ja")
  return {
    ...bookSlots(said, letters, isForm),
    authors: said["PERSON"] ?? [],
    genres: isUnknownTitle(said)
      ? []
      : unique((said["GENRE"] ?? []).filter((genre) => !refused.includes(genre))),
    ...present("demographic", demographicOf(said, catalogue)),
    ...present("priceMax", bound(said, "PRICEMAX", "PRICEBELOW", "most")),
    ...present("priceMin", bound(said, "PRICEMIN", "PRICEABOVE", "least")),
    ...present("format", formatOf(said)),
    ...present("language", language),
    ...present("place", says(said, shop) || isForm ? said["PLACE"]?.[0] : undefined),
    ...present("orderId", orderIdOf(letters)),
  }
}
