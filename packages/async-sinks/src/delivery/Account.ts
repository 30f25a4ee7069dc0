/** The counters of a sink: plain numbers, incremented by the code that does the work. */
import type { Histogram, RefusalReason } from "../contract/Sink.ts"

/** Upper bounds; the last bucket has none. */
const SIZES = [1, 2, 5, 10, 25, 50, 100, 250, 500, 1_000]
const MILLISECONDS = [1, 2, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000]

const makeHistogram = (bounds: ReadonlyArray<number>) => {
  const counts = bounds.map(() => 0).concat(0)
  let sum = 0
  return {
    add: (value: number) => {
      const index = bounds.findIndex((bound) => value <= bound)
      const bucket = index === -1 ? bounds.length : index
      counts[bucket] = (counts[bucket] ?? 0) + 1
      sum += value
    },
    read: (): Histogram => ({ bounds, counts: [...counts], sum }),
  }
}

export const makeAccount = () => ({
  counts: {
    accepted: 0,
    written: 0,
    retried: 0,
    spooled: 0,
    replayed: 0,
    deadLettered: 0,
    duplicates: 0,
    dropped: 0,
    refused: 0,
    unjournaled: 0,
    removed: 0,
    spoolFull: 0,
    corrupt: 0,
    unknownFiles: 0,
    batches: 0,
  },
  refusals: new Map<RefusalReason, number>(),
  lastRefusal: undefined as string | undefined,
  lastUnjournaled: undefined as string | undefined,
  lastFailure: undefined as string | undefined,
  batchSizes: makeHistogram(SIZES),
  writeMs: makeHistogram(MILLISECONDS),
})

export type Account = ReturnType<typeof makeAccount>
