/**
 * Counts the verdicts on audited cached answers by group (for example all answers to one kind of question) and switches
 * a group off when too many were wrong, for a day unless given, or until somebody switches it on. Whoever serves cached
 * answers asks `offReason` first and serves none of a group that is off; the switch itself withholds nothing.
 *
 * `offReason` is synchronous, from memory. With Redis, counts and switched-off groups are shared by all instances and
 * survive restarts; the memory is refreshed every 5 s. While Redis does not answer, the last known state holds. Memory
 * is bounded: the counts of 2,000 groups, those judged last, and 2,000 that were switched off here and are not shared;
 * of more, those are judged anew that were switched off first.
 */
import {
  type ConnectionError,
  monotonicMs,
  RedisConnection,
  repeatForever,
} from "@manga-assist/connections/redis"
import { Clock, Effect, type Scope } from "effect"
import {
  add,
  type Checked,
  type FalseHitLimit,
  falseHitLimit,
  type GroupRate,
  isTooOften,
  unchecked,
  weightOf,
} from "./FalseHitRate.ts"
import { makeFalseHitCounts } from "./FalseHitCounts.ts"

/** Between two looks at what other instances switched off. */
const lookEveryMs = 5_000
/** How long the start waits for the first look. */
const firstLookMs = 300
const mostGroups = 2_000

export interface KillSwitchOptions {
  /** How long a group stays off, in milliseconds, a week at most; a day unless given. */
  readonly offMs?: number | undefined
  readonly limit?: Partial<FalseHitLimit> | undefined
  /** In front of every key in Redis; `audit:` unless given. */
  readonly prefix?: string | undefined
}

export interface KillSwitch {
  /** Why this group is off; absent while it is on. Synchronous. */
  readonly offReason: (group: string) => string | undefined
  readonly judge: (group: string, verdict: "right" | "wrong") => Effect.Effect<void>
  /** Put on again in all processes, and counted from zero. Fails where Redis does not answer. */
  readonly switchOn: (group: string) => Effect.Effect<void, ConnectionError>
  /** What is known of a group. Synchronous. */
  readonly checked: (group: string) => Checked
  /** Why each group is off that is, asked for where that is shared. */
  readonly off: Effect.Effect<ReadonlyMap<string, string>, ConnectionError>
  /** Those of which anything is known. */
  readonly rates: () => ReadonlyArray<GroupRate>
}

interface Own {
  readonly reason: string
  readonly until: number
}

/** Of a map in the order of its writes. */
const dropOldest = (groups: Map<string, unknown>): void => {
  const [oldest] = groups.keys()
  if (groups.size > mostGroups && oldest !== undefined) groups.delete(oldest)
}

const percent = (share: number) => `${(100 * share).toFixed(1)} %`

/** For all instances over one Redis; without it, for this process. */
export const makeKillSwitch = Effect.fnUntraced(function* (
  options: KillSwitchOptions,
): Effect.fn.Return<KillSwitch, never, RedisConnection | Scope.Scope> {
  const { offMs = 86_400_000, prefix = "audit:" } = options
  const limit: FalseHitLimit = { ...falseHitLimit, ...options.limit }
  const redis = yield* RedisConnection
  const nowMs = monotonicMs(yield* Clock.Clock)
  const ledger = redis.configured ? makeFalseHitCounts(redis, `${prefix}{audit}:`) : undefined
  const counts = new Map<string, Checked>()
  /** Switched off here, and nowhere else yet. */
  const own = new Map<string, Own>()
  let shared: ReadonlyMap<string, string> = new Map()

  const reasonOf = (name: string): string | undefined => {
    const mine = own.get(name)
    if (mine !== undefined && nowMs() < mine.until) return mine.reason
    if (mine !== undefined) own.delete(name)
    return shared.get(name)
  }

  const remember = (name: string, checked: Checked) => {
    counts.delete(name)
    counts.set(name, checked)
    dropOldest(counts)
  }

  const write = Effect.fnUntraced(function* (name: string, { reason, until }: Own) {
    const leftMs = until - nowMs()
    if (ledger === undefined || leftMs <= 0) return
    if (!(yield* Effect.isSuccess(ledger.switchOff(name, reason, leftMs)))) return
    shared = new Map(shared).set(name, reason)
    own.delete(name)
  })

  const look = Effect.gen(function* () {
    if (ledger === undefined) return
    for (const [name, entry] of own) yield* write(name, entry)
    const found = yield* ledger.off
    for (const [name, reason] of found) {
      if (!shared.has(name)) {
        yield* Effect.logWarning(`answers from the cache are off (${name}): ${reason}`)
      }
      counts.delete(name)
    }
    shared = found
  }).pipe(Effect.ignore)

  const switchOff = Effect.fnUntraced(function* (name: string, { right, wrong }: Checked) {
    const reason = `${wrong} of ${right + wrong} checked answers were wrong`
    yield* Effect.logWarning(
      `answers from the cache are switched off (${name}) for ${offMs / 60_000} min: ${reason}; limit ${percent(limit.share)}`,
    )
    const entry = { reason, until: nowMs() + offMs }
    for (const [other, { until }] of own) if (until <= nowMs()) own.delete(other)
    own.set(name, entry)
    dropOldest(own)
    counts.delete(name)
    yield* write(name, entry)
  })

  const judge: KillSwitch["judge"] = Effect.fnUntraced(function* (name, verdict) {
    // It was given before the group was switched off.
    if (reasonOf(name) !== undefined) return
    const here = add(counts.get(name) ?? unchecked, verdict, limit)
    const everywhere =
      ledger === undefined
        ? here
        : yield* ledger
            .count(name, verdict, weightOf(verdict, limit))
            .pipe(Effect.orElseSucceed(() => here))
    remember(name, everywhere)
    if (isTooOften(everywhere)) yield* switchOff(name, everywhere)
  })

  yield* look.pipe(Effect.timeoutOption(firstLookMs))
  yield* Effect.sleep(lookEveryMs).pipe(
    Effect.andThen(look),
    repeatForever("looking for groups that are off"),
    Effect.forkScoped({ startImmediately: true }),
  )

  const checked = (group: string) => counts.get(group) ?? unchecked
  return {
    offReason: reasonOf,
    judge,
    switchOn: Effect.fnUntraced(function* (group) {
      yield* ledger?.switchOn(group) ?? Effect.void
      own.delete(group)
      shared = new Map([...shared].filter(([name]) => name !== group))
    }),
    checked,
    off:
      ledger?.off ??
      Effect.sync(() => new Map([...own].map(([name, { reason }]) => [name, reason]))),
    rates: () =>
      [...new Set([...counts.keys(), ...shared.keys(), ...own.keys()])].map((group) => {
        const { evidence, right, wrong } = checked(group)
        return { group, right, wrong, evidence, off: reasonOf(group) !== undefined }
      }),
  }
})
