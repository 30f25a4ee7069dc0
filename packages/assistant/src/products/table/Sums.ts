/**
 * What volumes of a series cost together: all of them on paper or as e-books, those that a question names ("1 to 15"),
 * those behind them ("the rest"), all box sets. The store adds them up from its table, since no model should have to add
 * a hundred prices.
 *
 * Pure. For the sums of volumes `countedOf` names additional rows of the table to read. Their products are neither shown
 * to the customer nor listed for the model, which gets the sums alone. There is no sum if one of the volumes is not for
 * sale.
 */
import { series as allSeries } from "@manga-assist/catalogue"
import { byKind, says } from "@manga-assist/store-grammar"
import type { Question } from "../../reading/Question.ts"
import type { Offer } from "../Offer.ts"

/** Of what the sum is: all volumes, those that the question names, those behind them, or all box sets. */
type SumKind =
  | "all-paperbacks"
  | "all-digital"
  | "named-paperbacks"
  | "named-digital"
  | "later-paperbacks"
  | "later-digital"
  | "all-box-sets"

export interface Sum {
  readonly title: string
  readonly japanese: string
  readonly kind: SumKind
  readonly count: number
  /** JPY, of all together. */
  readonly price: number
  /** How many of them cannot ship today. */
  readonly notInStock: number
  /** Which volumes cannot, where not all of them can or cannot: "3, 7-9". */
  readonly volumesNotInStock?: string
  /** Where it is a part of the series: "1-15, 18". */
  readonly volumesHeld?: string
  /** First and last volume that are not part of it, where there are some. */
  readonly lacksVolumes?: readonly [number, number]
}

/** Added up in one answer. */
const mostSeries = 2
const volumesInBox = 10

type Asked = Pick<Question, "reading" | "reads" | "slots">

const byId = new Map(allSeries().map((entry) => [entry.id, entry]))

const namedSeries = ({ slots }: Asked) =>
  slots.series.length > mostSeries ? [] : slots.series.flatMap((id) => byId.get(id) ?? [])

interface Part {
  readonly kind: SumKind
  readonly series: NonNullable<ReturnType<typeof byId.get>>
  readonly volumes: ReadonlyArray<number>
}

const upTo = (from: number, to: number): ReadonlyArray<number> =>
  Array.from({ length: Math.max(0, to - from + 1) }, (_, at) => from + at)

/** What asks for the price of a series may mean all of it, where no word says so that is known. */
const mayMeanAll = ({ reading, reads, slots }: Asked): boolean => {
  if (reads === "whole" || reading.known) return reads === "whole"
  const isNumbered = typeof slots.volume === "number" || slots.books !== undefined
  const said = byKind(reading.tokens)
  if (said["THEY"]?.some((value) => value === "both" || value === "each") === true) return true
  if (said["MEASURE"]?.some((each) => each === "cheaper" || each === "dearer") === true) {
    return !isNumbered
  }
  if (says(said, isNumbered ? wholeWords : [...asksSum, ...wholeWords])) return true
  return (
    !isNumbered && (says(said, ["SOLDOUT"]) || (says(said, ofSeveral) && says(said, asksStock)))
  )
}

/** Beside another edition too: "the bundle or the box sets?" */
export const saysBoxSet = ({ reading }: Pick<Question, "reading">): boolean =>
  !reading.known &&
  (["FORMAT", "NOTFORMAT"] as const).some(
    (kind) => byKind(reading.tokens)[kind]?.includes("box-set") === true,
  )

const wholeWords = ["ALL", "ALLTOLD", "COMPLETESET"]
/** "Which volumes are sold out?" */
const ofSeveral = "WHICH WHICHVOLS VOLS VOLSSOLD".split(" ")
const asksStock =
  "STOCK SOLDOUT WHICHVOLS VOLSSOLD LEFT LEFTJA SCARCE OUTOFPRINT RESTOCK GET BUY ITEMRECEIVED".split(
    " ",
  )
const asksSum = "PRICE PAYSFOR CHEAP CHEAPEST EXPENSIVE VALUE".split(" ")

/** The sums that the table is read for. */
const partsOf = (question: Asked): ReadonlyArray<Part> => {
  const { behind, format, together = [] } = question.slots
  const editions = editionsOf(question)
  const isBundle = format === "digital" && question.reading.known
  const isOfAll = format !== "box-set" && !isBundle && mayMeanAll(question)
  return namedSeries(question)
    .filter(({ volumes }) => volumes > 1)
    .flatMap((series) =>
      editions.flatMap((edition) => [
        { kind: `named-${edition}` as const, series, volumes: together },
        {
          kind: `later-${edition}` as const,
          series,
          volumes: behind === undefined ? [] : upTo(behind + 1, series.volumes),
        },
        {
          kind: `all-${edition}` as const,
          series,
          volumes: isOfAll ? upTo(1, series.volumes) : [],
        },
      ]),
    )
    .filter(({ volumes }) => volumes.length > 0)
}

