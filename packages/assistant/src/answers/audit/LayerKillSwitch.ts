/**
 * Which layers of the cache are off for which intents, because too many of their answers were found wrong.
 *
 * Asked synchronously by each turn, from memory; refreshed from Redis, where other instances and those before
 * a restart have written. While Redis does not answer, what was known last holds.
 */
import { RedisConnection, repeatForever } from "@manga-assist/connections"
import { Clock, Effect, type Scope } from "effect"
import { add, type Checked, falseHitLimit, isTooOften, lowerBound } from "./FalseHitRate.ts"
import { makeFalseHitCounts } from "./FalseHitCounts.ts"
import type { Intent } from "../../reading/Question.ts"

/** How an answer came to other words than its own. */
export const hitLayers = ["canonical", "precomputed", "alias", "stale"] as const
export type HitLayer = (typeof hitLayers)[number]

const intents: ReadonlyArray<Intent> = [
  "recommend",
  "trending",
  "new-releases",
  "genre-browse",
  "title-lookup",
  "price-or-stock",
  "author",
  "release-date",
  "policy",
  "other",
]

const nameOf = (intent: string, layer: string) => `${intent}|${layer}`
const names = intents.flatMap((intent) => hitLayers.map((layer) => nameOf(intent, layer)))

/** Between two looks at what other instances switched off. */
const lookEveryMs = 5_000
/** How long the start waits for the first look. */
const firstLookMs = 300

export interface LayerRate extends Checked {
  readonly intent: string
  readonly layer: string
  /** What is certain of the share of wrong answers. */
  readonly lowerBound: number
  readonly off: boolean
}

export interface LayerKillSwitch {
  /** Why this layer is off for this intent; absent while it is on. Synchronous. */
  readonly offReason: (intent: Intent, layer: HitLayer) => string | undefined
  readonly judge: (
    intent: Intent,
    layer: HitLayer,
    verdict: "right" | "wrong",
  ) => Effect.Effect<void>
  /** Those of which anything is known. */
  readonly rates: () => ReadonlyArray<LayerRate>
}

interface Own {
  readonly reason: string
  readonly until: number
  written: boolean
}

const percent = (share: number) => `${(100 * share).toFixed(1)} %`

/** `offMs`: how long a layer stays off. */
export const makeLayerKillSwitch = Effect.fnUntraced(function* (
  offMs: number,
): Effect.fn.Return<LayerKillSwitch, never, RedisConnection | Scope.Scope> {
  const redis = yield* RedisConnection
  const clock = yield* Clock.Clock
  const ledger = redis.configured ? makeFalseHitCounts(redis) : undefined
  const counts = new Map<string, Checked>()
  const own = new Map<string, Own>()
  let shared: ReadonlyMap<string, string> = new Map()

  const reasonOf = (name: string): string | undefined => {
    const mine = own.get(name)
    if (mine !== undefined && clock.currentTimeMillisUnsafe() < mine.until) return mine.reason
    if (mine !== undefined) own.delete(name)
    return shared.get(name)
  }

  const write = Effect.fnUntraced(function* (name: string, entry: Own) {
    if (ledger === undefined || entry.written) return
    const leftMs = entry.until - (yield* Clock.currentTimeMillis)
    if (leftMs <= 0) return
    entry.written = yield* Effect.isSuccess(ledger.switchOff(name, entry.reason, leftMs))
  })

  const look = Effect.gen(function* () {
    if (ledger === undefined) return
    const found = yield* ledger.off(names)
    for (const [name, reason] of found) {
      if (!shared.has(name) && !own.has(name)) {
        yield* Effect.logWarning(`answers from the cache are off (${name}): ${reason}`)
      }
      counts.delete(name)
    }
    shared = found
    for (const [name, entry] of own) yield* write(name, entry)
  }).pipe(Effect.ignore)

  const switchOff = Effect.fnUntraced(function* (name: string, checked: Checked) {
    const { right, wrong } = checked
    const reason = `${wrong} of ${right + wrong} checked answers were wrong`
    yield* Effect.logWarning(
      `answers from the cache are switched off (${name}) for ${offMs / 60_000} min: ${reason}; limit ${percent(falseHitLimit.share)}`,
    )
    const entry = { reason, until: (yield* Clock.currentTimeMillis) + offMs, written: false }
    own.set(name, entry)
    counts.delete(name)
    yield* write(name, entry)
  })

  const judge: LayerKillSwitch["judge"] = Effect.fnUntraced(function* (intent, layer, verdict) {
    const name = nameOf(intent, layer)
    // It was given before the layer was switched off.
    if (reasonOf(name) !== undefined) return
    const here = add(counts.get(name) ?? { right: 0, wrong: 0 }, verdict)
    const everywhere =
      ledger === undefined
        ? here
        : yield* ledger.count(name, verdict).pipe(Effect.orElseSucceed(() => here))
    counts.set(name, everywhere)
    if (isTooOften(everywhere)) yield* switchOff(name, everywhere)
  })

  yield* look.pipe(Effect.timeoutOption(firstLookMs))
  yield* Effect.sleep(lookEveryMs).pipe(
    Effect.andThen(look),
    repeatForever("looking for layers that are off"),
    Effect.forkScoped({ startImmediately: true }),
  )

  return {
    offReason: (intent, layer) => reasonOf(nameOf(intent, layer)),
    judge,
    rates: () =>
      names.flatMap((name) => {
        const checked = counts.get(name)
        const off = reasonOf(name) !== undefined
        if (checked === undefined && !off) return []
        const { right, wrong } = checked ?? { right: 0, wrong: 0 }
        const [intent = "", layer = ""] = name.split("|")
        return [{ intent, layer, right, wrong, lowerBound: lowerBound({ right, wrong }), off }]
      }),
  }
})
