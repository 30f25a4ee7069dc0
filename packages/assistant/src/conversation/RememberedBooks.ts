/** Keeps the last numbered books that were asked for, which "both" and "all three" mean. Pure. */
import type { Memory } from "./Memory.ts"
import { seriesOfId } from "./meant/Described.ts"

export type Kept = Memory["listed"][number]

const mostBooks = 6

/** "How much is volume 1?", "2 and 3?", "all three together?" */
export const booksOf = (
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

/** Books that were put together, and no others: 「1巻から6巻まで」. */
export const groupOf = (things: ReadonlyArray<Kept>): Pick<Memory, "books"> =>
  things.length > 1 ? { books: things.slice(0, mostOfGroup) } : {}
