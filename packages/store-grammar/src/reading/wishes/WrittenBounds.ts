/**
 * Finds bounds of length, price and first year in an English wish by its phrases: "nothing over ten books", "50 volumes
 * at least", "under 650 a book", "pre-2000". Each is returned as a kind with its value.
 *
 * Takes normalised text with number words as figures. What a rewrite rule has read already has no figure there. Pure.
 */
import { phrase } from "../../lists/Phrases.ts"
import { type Bound, boundTo } from "./Bound.ts"
import { isYear, writtenYears } from "./WrittenYears.ts"

/** What stands before a figure, strictest first: "not more than" is no "more than". */
const before = [
  ["MIN", "LEASTBEFORE"],
  ["MAX", "MOSTBEFORE"],
  ["BELOW", "BELOWBEFORE"],
  ["ABOVE", "ABOVEBEFORE"],
] as const

/** "Over in ten volumes" is said of a length alone, as a card may end in any figures. */
const beforeVolumes = [...before, ["MAX", "ENDSBEFORE"] as const].map(
  ([side, kind]) => [side, phrase(`{${kind}} {BOUNDFILLER *}#( or so|) {BOOKUNIT}`)] as const,
)
const beforeFigures = before.map(
  ([side, kind]) => [side, phrase(`{${kind}} {BOUNDFILLER *}#[not ( |){NOPRICE}]`)] as const,
)
const rangeOfVolumes = phrase("#( |)(to|and|or|~|through|till)( |)#( or so|) {BOOKUNIT}")
const volumesOrLess = phrase("# {BOOKUNIT} (long |){MOSTBEHIND}")
const volumesOrMore = phrase("#( |){BOOKUNIT} (long |){LEASTBEHIND}")
const plusVolumes = phrase("#( |)(+|plus|or more|and more)( |){BOOKUNIT}")
const exactVolumes = phrase("{EXACTLY}")
const bareVolumes = phrase("{LENGTHALONE}")
const oneVolume = phrase("{ONEVOLUME}")
const overOneVolume = phrase("{OVERONEVOLUME}")

/** Nobody writes a price below it, nor wishes for so many volumes. */
const leastPrice = 200
const isPrice = (value: number): boolean => value >= leastPrice

/** Numbers of volumes that are said by a word. */
const named: ReadonlyArray<
  readonly [words: RegExp, least: number | undefined, most: number | undefined]
> = [
  [/\b(?:trilog(?:y|ies)|three parters?)\b/u, 3, 3],
  [/\b(?:duolog(?:y|ies)|two parters?|diptychs?)\b/u, 2, 2],
  [/\b(?:tetralog(?:y|ies)|quartets?)\b/u, 4, 4],
  [/\bsingle digits?\b/u, undefined, 9],
  [/\b(?:double|two) digits?\b/u, 10, undefined],
  [/\b(?:triple|three) digits?\b/u, 100, undefined],
  [/\bhundreds of (?:volumes|books)\b/u, 100, undefined],
  [/\bdozens of (?:volumes|books)\b/u, 24, undefined],
]

const namedIn = (written: string): ReadonlyArray<Bound> => {
  const [, least, most] = named.find(([words]) => words.test(written)) ?? []
  return [
    ...(least === undefined ? [] : [boundTo("VOLSMIN", least)]),
    ...(most === undefined ? [] : [boundTo("VOLSMAX", most)]),
  ]
}

/** In front of a unit, with "or so" or "or more" between at most. */
const figureOfVolumes = /\d[^\d]{0,12}(?:vol|book|tome|tanko|part|instal)/u

const volumesIn = (written: string): ReadonlyArray<Bound> => {
  const word = namedIn(written)
  if (word.length > 0) return word
  const hasFigure = figureOfVolumes.test(written)
  const range = hasFigure ? rangeOfVolumes.exec(written) : null
  if (range !== null) {
    return [boundTo("VOLSMIN", Number(range[1])), boundTo("VOLSMAX", Number(range[2]))]
  }
  if (overOneVolume.test(written)) return [boundTo("VOLSMIN", 2)]
  if (oneVolume.test(written)) return [boundTo("VOLSMAX", 1)]
  if (!hasFigure) return []
  for (const [side, words] of beforeVolumes) {
    const value = words.figure(written)
    if (value !== undefined) return [boundTo(`VOLS${side}`, value)]
  }
  const most = volumesOrLess.figure(written)
  if (most !== undefined) return [boundTo("VOLSMAX", most)]
  const least = volumesOrMore.figure(written) ?? plusVolumes.figure(written)
  if (least !== undefined) return [boundTo("VOLSMIN", least)]
  const exact = exactVolumes.figure(written)
  const value = exact ?? bareVolumes.figure(written)
  return [
    ...(exact === undefined ? [] : [boundTo("VOLSMIN", exact)]),
    ...(value === undefined ? [] : [boundTo("VOLSMAX", value)]),
  ]
}

const rangeOfPrices = /\b(\d{3,5}) ?(?:to|and|~|through) ?(\d{3,5})\b/u
const priceOrLess = phrase("#( a (book|volume|pop|piece)| each| apiece|) {MOSTBEHIND}")

const figureOfPrice = /\d{3}/u

/** Where no yen is written. */
const pricesIn = (written: string): ReadonlyArray<Bound> => {
  if (!figureOfPrice.test(written)) return []
  const [, from = "", to = ""] = rangeOfPrices.exec(written) ?? []
  if (isPrice(Number(from)) && !isYear(Number(from))) {
    return [boundTo("PRICEMIN", Number(from)), boundTo("PRICEMAX", Number(to))]
  }
  for (const [side, words] of beforeFigures) {
    const value = words.figure(written) ?? 0
    if (isPrice(value)) return [boundTo(`PRICE${side}`, value)]
  }
  const most = priceOrLess.figure(written) ?? 0
  return isPrice(most) ? [boundTo("PRICEMAX", most)] : []
}

/** Whom a book is for: "she's six", "my 10yo", "aged 9". */
const age = phrase("{READERAGE}")
const oldest = 99

const agesIn = (written: string): ReadonlyArray<Bound> => {
  const value = age.figure(written) ?? 0
  return value > 0 && value <= oldest ? [boundTo("AGEOF", value)] : []
}

const latinLetter = /[a-z]/u
const hasYen = /\d ?(?:yen|jpy|円)|[¥円]/u

/** `written`: at most 600 letters. */
export const writtenBounds = (written: string): ReadonlyArray<Bound> => {
  if (!latinLetter.test(written)) return []
  const years = writtenYears(written)
  const prices = hasYen.test(written) ? [] : pricesIn(written)
  return [
    ...agesIn(written),
    ...volumesIn(written),
    ...years,
    ...prices.filter(({ value }) => years.length === 0 || !isYear(value)),
  ]
}
