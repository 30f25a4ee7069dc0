/**
 * Finds the books or series that a follow-up means together: "both", "all three", "the other one", "21 to 23". They were
 * shown together, asked for one by one, or are all that a series has. Pure.
 */
import { byKind, says, type Thing } from "@manga-assist/store-grammar"
import type { Question } from "../../reading/Question.ts"
import type { Memory } from "../Memory.ts"
import { type About, asThing, listedSeries } from "./About.ts"
import { seriesOfId } from "./Described.ts"

export const plain = ({ format, series, volume }: Memory["listed"][number]): Thing => ({
  series,
  ...(volume === undefined ? {} : { volume }),
  ...(format === undefined ? {} : { format }),
})

/** "Both", "which is longer?": those shown together last, else the two spoken of last. */
export const together = (memory: Memory, most = 2): ReadonlyArray<Thing> => {
  const { books = [], isListFresh, listed, recent, topic } = memory
  if (topic?.volume !== undefined && !isListFresh && books.length > 1) {
    return books.slice(-mostTogether).map(plain)
  }
  const isOfList = topic !== undefined && listedSeries(memory).includes(topic.series)
  return listed.length > 1 && (isListFresh || isOfList || recent.length < 2)
    ? listed.map(plain)
    : recent.slice(0, most).toReversed().map(asThing)
}

const mostTogether = 4

/** "All three", "both": as many books as were asked for, or all that the series has. */
export const countedOf = (count: number, question: Question, memory: Memory): About | undefined => {
  const { books = [], listed, recent, topic } = memory
  if (books.length === count) return { things: books.map(plain) }
  // "All three", of the box sets.
  if (topic?.format === "box-set") {
    const box = (_: unknown, at: number): Thing => ({ ...plain(topic), volume: at + 1 })
    return { things: Array.from({ length: count }, box) }
  }
  const isSingle = memory.about === "things" && topic !== undefined && topic.format === undefined
  if (isSingle && seriesOfId(topic.series)?.volumes === count && listed.length !== count) {
    const isOfSeries = says(byKind(question.reading.tokens), [
      "FINISHED",
      "AUTHOR",
      "WROTE",
      "WHEN",
    ])
    return { things: [asThing(topic.series)], isWhole: !isOfSeries }
  }
  // "Two of those": of a single book, copies.
  const isSame = memory.about === "things" && topic?.volume !== undefined && listed.length !== count
  if (isSame && books.length !== count && !says(byKind(question.reading.tokens), ["ALL"])) {
    return { things: [plain(topic)], copies: count }
  }
  if (books.length > count && topic?.volume !== undefined && !memory.isListFresh) {
    return { things: books.slice(-count).map(plain) }
  }
  if (listed.length === count) return { things: listed.map(plain) }
  if (memory.about === "wish" || recent.length < count) return undefined
  return { things: recent.slice(0, count).toReversed().map(asThing) }
}

export const others = (memory: Memory): Thing | undefined => {
  const now = memory.topic
  const isOther = ({ series, volume }: Thing) =>
    series !== now?.series || (volume !== undefined && volume !== now.volume)
  const of = memory.listed.length === 2 ? memory.listed.map(plain) : memory.recent.map(asThing)
  return of.find(isOther)
}

const mostOfRange = 6

/** "21 to 23" names the one between them, too. */
export const inRange = (
  { reading: { tokens } }: Question,
  numbers: ReadonlyArray<number>,
): ReadonlyArray<number> => {
  const [from, to, more] = numbers
  const isRange = tokens.some(
    ({ kind }, at) =>
      (kind === "TO" || kind === "~") &&
      tokens[at - 1]?.kind === "NUM" &&
      tokens[at + 1]?.kind === "NUM",
  )
  if (!isRange || from === undefined || to === undefined || more !== undefined) return numbers
  const count = to - from + 1
  return count > 1 && count <= mostOfRange
    ? Array.from({ length: count }, (_, at) => from + at)
    : numbers
}
