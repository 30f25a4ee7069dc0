/**
 * The rows of series that this process keeps, and whether they are known to be what the table has.
 *
 * They are while none of them was changed since they were read, as far as invalidations are heard. A live change feed tells
 * every change, so that they hold for an hour; without one they hold for 30 s. Bounded by bytes; the series that was not
 * asked for longest goes first.
 */
import { TagVersions, type VersionStamp } from "@manga-assist/caching"
import { monotonicMs } from "@manga-assist/connections"
import { Clock, Effect } from "effect"
import { LRUCache } from "lru-cache"
import type { Fact } from "../products/ProductFacts.ts"
import { tagsOfRows } from "../products/StoreTags.ts"
import type { Topic } from "./Topic.ts"

export interface Kept {
  readonly detail: Topic["detail"]
  readonly rows: ReadonlyMap<string, Fact>
  /** Monotonic, from before the first of them was read. */
  readonly readAtMs: number
  /** From before the first of them was read. */
  readonly since: VersionStamp
}

/** Prices and stock are not told by older rows where nobody tells of changes. */
const untoldMs = 30_000
/** A change is told when the table has it; a read right after may still have been answered by a copy that had not. */
const toldMs = 3_600_000

/** 300 series of 240 rows. */
const mostBytes = 32 * 1024 * 1024
/** Those of the demo shop take 370 each (14,019 rows, Node 24); longer titles take more. */
const bytesOfRow = 450

const satisfies = (kept: Topic["detail"], wanted: Topic["detail"]) =>
  kept === "full" || wanted === "brief"

export const makeKeptRows = Effect.gen(function* () {
  const tagVersions = yield* TagVersions
  const nowMs = monotonicMs(yield* Clock.Clock)
  const kept = new LRUCache<string, Kept>({
    maxSize: mostBytes,
    sizeCalculation: ({ rows }) => (1 + rows.size) * bytesOfRow,
  })

  /** No row of the series was changed since; false also where that cannot be said. */
  const isUnchanged = (series: string, since: VersionStamp): boolean =>
    tagVersions.areCurrentInMemory(tagsOfRows(series), since) === true

  return {
    isUnchanged,
    /** Known to be true; undefined: to be read. */
    find: ({ detail, series }: Topic): Kept | undefined => {
      const found = kept.get(series)
      if (found === undefined || !satisfies(found.detail, detail)) return undefined
      const holdsMs = tagVersions.live() ? toldMs : untoldMs
      return nowMs() - found.readAtMs < holdsMs && isUnchanged(series, found.since)
        ? found
        : undefined
    },
    /** There, true or not any more. */
    has: ({ detail, series }: Topic): boolean => {
      const found = kept.peek(series)
      return found !== undefined && satisfies(found.detail, detail)
    },
    /** Reads end in any order: the later and larger one stays. */
    keep: (series: string, rows: Kept): void => {
      const before = kept.peek(series)
      const isOlder = before !== undefined && rows.readAtMs <= before.readAtMs
      if (!isOlder || !satisfies(before.detail, rows.detail)) kept.set(series, rows)
    },
    /** Whatever is changed is told. */
    isTold: tagVersions.live,
  }
})
export type KeptRows = Effect.Success<typeof makeKeptRows>
