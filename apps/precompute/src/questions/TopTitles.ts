/**
 * Searches for the most popular titles, most popular first, to fill the schedule's question templates. Fails as the
 * search does.
 */
import { ProductSearch } from "@manga-assist/assistant"
import { Effect } from "effect"
import type { Subject } from "../schedule/Subjects.ts"

const searchMs = 5_000

/** Fails as the search does; 0 titles ask nothing. */
export const topTitles = Effect.fnUntraced(function* (count: number) {
  if (count === 0) return []
  const search = yield* ProductSearch
  const found = yield* search.byFilter(
    {
      filter: [{ term: { kind: "series" } }],
      sort: [{ popularity: "desc" }, { id: "asc" }],
      size: count,
    },
    searchMs,
  )
  return found.map(({ japaneseTitle, seriesId, title }): Subject => ({
    id: seriesId,
    english: title,
    japanese: japaneseTitle,
  }))
})
