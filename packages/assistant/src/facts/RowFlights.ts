/**
 * Reads the rows of series from the table: several series in as few requests as they take, and each series once for all
 * who ask for it meanwhile.
 *
 * A read belongs to nobody who waits for it: it has a deadline of its own, goes on when they have left, and what it brought
 * is kept. Closing the scope ends all. A reader joins a read only where no row was changed since that began.
 */
import { TagVersions, type VersionStamp } from "@manga-assist/caching"
import { monotonicMs } from "@manga-assist/connections"
import { Clock, Deferred, Effect } from "effect"
import { type Fact, ProductFacts } from "../products/ProductFacts.ts"
import type { KeptRows } from "./KeptRows.ts"
import { type KeyedTopic, requestsOf, type Topic } from "./Topic.ts"

export interface Flight extends KeyedTopic {
  /** What was read so far. */
  readonly rows: Map<string, Fact>
  /** Of its requests: not answered yet, and without rows. */
  readonly requests: { open: number; failed: number }
  /** `waiting`: nothing was asked yet. `undefined`: it cannot be told what was changed since. */
  since: VersionStamp | "waiting" | undefined
  readonly ended: Deferred.Deferred<void>
}

/** Ten times what DynamoDB takes at its 95th percentile (source document), and then some. */
const readMs = 1_000

const flightOf = (topic: KeyedTopic): Flight => ({
  ...topic,
  rows: new Map(),
  requests: { open: 0, failed: 0 },
  since: "waiting",
  ended: Deferred.makeUnsafe(),
})

export const isWhole = ({ requests: { failed, open } }: Flight): boolean => open + failed === 0

export const makeRowFlights = Effect.fnUntraced(function* (kept: KeptRows) {
  const facts = yield* ProductFacts
  const tagVersions = yield* TagVersions
  const scope = yield* Effect.scope
  const nowMs = monotonicMs(yield* Clock.Clock)
  const underWay = new Map<string, Flight>()

  const land = (flight: Flight) => {
    if (underWay.get(flight.series) === flight) underWay.delete(flight.series)
    Deferred.doneUnsafe(flight.ended, Effect.void)
  }

  const ask = (
    { keys, topics }: ReturnType<typeof requestsOf<Flight>>[number],
    readAtMs: number,
    since: VersionStamp | undefined,
  ) =>
    facts.read(keys, readMs).pipe(
      Effect.timeout(readMs),
      Effect.catchDefect(Effect.fail),
      Effect.match({
        onFailure: () => undefined,
        onSuccess: (rows) => rows,
      }),
      Effect.map((rows) => {
        for (const flight of topics) {
          flight.requests.open -= 1
          if (rows === undefined) flight.requests.failed += 1
          for (const key of flight.keys) {
            const fact = rows?.get(key)
            if (fact !== undefined) flight.rows.set(key, fact)
          }
          if (flight.requests.open > 0) continue
          const { detail, series } = flight
          // Without a stamp nobody could tell later whether they still hold.
          if (isWhole(flight) && since !== undefined) {
            kept.keep(series, { detail, rows: flight.rows, readAtMs, since })
          }
          land(flight)
        }
      }),
    )

  const perform = Effect.fnUntraced(function* (flights: ReadonlyArray<Flight>) {
    const requests = requestsOf(flights)
    for (const { topics } of requests) for (const flight of topics) flight.requests.open += 1
    const since = yield* Effect.orElseSucceed(tagVersions.now, () => undefined)
    const readAtMs = nowMs()
    for (const flight of flights) flight.since = since
    yield* Effect.forEach(requests, (request) => ask(request, readAtMs, since), {
      concurrency: "unbounded",
      discard: true,
    })
  })

  return {
    /** The read under way that tells what is wanted. */
    joinable: ({ detail, series }: Topic): Flight | undefined => {
      const flight = underWay.get(series)
      if (flight === undefined || (flight.detail === "brief" && detail === "full")) return undefined
      const { since } = flight
      if (since === "waiting") return flight
      return since !== undefined && kept.isUnchanged(series, since) ? flight : undefined
    },
    /** Starts the reads at once; does not wait for them. */
    start: (topics: ReadonlyArray<KeyedTopic>): Effect.Effect<ReadonlyArray<Flight>> =>
      Effect.suspend(() => {
        const flights = topics.map(flightOf)
        if (flights.length === 0) return Effect.succeed(flights)
        for (const flight of flights) underWay.set(flight.series, flight)
        return perform(flights).pipe(
          Effect.ensuring(Effect.sync(() => flights.forEach(land))),
          Effect.forkIn(scope, { startImmediately: true }),
          Effect.as(flights),
        )
      }),
  }
})
