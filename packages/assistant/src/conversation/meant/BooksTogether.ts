/**
 * Finds the books or series that a follow-up means together: "both", "all three", "21 to 23". They were shown together,
 * asked for one by one, or are all that a series has. Pure.
 */
import { byKind, type Pointing, says, type Thing } from "@manga-assist/store-grammar"
import type { Question } from "../../reading/Question.ts"
import type { Memory } from "../Memory.ts"
import { type About, asThing } from "./About.ts"
import { seriesOfId } from "./Described.ts"
import { plain } from "./PlacesMeant.ts"

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
  const isAlone = topic !== undefined && seriesOfId(topic.series)?.volumes === 1
  const isOne = topic?.volume !== undefined || (isAlone && !memory.isListFresh)
  const isSame = memory.about === "things" && isOne && listed.length !== count
  if (isSame && books.length !== count && !says(byKind(question.reading.tokens), ["ALL"])) {
    return { things: [{ volume: 1, ...plain(topic) }], copies: count }
  }
  if (books.length > count && topic?.volume !== undefined && !memory.isListFresh) {
    return { things: books.slice(-count).map(plain) }
  }
  if (listed.length === count) return { things: listed.map(plain) }
  if (memory.about === "wish" || recent.length < count) return undefined
  const spoken = recent.slice(0, count).toReversed().map(asThing)
  return { things: count === 2 ? namedPair(memory, spoken) : spoken }
}

/** "Both", though more were shown since: the two that the customer named. */
export const namedPair = (
  { named = [], recent }: Memory,
  shown: ReadonlyArray<Thing>,
): ReadonlyArray<Thing> => {
  if (shown.some(({ volume }) => volume !== undefined)) return shown
  const two = named.length === 2 ? named : recent.filter((id) => named.includes(id)).slice(0, 2)
  return two.length === 2 ? two.map(asThing) : shown
}

/** "With 4 as well", 4巻も. */
export const addsTo = ({ reading: { tokens } }: Question): boolean =>
  tokens.some(({ kind, value }) => kind === "ALSOJA" || (kind === "THEY" && value === "also"))

const volumesInBox = 10

/** The last volume of the series that is spoken of, of those that were asked for. */
export const lastAsked = ({ books = [], topic }: Memory): Thing | undefined => {
  if (topic === undefined || topic.format !== undefined) return undefined
  const volumes = [topic, ...books].flatMap(({ format, series, volume }) =>
    series === topic.series && format === undefined && volume !== undefined ? [volume] : [],
  )
  return volumes.length === 0 ? undefined : { series: topic.series, volume: Math.max(...volumes) }
}

/** The box that holds a volume. */
export const boxOf = (volume: number): number => Math.ceil(volume / volumesInBox)

/** "The first two" of the box sets, 最初の5巻, "the last two". */
export const runOf = (
  topic: Thing,
  { count, fromEnd }: NonNullable<Pointing["run"]>,
): ReadonlyArray<Thing> => {
  const volumes = seriesOfId(topic.series)?.volumes ?? count
  const all = topic.format === "box-set" ? Math.floor(volumes / volumesInBox) : volumes
  const length = Math.min(count, Math.max(1, all))
  const before = fromEnd ? all - length : 0
  return Array.from({ length }, (_, at) => ({ ...topic, volume: before + at + 1 }))
}

const mostSpanned = 10

/** 1巻から3巻まで, "volumes 1 to 3": all between the two. */
export const spanned = (from: number, to: number): ReadonlyArray<number> =>
  to > from && to - from < mostSpanned
    ? Array.from({ length: to - from + 1 }, (_, at) => from + at)
    : [from]

/** 「7巻から9巻」, read as bounds where no title stands before it; none where it is no span. */
export const spanOf = ({ reading: { tokens } }: Question): ReadonlyArray<number> => {
  const { VOLSMIN: [from] = [], VOLSMAX: [to] = [] } = byKind(tokens)
  const all = from === undefined || to === undefined ? [] : spanned(Number(from), Number(to))
  return all.length > 1 ? all : []
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
