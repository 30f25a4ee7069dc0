/** What all paperbacks of a series cost together: no field of an index, but told where it was asked for. */
import { Effect } from "effect"
import { booksOf, paperOf } from "../../facts/Editions.ts"
import { SeriesRecords } from "../../facts/SeriesRecords.ts"
import type { FindWish } from "./FindWish.ts"

export const asksPaperSum = ({ format, price }: FindWish): boolean =>
  price?.of === "all" && format !== "digital"

/** JPY by id of the series, of what is out; without those whose rows are not all there in time. */
export const paperSums = Effect.fnUntraced(function* (
  series: ReadonlyArray<string>,
  today: string,
  deadlineMs: number,
) {
  const records = yield* SeriesRecords
  const topics = series.map((id) => ({ series: id, detail: "full" as const }))
  const { found } = yield* records.read(topics, deadlineMs)
  return new Map(
    found.flatMap(({ complete, detail, rows, series }) => {
      const paper =
        complete && detail === "full" ? paperOf(booksOf(rows, today), undefined) : "none"
      return typeof paper === "string" ? [] : [[series, paper.all] as const]
    }),
  )
})
