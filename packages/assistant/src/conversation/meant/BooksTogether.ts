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

/** "With 4 as well", 4巻も. */
export const addsTo = ({ reading: { tokens } }: Question): boolean =>
  tokens.some(({ kind, value }) => kind === "ALSOJA" || (kind === "THEY" && value === "also"))

const volumesInBox = 10

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
