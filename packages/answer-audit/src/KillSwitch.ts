/**
 * Counts the verdicts on audited cached answers by group (for example a cache layer and intent) and switches a group
 * off when too many were wrong, for an hour unless given. Whoever serves cached answers asks `offReason` first and
 * serves none of a group that is off; the switch itself withholds nothing.
 *
 * `offReason` is synchronous, from memory. With Redis, counts and switched-off groups are shared by all instances and
 * survive restarts; the memory is refreshed every 5 s. While Redis does not answer, the last known state holds.
 */
import { monotonicMs, RedisConnection, repeatForever } from "@manga-assist/connections/redis"
import { Clock, Effect, type Scope } from "effect"
import {
  add,
  type Checked,
  type FalseHitLimit,
  falseHitLimit,
  isTooOften,
  lowerBound,
} from "./FalseHitRate.ts"
import { makeFalseHitCounts } from "./FalseHitCounts.ts"

/** Between two looks at what other instances switched off. */
const lookEveryMs = 5_000
/** How long the start waits for the first look. */
const firstLookMs = 300

export interface KillSwitchOptions {
  /** What can be switched off by itself, for example each layer of a cache; the list is closed. */
  readonly groups: ReadonlyArray<string>
  /** How long a group stays off, in milliseconds; an hour unless given. */
  readonly offMs?: number | undefined
  readonly limit?: Partial<FalseHitLimit> | undefined
  /** In front of every key in Redis; `audit:` unless given. */
  readonly prefix?: string | undefined
}

export interface GroupRate extends Checked {
  readonly group: string
  /** What is certain of the share of wrong answers. */
  readonly lowerBound: number
  readonly off: boolean
}

export interface KillSwitch {
  /** Why this group is off; absent while it is on. Synchronous. */
  readonly offReason: (group: string) => string | undefined
  readonly judge: (group: string, verdict: "right" | "wrong") => Effect.Effect<void>
  /** Those of which anything is known. */
  readonly rates: () => ReadonlyArray<GroupRate>
}

interface Own {
  readonly reason: string
  readonly until: number
  written: boolean
}

const percent = (share: number) => `${(100 * share).toFixed(1)} %`

/** For all instances over one Redis; without it, for this process. */
export const makeKillSwitch = Effect.fnUntraced(function* (
  options: KillSwitchOptions,
): Effect.fn.Return<KillSwitch, never, RedisConnection | Scope.Scope> {
  const { groups, offMs = 3_600_000, prefix = "audit:" } = options
  const limit: FalseHitLimit = { ...falseHitLimit, ...options.limit }
  const redis = yield* RedisConnection
  const nowMs = monotonicMs(yield* Clock.Clock)
  const ledger = redis.configured
    ? makeFalseHitCounts(redis, { prefix: `${prefix}{audit}:`, mostChecks: limit.mostChecks })
    : undefined
  const counts = new Map<string, Checked>()
  const own = new Map<string, Own>()
  let shared: ReadonlyMap<string, string> = new Map()

  const reasonOf = (name: string): string | undefined => {
    const mine = own.get(name)
    if (mine !== undefined && nowMs() < mine.until) return mine.reason
    if (mine !== undefined) own.delete(name)
    return shared.get(name)
  }

  const write = Effect.fnUntraced(function* (name: string, entry: Own) {
    if (ledger === undefined || entry.written) return
    const leftMs = entry.until - nowMs()
    if (leftMs <= 0) return
    entry.written = yield* Effect.isSuccess(ledger.switchOff(name, entry.reason, leftMs))
  })

  const look = Effect.gen(function* () {
    if (ledger === undefined) return
    const found = yield* ledger.off(groups)
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
      `answers from the cache are switched off (${name}) for ${offMs / 60_000} min: ${reason}; limit ${percent(limit.share)}`,
    )
    const entry = { reason, until: nowMs() + offMs, written: false }
    own.set(name, entry)
    counts.delete(name)
    yield* write(name, entry)
  })

  const judge: KillSwitch["judge"] = Effect.fnUntraced(function* (name, verdict) {
    // It was given before the group was switched off.
    if (reasonOf(name) !== undefined) return
    const here = add(counts.get(name) ?? { right: 0, wrong: 0 }, verdict, limit)
    const everywhere =
      ledger === undefined
        ? here
        : yield* ledger.count(name, verdict).pipe(Effect.orElseSucceed(() => here))
    counts.set(name, everywhere)
    if (isTooOften(everywhere, limit)) yield* switchOff(name, everywhere)
  })

  yield* look.pipe(Effect.timeoutOption(firstLookMs))
  yield* Effect.sleep(lookEveryMs).pipe(
    Effect.andThen(look),
    repeatForever("looking for groups that are off"),
    Effect.forkScoped({ startImmediately: true }),
  )

  return {
    offReason: reasonOf,
    judge,
    rates: () =>
      groups.flatMap((group) => {
        const checked = counts.get(group)
        const off = reasonOf(group) !== undefined
        if (checked === undefined && !off) return []
        const { right, wrong } = checked ?? { right: 0, wrong: 0 }
        const bound = lowerBound({ right, wrong }, limit.deviations)
        return [{ group, right, wrong, lowerBound: bound, off }]
      }),
  }
})
