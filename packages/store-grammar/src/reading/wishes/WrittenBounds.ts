/**
 * Finds bounds of length, price and first year in an English wish by its phrases: "nothing over ten books", "50 volumes
 * at least", "under 650 a book", "pre-2000". Each is returned as a kind with its value.
 *
 * Takes normalised text with number words as figures. What a rewrite rule has read already has no figure there. Pure.
 */
import { longPattern } from "../LongPattern.ts"
import { isYear, writtenYears } from "./WrittenYears.ts"

export interface Bound {
  readonly kind: string
  readonly value: number
}

const unit = String.raw`(?:volumes?|vols?|books?|tomes?|tankobons?|parts?|instal{1,2}ments?)`
const volumeUnit = String.raw`(?:volumes?|vols?|tomes?|tankobons?)`
const between = String.raw`(?: (?:a|an|about|around|roughly|some|only|just|say|of|the|total of|like|yen))*`
const figures = String.raw`(\d{1,5})\b`

/** What stands before a figure, strictest words first: "not more than" is no "more than". */
const before: ReadonlyArray<readonly [side: "MAX" | "BELOW" | "MIN" | "ABOVE", words: string]> = [
  [
    "MIN",
    `at least|(?:no|not|never) (?:less|fewer|shorter|smaller|under|below) than|(?:not|nothing) (?:under|below)|
    nothing (?:shorter|smaller|less) than|(?:a )?min(?:imum)?(?: of)?`,
  ],
  [
    "MAX",
    `up to|at (?:the )?most|(?:no|not|never|nothing|none|anything but) (?:more|longer|higher|bigger|greater|larger) than|
    (?:not|nothing|none|never|don t go|isn t) (?:over|above|past|beyond|exceeding)|no (?:over|above)|(?:a )?max(?:imum)?(?: of| is)?|
    within|capped at|(?:a |my )?(?:limit|budget|ceiling) (?:is|of|at)|as many as|doesn t (?:go over|exceed)|
    cap of|tops out at|stops? at`,
  ],
  [
    "BELOW",
    `under|below|(?:less|fewer|shorter|smaller|cheaper|lower) than|beneath|short of|fewer|less|sub`,
  ],
  [
    "ABOVE",
    `over|above|past|beyond|exceeding|exceeds?|in excess of|upwards? of|(?:more|longer|bigger|greater|larger|higher|dearer) than|north of|go(?:es)? past|more`,
  ],
]

const behindMost = String.raw`(?:or (?:less|fewer|under|below|shorter|so|thereabouts|lower|cheaper)|and (?:under|below|less|fewer|done|no more|not more|finished|over)|max(?:imum)?|tops|at (?:the )?(?:very )?(?:most|outside|push|stretch)|give or take|at a (?:push|stretch)|(?:is |being )?(?:my |the )?(?:limit|max|ceiling|cap)|or not much more)\b`
const behindLeast = String.raw`(?:or (?:more|longer|over|above|up|higher)|and (?:up|over|more|above|beyond)|plus|at (?:the )?(?:very )?least|min(?:imum)?|upwards?)\b|\+`

/** "Over in ten volumes": of a length alone, as a card may end in any figures. */
const ends =
  "(?:done|over|finished|finishes|finish|ends?|ended|wraps? up|wrapped up|complete|completed|concludes?|told|fits?) (?:in|within|after|with|at|by)"
const beforeVolumes = [...before, ["MAX", ends] as const].map(
  ([side, words]) =>
    [
      side,
      longPattern(String.raw`\b(?:${words})${between} ${figures}(?: or so)? ${unit}\b`),
    ] as const,
)
const beforeFigures = before.map(
  ([side, words]) =>
    [
      side,
      longPattern(
        String.raw`\b(?:${words})${between} ${figures}(?! ?(?:${unit}|pages?|pp|years?|yo|y o|minutes?|hours?|days?|weeks?|copies|copy|people|chapters?|%))`,
      ),
    ] as const,
)
const rangeOfVolumes = longPattern(
  String.raw`\b(\d{1,3}) ?(?:to|and|or|~|through|till) ?(\d{1,3})(?: or so)? ${unit}\b`,
)
const volumesOrLess = longPattern(String.raw`\b${figures} (?:${unit} )(?:long )?${behindMost}`)
const volumesOrMore = longPattern(
  String.raw`\b${figures} ?(?:${unit} )(?:long )?(?:${behindLeast})`,
)
const plusVolumes = longPattern(String.raw`\b${figures} ?(?:\+|plus|or more|and more) ?${unit}\b`)
const exactVolumes = longPattern(
  String.raw`\b(?:exactly|precisely|exact) ${figures} ${unit}\b|\b${figures} ${volumeUnit} (?:series|stor(?:y|ies)|manga)\b`,
)
const bareVolumes = longPattern(
  String.raw`\b${figures} ${volumeUnit}\b|\b${figures} books? (?:long|in total|total|altogether|all in all)\b`,
)
const oneVolume =
  /\b(?:in|just|only|of|a|fits|is|with|than|into) (?:just |only |a )?(?:one|single|1) volume\b|\b(?:just|only|a) (?:just |only )?single book\b|\b(?:one|single) (?:volume|book) (?:stor|manga|series|read|work|title|complete|only|long|thing|wonder)|^(?:one|single|1) (?:volume|book)\b/u
