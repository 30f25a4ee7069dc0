/**
 * What all paperbacks, or all box sets, of a series cost together. The store adds them up from its table, since no
 * model should have to add a hundred prices.
 *
 * Pure. For a sum of paperbacks `paperbacksOf` names additional rows of the table to read. Their products are neither
 * shown to the customer nor listed for the model, which gets the sum alone. There is no sum if one of the volumes is
 * not for sale.
 */
import { series as allSeries } from "@manga-assist/catalogue"
import type { Question } from "../../reading/Question.ts"
import type { Offer } from "../Offer.ts"

export interface Sum {
  readonly title: string
  readonly japanese: string
  readonly kind: "all-paperbacks" | "all-box-sets"
  readonly count: number
  /** JPY, of all together. */
  readonly price: number
  /** How many of them cannot ship today. */
  readonly notInStock: number
  /** First and last volume that are not part of it, where there are some. */
  readonly lacksVolumes?: readonly [number, number]
}

/** Added up in one answer. */
const mostSeries = 2
const volumesInBox = 10

type Asked = Pick<Question, "reads" | "slots">

const byId = new Map(allSeries().map((entry) => [entry.id, entry]))

const namedSeries = ({ slots }: Asked) =>
  slots.series.length > mostSeries ? [] : slots.series.flatMap((id) => byId.get(id) ?? [])

/** Series that are asked for as a whole, on paper or in no format that is named. */
const wholeOnPaper = (question: Asked) => {
  const { format } = question.slots
  return question.reads !== "whole" || format === "digital" || format === "box-set"
    ? []
    : namedSeries(question).filter(({ volumes }) => volumes > 1)
}

/** Ids for the table: every paperback that is out of what is asked for as a whole. */
export const paperbacksOf = (question: Asked): ReadonlyArray<string> =>
  wholeOnPaper(question).flatMap(({ id, volumes }) =>
    Array.from({ length: volumes }, (_, at) => `${id}-v${at + 1}-paperback`),
  )

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
  /** Those of `paperbacksOf`, as far as the store has them. */
  readonly counted: ReadonlyArray<Offer>
  readonly offers: ReadonlyArray<Offer>
}

/** Where the store has withdrawn a volume, there is no sum of all. */
const paperbackSums = ({ counted, question }: Known): ReadonlyArray<Sum> =>
  wholeOnPaper(question).flatMap((series) => {
    const books = counted.filter(({ product }) => product.seriesId === series.id)
    return books.length === series.volumes ? [added("all-paperbacks", series, books)] : []
  })

/** Where a series' box sets are asked for, and no single one: all of them are among the offers. */
const boxSetSums = ({ offers, question }: Known): ReadonlyArray<Sum> => {
  const { books, format, volume } = question.slots
  if (format !== "box-set" || books !== undefined || volume !== undefined) return []
  return namedSeries(question).flatMap((series) => {
    const boxes = offers.filter(
      ({ product }) => product.seriesId === series.id && product.kind === "box-set",
    )
    if (boxes.length === 0) return []
    const sum = added("all-box-sets", series, boxes)
    const held = boxes.length * volumesInBox
    return [held < series.volumes ? { ...sum, lacksVolumes: [held + 1, series.volumes] } : sum]
  })
}

export const sumsOf = (known: Known): ReadonlyArray<Sum> => [
  ...paperbackSums(known),
  ...boxSetSums(known),
]
