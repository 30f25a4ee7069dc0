/**
 * The rows of series for their records: at once from this process where they are known to be true, else from the table.
 *
 * It never fails: what was not there in time is named. One call reads at most 400 rows. A series for which no room is left
 * is told of briefly, read whole in the background once, and so known whole at the next call. `ahead` reads in the
 * background what will be asked for: each series once in ten minutes, two at a time, at most 64 waiting.
 */
import type { TagVersions } from "@manga-assist/caching"
import { monotonicMs } from "@manga-assist/connections"
import { Clock, Context, Deferred, Effect, Layer, Queue } from "effect"
import type { Fact, ProductFacts } from "../products/ProductFacts.ts"
import { StoreNames } from "../reading/StoreNames.ts"
import { makeKeptRows } from "./KeptRows.ts"
import { type Flight, isWhole, makeRowFlights } from "./RowFlights.ts"
import { keyed, type KeyedTopic, type Topic, withinRows } from "./Topic.ts"

export interface SeriesRows {
  readonly series: string
  readonly detail: Topic["detail"]
  /** What the table has, by the ids of the products. A brief topic's may be those of the whole series. */
  readonly rows: ReadonlyMap<string, Fact>
  /** All that the detail takes was read: what is absent does not exist. */
  readonly complete: boolean
}

export interface UnreadPart {
  readonly series: string
  /** `record`: nothing was read. `prices`: not all of what was asked for. */
  readonly part: "record" | "prices"
}

export interface SeriesRead {
  readonly found: ReadonlyArray<SeriesRows>
  readonly unread: ReadonlyArray<UnreadPart>
  /** A part is unread because the table was late or did not answer, and not for want of room alone. */
  readonly isLate: boolean
}

interface Known {
  readonly found: ReadonlyArray<SeriesRows>
  readonly missing: ReadonlyArray<Topic>
}

export interface SeriesRecordCounters {
  /** Series read from the table for a turn, */
  read: number
  /** and read again, because one of their rows was changed or nobody tells of changes. */
  again: number
  /** Series read from the table before anybody asked. */
  ahead: number
  /** Of these, told since. */
  used: number
  /** Series told from memory. */
  kept: number
  /** Series of which a part was late or could not be read. */
  late: number
}

export class SeriesRecords extends Context.Service<
  SeriesRecords,
  {
    /** What is in this process and known to be true; synchronous. */
    readonly known: (topics: ReadonlyArray<Topic>) => Known
    /** In the order of the topics, as far as it is there after so many milliseconds. A read that is late is kept. */
    readonly read: (topics: ReadonlyArray<Topic>, deadlineMs: number) => Effect.Effect<SeriesRead>
    /** As `read`, from the table, where nobody tells of changes: what is known may be half a minute old. */
    readonly current: (
      topics: ReadonlyArray<Topic>,
      deadlineMs: number,
    ) => Effect.Effect<SeriesRead>
    /** Reads whole series in the background, to be known when they are asked for. */
    readonly ahead: (series: ReadonlyArray<string>) => void
    readonly counters: () => Readonly<SeriesRecordCounters>
  }
>()("@manga-assist/assistant/SeriesRecords") {
  static readonly layer: Layer.Layer<SeriesRecords, never, ProductFacts | TagVersions> =
    Layer.effect(
      SeriesRecords,
      Effect.suspend(() => make),
    )
}

/** Rows read by one call. */
const mostRows = 400
const aheadEveryMs = 600_000
const aheadAtOnce = 2
const mostWaiting = 64

/** What a reader has of a read when it ended, or when it could be waited for no longer. */
const toldBy = ({ detail, series }: Topic, flight: Flight): SeriesRead => {
  // Where there was no room, only the bundle was asked for.
  const isCut = detail === "full" && flight.detail === "brief"
  if (isWhole(flight)) {
    const told = isCut ? flight.detail : detail
    return {
      found: [{ series, detail: told, rows: flight.rows, complete: true }],
      unread: isCut ? [{ series, part: "prices" }] : [],
      isLate: false,
    }
  }
  if (flight.rows.size === 0) {
    return { found: [], unread: [{ series, part: "record" }], isLate: true }
  }
  return {
    found: [{ series, detail, rows: new Map(flight.rows), complete: false }],
    unread: [{ series, part: "prices" }],
    isLate: true,
  }
}

