/** `SeriesRecords` over a table and a change feed that a test plays. */
import { type CacheError, TagVersions } from "@manga-assist/caching"
import { type Catalogue, demoCatalogue } from "@manga-assist/catalogue"
import { ConnectionError } from "@manga-assist/connections"
import { Effect, Layer } from "effect"
import { SeriesRecords } from "../../src/facts/SeriesRecords.ts"
import { type Fact, ProductFacts } from "../../src/products/ProductFacts.ts"
import { demoNames, StoreNames } from "../../src/reading/StoreNames.ts"
import { touchedBy } from "../../src/products/StoreTags.ts"
import { rowOf } from "./seriesRows.ts"

export interface Request {
  readonly keys: ReadonlyArray<string>
  readonly deadlineMs: number
}

/** What a request ends in: it may take its time, fail, or never end. */
type Answer = (request: Request) => Effect.Effect<void, ConnectionError>

export const refused: ReturnType<Answer> = Effect.fail(
  new ConnectionError({
    service: "dynamodb",
    operation: "BatchGetItem",
    reason: "refused",
    detail: "scripted",
  }),
)

export const recordsOver = (catalogue: Catalogue = demoCatalogue()) => {
  const changed = new Map<string, Fact | undefined>()
  const seen = {
    requests: new Array<Request>(),
    cancelled: 0,
    /** Requests that were not answered yet. */
    open: 0,
    mostOpen: 0,
    isLive: false,
    answer: (() => Effect.void) as Answer,
    /** What the stamp before a read is; nothing where Redis is away. */
    now: undefined as Effect.Effect<never, CacheError> | undefined,
    rowOf,
  }
  const row = (id: string) => (changed.has(id) ? changed.get(id) : seen.rowOf(id))
  const facts = Layer.succeed(
    ProductFacts,
    ProductFacts.of({
      read: (keys, deadlineMs) =>
        Effect.suspend(() => {
          const request = { keys, deadlineMs }
          seen.requests.push(request)
          seen.open += 1
          seen.mostOpen = Math.max(seen.mostOpen, seen.open)
          // What the table has when it is asked.
          const rows = new Map(keys.flatMap((id) => row(id) ?? []).map((fact) => [fact.id, fact]))
          return Effect.as(seen.answer(request), rows)
        }).pipe(
          Effect.onInterrupt(() => Effect.sync(() => (seen.cancelled += 1))),
          Effect.ensuring(Effect.sync(() => (seen.open -= 1))),
        ),
    }),
  )
  const tagVersions = Layer.effect(
    TagVersions,
    Effect.map(TagVersions, (versions) =>
      TagVersions.of({
        ...versions,
        now: Effect.suspend(() => seen.now ?? versions.now),
        live: () => seen.isLive,
      }),
    ),
  ).pipe(Layer.provide(TagVersions.layerMemory()))
  /** The shop writes a row, and whoever follows the table's changes tells of it. */
  const write = Effect.fnUntraced(function* (id: string, change: Partial<Fact> | undefined) {
    const before = row(id)
    const after =
      change === undefined || before === undefined ? undefined : { ...before, ...change }
    changed.set(id, after)
    yield* (yield* TagVersions).invalidate(touchedBy(before, after))
  })
  const layer = SeriesRecords.layer.pipe(
    Layer.provideMerge(Layer.merge(facts, tagVersions)),
    Layer.provide(Layer.succeed(StoreNames, { ...demoNames(), catalogue })),
  )
  return { seen, write, layer }
}