/** "The bundle instead of the paperbacks" compares both. */
const editionsOf = ({ reading, slots }: Asked): ReadonlyArray<"digital" | "paperbacks"> => {
  const said: ReturnType<typeof byKind> = reading.known ? {} : byKind(reading.tokens)
  const named = new Set([...(said["FORMAT"] ?? []), ...(said["NOTFORMAT"] ?? [])])
  if (named.has("digital") && named.has("paperback")) return ["paperbacks", "digital"]
  return [slots.format === "digital" ? "digital" : "paperbacks"]
}

const idOf = ({ kind, series }: Part, volume: number): string =>
  `${series.id}-v${volume}-${kind.endsWith("digital") ? "digital" : "paperback"}`

/** Ids for the table: every volume that is out of what is asked for together. */
export const countedOf = (question: Asked): ReadonlyArray<string> => [
  ...new Set(partsOf(question).flatMap((part) => part.volumes.map((volume) => idOf(part, volume)))),
]

/** "1-15, 18" */
const spans = (volumes: ReadonlyArray<number>): string => {
  const sorted = volumes.toSorted((a, b) => a - b)
  const starts = sorted.filter((volume) => !sorted.includes(volume - 1))
  const ends = sorted.filter((volume) => !sorted.includes(volume + 1))
  return starts
    .map((from, at) => (from === ends[at] ? `${from}` : `${from}-${ends[at]}`))
    .join(", ")
}

const added = (
  kind: Sum["kind"],
  { english, japanese }: { readonly english: string; readonly japanese: string },
  offers: ReadonlyArray<Offer>,
): Sum => ({
  title: english,
  japanese,
  kind,
  count: offers.length,
  price: offers.reduce((sum, { price }) => sum + price, 0),
  notInStock: offers.filter(({ inStock }) => !inStock).length,
})

interface Known {
  readonly question: Asked
  /** Those of `countedOf`, as far as the store has them. */
  readonly counted: ReadonlyArray<Offer>
  readonly offers: ReadonlyArray<Offer>
  readonly further: ReadonlyArray<Offer>
}

const lackingOf = (offers: ReadonlyArray<Offer>): Pick<Sum, "volumesNotInStock"> => {
  const lacking = offers.flatMap(({ inStock, product: { volume } }) =>
    inStock || volume === undefined ? [] : [volume],
  )
  return lacking.length === 0 || lacking.length === offers.length
    ? {}
    : { volumesNotInStock: spans(lacking) }
}

/** Where the store has withdrawn a volume, there is no sum of all. */
const volumeSums = ({ counted, question }: Known): ReadonlyArray<Sum> => {
  const rows = new Map(counted.map((offer) => [offer.product.id, offer]))
  return partsOf(question).flatMap((part) => {
    const { kind, series, volumes } = part
    const books = volumes.flatMap((volume) => rows.get(idOf(part, volume)) ?? [])
    if (books.length < volumes.length) return []
    const sum = { ...added(kind, series, books), ...lackingOf(books) }
    return [kind.startsWith("all-") ? sum : { ...sum, volumesHeld: spans(volumes) }]
  })
}

/** Where a series' box sets are asked for, and no single one: all of them were read. */
const boxSetSums = ({ further, offers, question }: Known): ReadonlyArray<Sum> => {
  const { books, format, volume } = question.slots
  const isOfBoxes = format === "box-set" || saysBoxSet(question)
  if (!isOfBoxes || books !== undefined || volume !== undefined) return []
  return namedSeries(question).flatMap((series) => {
    const boxes = [...offers, ...further].filter(
      ({ product }) => product.seriesId === series.id && product.kind === "box-set",
    )
    if (boxes.length === 0) return []
    const sum = { ...added("all-box-sets", series, boxes), ...lackingOf(boxes) }
    const held = boxes.length * volumesInBox
    return [held < series.volumes ? { ...sum, lacksVolumes: [held + 1, series.volumes] } : sum]
  })
}

export const sumsOf = (known: Known): ReadonlyArray<Sum> => [
  ...volumeSums(known),
  ...boxSetSums(known),
]