const overOneVolume = /\bmore than (?:just )?(?:one|a single|1) (?:volume|book)\b/u

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
    ...(least === undefined ? [] : [{ kind: "VOLSMIN", value: least }]),
    ...(most === undefined ? [] : [{ kind: "VOLSMAX", value: most }]),
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
    return [
      { kind: "VOLSMIN", value: Number(range[1]) },
      { kind: "VOLSMAX", value: Number(range[2]) },
    ]
  }
  if (overOneVolume.test(written)) return [{ kind: "VOLSMIN", value: 2 }]
  if (oneVolume.test(written)) return [{ kind: "VOLSMAX", value: 1 }]
  if (!hasFigure) return []
  for (const [side, words] of beforeVolumes) {
    const found = words.exec(written)?.[1]
    if (found !== undefined) return [{ kind: `VOLS${side}`, value: Number(found) }]
  }
  const most = volumesOrLess.exec(written)?.[1]
  if (most !== undefined) return [{ kind: "VOLSMAX", value: Number(most) }]
  const least = (volumesOrMore.exec(written) ?? plusVolumes.exec(written))?.[1]
  if (least !== undefined) return [{ kind: "VOLSMIN", value: Number(least) }]
  const exact = exactVolumes.exec(written)
  if (exact !== null) {
    const value = Number(exact[1] ?? exact[2])
    return [
      { kind: "VOLSMIN", value },
      { kind: "VOLSMAX", value },
    ]
  }
  const bare = bareVolumes.exec(written)
  return bare === null ? [] : [{ kind: "VOLSMAX", value: Number(bare[1] ?? bare[2]) }]
}

const rangeOfPrices = /\b(\d{3,5}) ?(?:to|and|~|through) ?(\d{3,5})\b/u
const priceOrLess = longPattern(
  String.raw`\b${figures} (?:a (?:book|volume|pop|piece) |each |apiece )?${behindMost}`,
)

const figureOfPrice = /\d{3}/u

/** Where no yen is written. */
const pricesIn = (written: string): ReadonlyArray<Bound> => {
  if (!figureOfPrice.test(written)) return []
  const [, from = "", to = ""] = rangeOfPrices.exec(written) ?? []
  if (isPrice(Number(from)) && !isYear(Number(from))) {
    return [
      { kind: "PRICEMIN", value: Number(from) },
      { kind: "PRICEMAX", value: Number(to) },
    ]
  }
  for (const [side, words] of beforeFigures) {
    const value = Number(words.exec(written)?.[1] ?? 0)
    if (isPrice(value)) return [{ kind: `PRICE${side}`, value }]
  }
  const most = Number(priceOrLess.exec(written)?.[1] ?? 0)
  return isPrice(most) ? [{ kind: "PRICEMAX", value: most }] : []
}

/** Whom a book is for: "she's six", "my 10yo", "aged 9". */
const agePattern = longPattern(
  String.raw`\b(?:(?:he|she|who|they|kid|boy|girl|son|daughter|niece|nephew|brother|sister|child|cousin|grandson|granddaughter|grandchild|student|pupil)s?(?: (?:is|s|are|re|has|just|only|turned|turns|turning|will be|going on|aged|age|of|about|nearly|almost|around|now))*|ages?|aged) ${figures}(?! ?(?:${unit}|th|st|nd|rd))|\b(\d{1,2}) ?(?:yo|y o|yrs?|y olds?)\b`,
)
const oldest = 99

const agesIn = (written: string): ReadonlyArray<Bound> => {
  const found = agePattern.exec(written)
  const value = Number(found?.[1] ?? found?.[2] ?? 0)
  return value > 0 && value <= oldest ? [{ kind: "AGEOF", value }] : []
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
