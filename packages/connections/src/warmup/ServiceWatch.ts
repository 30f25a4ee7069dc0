/**
 * Watches the services that a process depends on: warms them up before traffic, then calls each at an interval.
 *
 * Once warm, a process stays ready: another one would miss the same service, and what it has in memory would be lost.
 * A service that was away is warmed up again when it is back, and its connections are used while nobody else does: servers,
 * and what lies between, close or forget those that are idle. The report is synchronous. The loops end with the scope;
 * nothing here fails.
 */
import { Clock, Effect, Exit, type Scope } from "effect"
import { monotonicMs } from "../requests/MonotonicMs.ts"
import {
  callFloor,
  failureText,
  warmTarget,
  warmUp,
  type WarmUpReport,
  type WarmUpResult,
  type WarmUpTarget,
} from "./WarmUp.ts"

export interface WatchOptions {
  /** For one try of the warm-up; 10,000 unless given: a sleeping OpenSearch collection takes longer. */
  readonly warmUpMs?: number
  /** Between two calls to a service that answers; 5,000 unless given. */
  readonly everyMs?: number
}

/** Between two tries at something that is away. */
const retryMs = 500
/** Between the first two times that the same is said; each further one takes twice as long, up to the second number. */
const [sayAgainMs, sayAgainAtMostMs] = [4_000, 120_000]
/** A service that does not answer within this is as good as away. */
const probeMs = 3_000

/** Between two uses of all connections; load balancers close what was idle for 60 s, NAT forgets it after 350. */
const floorEveryMs = 30_000

interface Watched {
  readonly target: WarmUpTarget
  result: WarmUpResult
  failingSince: number | undefined
  /** When all its connections were used. */
  usedAt: number
}

export interface WatchedService extends WarmUpResult {
  /** Since when it has not answered; 0 while it does, and for what is not watched. */
  readonly awayMs: number
}

export interface WatchReport {
  /** Warm-up has passed. */
  readonly ready: boolean
  readonly services: ReadonlyArray<WatchedService>
}

/**
 * Returns at once. The report is synchronous, so that a health page never waits; it has no services before the first
 * try of the warm-up is over.
 */
export const watchServices = Effect.fnUntraced(function* (
  targets: ReadonlyArray<WarmUpTarget>,
  options: WatchOptions = {},
): Effect.fn.Return<{ readonly report: () => WatchReport }, never, Scope.Scope> {
  const { everyMs = 5_000, warmUpMs = 10_000 } = options
  const now = monotonicMs(yield* Clock.Clock)
  const plan = { deadlineMs: warmUpMs }
  let isWarm = false
  let watched: ReadonlyArray<Watched> = []

  const reported = ({ failingSince, result }: Watched): WatchedService => ({
    ...result,
    awayMs: failingSince === undefined ? 0 : now() - failingSince,
  })

  const isWorthSaying = atGrowingIntervals(now)

  const warmed = Effect.gen(function* () {
    for (;;) {
      const began = now()
      const report = yield* warmUp(targets, plan)
      const before = watched
      watched = targets.flatMap((target, index) => {
        const result = report.services[index]
        const isAway = result?.ok === false && target.watched !== false
        const failingSince = isAway ? (before[index]?.failingSince ?? began) : undefined
        return result === undefined ? [] : [{ target, result, failingSince, usedAt: now() }]
      })
      isWarm = report.ready
      if (isWarm) {
        yield* Effect.logInfo(`warm: ${lineOf(report)}`)
        for (const { result } of watched) if (!result.ok) yield* warnOf(result)
        return
      }
      const missing = report.services.flatMap(({ name, ok }) => (ok ? [] : [name])).join()
      if (isWorthSaying(missing)) yield* Effect.logWarning(`not warm yet: ${lineOf(report)}`)
      yield* Effect.sleep(retryMs)
    }
  })

  /** One call, or the whole warm-up of a service that was away. */
  const ask = (each: Watched) =>
    each.failingSince !== undefined
      ? warmTarget(each.target, plan)
      : each.target.call.pipe(
          Effect.timeoutOrElse({
            duration: probeMs,
            orElse: () => Effect.fail(`no answer within ${probeMs} ms`),
          }),
          Effect.exit,
          Effect.map((exit) => ({
            ...each.result,
            ok: Exit.isSuccess(exit),
            detail: Exit.isSuccess(exit) ? "ok" : failureText(exit.cause),
          })),
        )

  const watch = Effect.fnUntraced(function* (each: Watched) {
    for (;;) {
      yield* Effect.sleep(each.failingSince === undefined ? everyMs : Math.min(everyMs, retryMs))
      const began = now()
      const wasFailing = each.failingSince !== undefined
      each.result = yield* ask(each)
      const { name, ok } = each.result
      if (ok) {
        each.failingSince = undefined
        if (wasFailing) yield* Effect.logInfo(`${name} answers again`)
        if (now() - each.usedAt >= floorEveryMs) {
          each.usedAt = now()
          yield* Effect.ignore(Effect.timeout(callFloor(each.target), probeMs))
        }
        continue
      }
      each.failingSince ??= began
      if (!wasFailing) yield* warnOf(each.result)
    }
  })

  yield* warmed.pipe(
    Effect.andThen(
      Effect.suspend(() =>
        Effect.forEach(
          watched.filter(({ target }) => target.watched !== false),
          watch,
          { concurrency: "unbounded", discard: true },
        ),
      ),
    ),
    Effect.ignoreCause({ log: "Error" }),
    Effect.forkScoped({ startImmediately: true }),
  )
  return {
    report: () => ({
      ready: isWarm,
      services: watched.map(reported),
    }),
  }
})

/** Whether what is wrong is to be told now: at once when it is not what it was, else less and less often. */
const atGrowingIntervals = (now: () => number) => {
  let told: string | undefined
  let everyMs = sayAgainMs
  let againAt = 0
  return (what: string): boolean => {
    if (what === told && now() < againAt) return false
    everyMs = what === told ? Math.min(everyMs * 2, sayAgainAtMostMs) : sayAgainMs
    againAt = now() + everyMs
    told = what
    return true
  }
}

const warnOf = ({ detail, name }: WarmUpResult) =>
  Effect.logWarning(`${name} does not answer: ${detail}`)

const lineOf = (report: WarmUpReport): string =>
  report.services
    .map(({ name, ok, firstMs, warmMs, detail }) =>
      ok ? `${name} ${firstMs ?? 0} → ${warmMs ?? 0} ms` : `${name} failed (${detail})`,
    )
    .join(" · ")
