/**
 * The names of the shop as its products table has them: all are read at the start, and what is new, changed or gone from
 * then on: at once where a change feed tells of it, within half a minute otherwise. No restart is needed, and no other name
 * is made anew. What is gone is found by the ids of all series; a live feed tells when to read them.
 *
 * While the table cannot be read, the last names stay; before the first reading there are none. A row that breaks a rule
 * and a title that is an everyday word are told in the log and counted. The shop's rules are followed in the same way.
 */
import { TagVersions, type VersionStamp } from "@manga-assist/caching"
import { Catalogue, type Series, type Shop, shopAt } from "@manga-assist/catalogue"
import {
  ConnectionError,
  type DynamoDocuments,
  monotonicMs,
  repeatForever,
} from "@manga-assist/connections"
import { makeStoreReader } from "@manga-assist/store-grammar"
import { Clock, Config, ConfigProvider, Context, Effect, Layer, Schedule } from "effect"
import type { StoreTables } from "../conversation/session/StoreTables.ts"
import { StoreNames } from "../reading/StoreNames.ts"
import { beginning, makeNamesTable, type NamesPage } from "./NamesTable.ts"
import { makeShopRules } from "./ShopRules.ts"
import { goneTag, namesTag, rulesTag } from "./StoreTags.ts"

/** Nobody need tell of changes; and an index may show what was told of a moment later. */
const lookEveryMs = 30_000
const listenEvery = "1 second"
/** Clocks of those who write rows may differ by so much. */
const overlapMs = 600_000
/** So many names are put in before others of this process go on: some milliseconds. */
const atOnce = 20
const mostTold = 10

export interface NamesFigures {
  readonly known: number
  /** Rows of the last reading that break a rule. */
  readonly broken: number
  /** Titles that are no names, since they are everyday words. */
  readonly collisions: number
}

const unread = new ConnectionError({
  service: "dynamodb",
  operation: "Query",
  reason: "timeout",
  detail: "the names of the shop are being read",
})

const told = (lines: ReadonlyArray<string>): string =>
  `${lines.slice(0, mostTold).join("; ")}${lines.length > mostTold ? "; …" : ""}`

const isSame = (one: Series, other: Series | undefined): boolean =>
  other !== undefined && JSON.stringify(one) === JSON.stringify(other)

const emptyShop = (shop: Shop) => makeStoreReader(new Catalogue([], shop.genres), shop)

const brokenShop = (cause: unknown) =>
  new Config.ConfigError(
    new ConfigProvider.SourceError({
      message: `SHOP_DIR: ${cause instanceof Error ? cause.message : String(cause)}`,
    }),
  )

