/**
 * Finds what a follow-up asks of the volumes that no box set of a series holds: which they are, or what all box sets cost
 * together with them. Pure.
 */
import { byKind, type Pointing, says, type Thing } from "@manga-assist/store-grammar"
import type { Question } from "../../../reading/Question.ts"
import type { Memory } from "../../Memory.ts"
import { seriesOfId } from "../Described.ts"
import { isOfBox } from "../PlacesMeant.ts"

const volumesInBox = 10
const weighs = ["THAN", "YASUI", "TAKAI", "MEASURE", "COMPARE", "VALUE", "CHEAP"]

export interface BoxesMeant {
  readonly series: string
  /** The volumes that no box holds. */
  readonly unboxed: ReadonlyArray<Thing>
  /** What the box sets and these cost together is asked for. */
  readonly sums: boolean
  /** The box set that is weighed against the volumes that it holds. */
  readonly against?: number
}

const hasTalk = ({ reading }: Question, value: string): boolean =>
  reading.cut.some((token) => token.kind === "TALK" && token.value === value)

export const boxesMeant = (
  question: Question,
  { back, sums, whole }: Pointing,
  { about, books = [], group, listed, topic }: Memory,
): BoxesMeant | undefined => {
  const { slots } = question
  if (question.intent === "policy" || question.intent === "order-status") return undefined
  if (about !== "things" || topic === undefined) return undefined
  if (slots.series.some((id) => id !== topic.series) || slots.authors.length > 0) return undefined
  const { series } = topic
  const volumes = seriesOfId(series)?.volumes ?? 0
  const held = Math.floor(volumes / volumesInBox) * volumesInBox
  if (held === 0) return undefined
  const unboxed = Array.from({ length: volumes - held }, (_, at): Thing => ({
    series,
    volume: held + at + 1,
  }))
  const said = byKind(question.reading.cut)
  const isOut = hasTalk(question, "unboxed") || says(said, ["REFUSESJA"])
  const wereBoxes =
    topic.format === "box-set" || [...books, ...listed].some(({ format }) => format === "box-set")
  const namesBox = isOfBox(question) || slots.format === "box-set" || says(said, ["FORMATS"])
  const asksVolumes = says(said, ["KAN", "HOWMANYVOLS", "VOLS", "VOLWORD", "WHICH", "WHATIS"])
  if (isOut && !says(said, ["PRICE"]) && (namesBox || (wereBoxes && asksVolumes))) {
    return { series, unboxed, sums: false }
  }
  // 「バラで10冊買うより安い？」
  if (wereBoxes && hasTalk(question, "singles") && says(said, weighs)) {
    return { series, unboxed, sums: false, against: topic.volume ?? 1 }
  }
  // 「箱と合わせて全部で」, right after these volumes were told.
  const wereUnboxed =
    group !== undefined && books.length > 0 && books.every(({ volume = 0 }) => volume > held)
  const adds = says(said, ["ALSOJA"]) || namesBox
  return wereUnboxed && (namesBox || back) && adds && (sums || whole)
    ? { series, unboxed, sums: true }
    : undefined
}
