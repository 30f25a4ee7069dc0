/** Keeps the last numbered books that were asked for, which "both" and "all three" mean. Pure. */
import type { Thing } from "@manga-assist/store-grammar"
import type { Question } from "../reading/Question.ts"
import type { Memory } from "./Memory.ts"
import { seriesOfId } from "./meant/Described.ts"

export type Kept = Memory["listed"][number]

const mostBooks = 6

/** "How much is volume 1?", "2 and 3?", "all three together?" */
const booksOf = (
  { books, topic: before }: Memory,
  now: ReadonlyArray<Kept>,
): Pick<Memory, "books"> => {
  const asked = now.map((each) => {
    const isAlone = seriesOfId(each.series)?.volumes === 1
    return each.volume === undefined && isAlone ? { ...each, volume: 1 } : each
  })
  if (asked.some(({ volume }) => volume === undefined)) {
    // Who asks for the author in between still speaks of the books.
    const isOfBooks = asked.some((each) => books?.some(({ series }) => series === each.series))
    return isOfBooks && asked.length === 1 && books !== undefined ? { books } : {}
  }
  const same = (book: Kept) =>
    asked.some(
      ({ format, series, volume }) =>
        series === book.series && volume === book.volume && format === book.format,
    )
  const earlier = books ?? (before?.volume === undefined ? [] : [before])
  const all = [...earlier.filter((book) => !same(book)), ...asked].slice(-mostBooks)
  return all.length > 1 ? { books: all } : {}
}

/** The longest run of a series that is put together. */
const mostOfGroup = 250

const runOf = (series: string, behind: number): ReadonlyArray<Kept> =>
  Array.from({ length: Math.max(0, (seriesOfId(series)?.volumes ?? 0) - behind) }, (_, at) => ({
    series,
    volume: behind + at + 1,
  }))

const keptOf = ({ format, series, volume }: Thing): Kept => ({
  series,
  ...(typeof volume === "number" ? { volume } : {}),
  ...(format === undefined ? {} : { format }),
})

/** The books that are meant together from now on: those picked, the rest of a series, or those asked for one by one. */
export const togetherOf = (
  memory: Memory,
  { meant, slots }: Question,
  now: ReadonlyArray<Kept>,
): Pick<Memory, "books" | "group"> => {
  const [series, more] = slots.series
  if (meant?.spoken !== undefined) {
    return { books: meant.spoken.slice(0, mostOfGroup).map(keptOf), group: "rest" }
  }
  if (meant?.isGroup === true) {
    const books = (meant.things ?? []).slice(0, mostOfGroup).map(keptOf)
    const isSame = memory.group === "rest" && memory.books?.length === books.length
    return { books, group: isSame ? "rest" : "picked" }
  }
  const isRest = slots.behind !== undefined && series !== undefined && more === undefined
  if (isRest && slots.format !== "box-set") {
    return { books: runOf(series, slots.behind ?? 0).slice(0, mostOfGroup), group: "rest" }
  }
  const books = booksOf(memory, now)
  // Who asks for something else of it still speaks of the rest.
  const isStill = books.books === memory.books && memory.group !== undefined
  return isStill && books.books !== undefined ? { ...books, group: memory.group } : books
}