const make = Effect.gen(function* () {
  const names = yield* StoreNames
  const tagVersions = yield* TagVersions
  const table = yield* makeNamesTable
  const rules = yield* makeShopRules
  const clock = yield* Clock.Clock
  const nowMs = monotonicMs(clock)
  let since: VersionStamp | undefined
  /** Ids are read in so many looks: an index may still show for a moment what was told to be gone. */
  let looksForGone = 0
  let lookedAtMs = Number.NEGATIVE_INFINITY
  /** By the clock of the wall: when the last whole look began. */
  let lookedFrom: number | undefined
  let trouble: ConnectionError = unread
  let hasFailed = false
  let broken: ReadonlyArray<string> = []

  const put = Effect.fnUntraced(function* ({ series }: NamesPage) {
    for (const [at, each] of series.entries()) {
      if (at % atOnce === atOnce - 1) yield* Effect.yieldNow
      if (!isSame(each, names.catalogue.of(each.id))) names.put(each)
    }
  })

  const isOver = (): boolean => nowMs() - lookedAtMs >= lookEveryMs
  const isTold = (tag: string): boolean =>
    since !== undefined && tagVersions.areCurrentInMemory([tag], since) === false

  const look = Effect.gen(function* () {
    const stamp = yield* Effect.orElseSucceed(tagVersions.now, () => undefined)
    const startedAt = clock.currentTimeMillisUnsafe()
    const before = names.collisions().length
    const found: Array<string> = []
    const from =
      lookedFrom === undefined ? beginning : new Date(lookedFrom - overlapMs).toISOString()
    if (isTold(goneTag)) looksForGone = 2
    else if (isOver() && !tagVersions.live()) looksForGone = 1
    lookedAtMs = nowMs()
    yield* table.read(from, (page) => {
      found.push(...page.broken)
      return put(page)
    })
    if (lookedFrom !== undefined && looksForGone > 0) {
      const there = yield* table.ids
      const gone = names.catalogue.series.flatMap(({ id }) => (there.has(id) ? [] : id))
      if (gone.length > 0) names.remove(new Set(gone))
      looksForGone -= 1
    }
    if (found.length > 0 && told(found) !== told(broken)) {
      yield* Effect.logWarning(`rows of series that break a rule: ${told(found)}`)
    }
    if (lookedFrom === undefined && names.catalogue.series.length === 0) {
      yield* Effect.logWarning("the products table names no series: no title is understood")
    }
    const words = names.collisions().slice(before)
    if (words.length > 0) {
      const lines = words.map(({ spelling, value }) => `"${spelling}" of ${value}`)
      yield* Effect.logWarning(`titles that are everyday words, and so no names: ${told(lines)}`)
    }
    yield* rules.look
    if (hasFailed) yield* Effect.logInfo("the names of the shop are read again")
    broken = found
    hasFailed = false
    lookedFrom = startedAt
    since = stamp
  }).pipe(
    Effect.catch((error) => {
      const isNew = !hasFailed
      hasFailed = true
      trouble = error
      return isNew
        ? Effect.logWarning(`the names of the shop cannot be read: ${error.message}`)
        : Effect.void
    }),
  )

  const isDue = (): boolean =>
    lookedFrom === undefined || isOver() || [namesTag, goneTag, rulesTag].some(isTold)

  yield* Effect.suspend(() => (isDue() ? look : Effect.void)).pipe(
    Effect.andThen(Effect.sleep(listenEvery)),
    repeatForever("following the names of the shop"),
    Effect.forkScoped({ startImmediately: true }),
  )

  return FollowedNames.of({
    read: Effect.suspend(() => (lookedFrom === undefined ? Effect.fail(trouble) : Effect.void)),
    figures: () => ({
      known: names.catalogue.series.length,
      broken: broken.length,
      collisions: names.collisions().length,
    }),
    rules: rules.figures,
  })
})

/** The reader of the shop that `SHOP_DIR` names, before any name is read. */
export const namelessShop: Layer.Layer<never, Config.ConfigError> = Layer.effect(
  StoreNames,
  Effect.flatMap(Config.String("SHOP_DIR").pipe(Config.withDefault("")), (folder) =>
    Effect.try({ try: () => emptyShop(shopAt(folder)), catch: brokenShop }),
  ),
)

export class FollowedNames extends Context.Service<
  FollowedNames,
  {
    /** Fails until every series of the table, and the rules, were read once. */
    readonly read: Effect.Effect<void, ConnectionError>
    readonly figures: () => NamesFigures
    /** Topics that the shop's rules have, and whether those of the table are broken and so not used. */
    readonly rules: () => { readonly topics: number; readonly broken: number }
  }
>()("@manga-assist/assistant/FollowedNames") {
  /** With the names themselves, `StoreNames`, of the shop that `SHOP_DIR` names. */
  static readonly layer: Layer.Layer<
    FollowedNames,
    Config.ConfigError,
    DynamoDocuments | StoreTables | TagVersions
  > = Layer.effect(FollowedNames, make).pipe(Layer.provideMerge(namelessShop))

  /** Ends once the names were read, for a program that has nothing to do without them; fails after ten seconds. */
  static readonly untilRead: Effect.Effect<void, ConnectionError, FollowedNames> = Effect.flatMap(
    FollowedNames,
    ({ read }) =>
      Effect.retry(read, Schedule.max([Schedule.spaced("100 millis"), Schedule.recurs(100)])),
  )
}