const make = Effect.gen(function* () {
  const { catalogue } = yield* StoreNames
  const nowMs = monotonicMs(yield* Clock.Clock)
  const kept = yield* makeKeptRows
  const flights = yield* makeRowFlights(kept)
  const counters: SeriesRecordCounters = { read: 0, again: 0, ahead: 0, used: 0, kept: 0, late: 0 }
  /** Read ahead, and not told since. */
  const unused = new Set<string>()
  const use = (series: string) => {
    if (unused.delete(series)) counters.used += 1
  }

  const known = (topics: ReadonlyArray<Topic>): Known => {
    const found: Array<SeriesRows> = []
    const missing: Array<Topic> = []
    for (const topic of topics) {
      const rows = kept.find(topic)?.rows
      if (rows === undefined) missing.push(topic)
      else {
        use(topic.series)
        found.push({ ...topic, rows, complete: true })
      }
    }
    counters.kept += found.length
    return { found, missing }
  }

  const waiting = yield* Queue.dropping<KeyedTopic>(mostWaiting)
  const lastAhead = new Map<string, number>()
  const isDue = (series: string): boolean => {
    const last = lastAhead.get(series)
    return last === undefined || nowMs() - last >= aheadEveryMs
  }
  const offer = (topic: KeyedTopic) => {
    if (Queue.offerUnsafe(waiting, topic)) lastAhead.set(topic.series, nowMs())
  }
  const readAhead = Effect.fnUntraced(function* (topic: KeyedTopic) {
    if (kept.find(topic) !== undefined || flights.joinable(topic) !== undefined) return
    counters.ahead += 1
    unused.add(topic.series)
    for (const { ended } of yield* flights.start([topic])) yield* Deferred.await(ended)
  })
  for (let index = 0; index < aheadAtOnce; index += 1) {
    yield* Queue.take(waiting).pipe(
      Effect.flatMap(readAhead),
      Effect.forever,
      Effect.forkScoped({ startImmediately: true }),
    )
  }

  /** Those under way and those begun now, by their series. */
  const fetch = Effect.fnUntraced(function* (missing: ReadonlyArray<Topic>) {
    const joined = missing.flatMap((topic) => flights.joinable(topic) ?? [])
    const series = new Set(joined.map((flight) => flight.series))
    series.forEach(use)
    const others = missing.flatMap((topic) =>
      series.has(topic.series) ? [] : (keyed(topic, catalogue) ?? []),
    )
    const { over, topics } = withinRows(others, mostRows)
    for (const topic of topics) {
      counters[kept.has(topic) ? "again" : "read"] += 1
      unused.delete(topic.series)
    }
    const begun = yield* flights.start(topics)
    // Where nobody tells of changes it would seldom be there long enough to be of use.
    if (over !== undefined && (kept.isTold() || isDue(over.series))) offer(over)
    return new Map([...joined, ...begun].map((flight) => [flight.series, flight]))
  })

  const readMissing = Effect.fnUntraced(function* (
    topics: ReadonlyArray<Topic>,
    { found, missing }: Known,
    deadlineMs: number,
  ) {
    if (missing.length === 0) return { found, unread: [], isLate: false }
    const bySeries = yield* fetch(missing)
    const all = Effect.forEach([...bySeries.values()], ({ ended }) => Deferred.await(ended), {
      concurrency: "unbounded",
      discard: true,
    })
    yield* Effect.timeoutOption(all, Math.max(0, deadlineMs))
    const told = topics.map((topic) => {
      const flight = bySeries.get(topic.series)
      const before = found.filter(({ series }) => series === topic.series)
      return flight === undefined
        ? { found: before, unread: [], isLate: false }
        : toldBy(topic, flight)
    })
    counters.late += [...bySeries.values()].filter((flight) => !isWhole(flight)).length
    return {
      found: told.flatMap((each) => each.found),
      unread: told.flatMap((each) => each.unread),
      isLate: told.some((each) => each.isLate),
    }
  })

  const read = (topics: ReadonlyArray<Topic>, deadlineMs: number) =>
    Effect.suspend(() => readMissing(topics, known(topics), deadlineMs))

  const current = (topics: ReadonlyArray<Topic>, deadlineMs: number) =>
    Effect.suspend(() =>
      kept.isTold()
        ? read(topics, deadlineMs)
        : readMissing(topics, { found: [], missing: topics }, deadlineMs),
    )

  const ahead = (series: ReadonlyArray<string>) => {
    for (const id of series) {
      const topic = keyed({ series: id, detail: "full" }, catalogue)
      if (topic !== undefined && isDue(id) && kept.find(topic) === undefined) offer(topic)
    }
  }

  return SeriesRecords.of({ known, read, current, ahead, counters: () => counters })
})
