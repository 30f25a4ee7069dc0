/**
 * Warms up every service before the first user: calls it over the connections that traffic will use.
 *
 * Each target is called until its calls no longer become faster, all targets in parallel, each within its deadline. It
 * never fails: the report names what failed, and `ready` is true if every target marked `critical` succeeded. Whether
 * to serve without being ready is the caller's decision.
 */
import { Cause, Clock, Effect, Exit } from "effect"
import { hasSettled, mostCalls } from "./Settled.ts"

export interface WarmUpTarget {
  readonly name: string
  /** Without it the process must not be called ready. */
  readonly critical: boolean
  readonly call: Effect.Effect<unknown, unknown>
  /** For all its calls together, in milliseconds; the plan's unless given. */
  readonly deadlineMs?: number
  /** Calls made at once in the end, and again while it is watched, so that as many connections stand; 1 unless given. */
  readonly floor?: number
  /** False for what only runs before traffic and is no service; see `watchServices`. */
  readonly watched?: boolean
}

export interface WarmUpResult {
  readonly name: string
  readonly critical: boolean
  readonly ok: boolean
  /** Milliseconds of the first call; null when it did not finish. */
  readonly firstMs: number | null
  /** Milliseconds of the last of several calls; null when there was no second one. */
  readonly warmMs: number | null
  /** Calls that succeeded one after another; those of the floor are not among them. */
  readonly calls: number
  /** `ok`, or what went wrong. */
  readonly detail: string
}

export interface WarmUpReport {
  /** Every critical target is ok. */
  readonly ready: boolean
  /** In the order of the targets. */
  readonly services: ReadonlyArray<WarmUpResult>
}

export const warmUp = Effect.fn("warmUp")(function* (
  targets: ReadonlyArray<WarmUpTarget>,
  options: { readonly deadlineMs: number },
) {
  const services = yield* Effect.forEach(targets, (target) => warmTarget(target, options), {
    concurrency: "unbounded",
  })
  return { ready: services.every((each) => each.ok || !each.critical), services }
})

/** One target of the plan. */
export const warmTarget = Effect.fnUntraced(function* (
  target: WarmUpTarget,
  options: { readonly deadlineMs: number },
): Effect.fn.Return<WarmUpResult> {
  const deadlineMs = target.deadlineMs ?? options.deadlineMs
  const times: Array<number> = []
  const timed = Effect.gen(function* () {
    const before = yield* Clock.currentTimeNanos
    yield* target.call
    const nanos = (yield* Clock.currentTimeNanos) - before
    times.push(Math.round(Number(nanos) / 1e4) / 100)
  })
  const calls = Effect.gen(function* () {
    while (times.length < mostCalls && !hasSettled(times)) yield* timed
    yield* callFloor(target)
  })
  const exit = yield* Effect.exit(
    calls.pipe(
      Effect.timeoutOrElse({
        duration: deadlineMs,
        orElse: () => Effect.fail(`not warm after ${deadlineMs} ms`),
      }),
    ),
  )
  return {
    name: target.name,
    critical: target.critical,
    ok: Exit.isSuccess(exit),
    firstMs: times[0] ?? null,
    warmMs: times.length > 1 ? (times.at(-1) ?? null) : null,
    calls: times.length,
    detail: Exit.isSuccess(exit) ? "ok" : failureText(exit.cause),
  }
})

/** As many calls at once as connections are to stand. */
export const callFloor = ({ call, floor = 1 }: WarmUpTarget): Effect.Effect<void, unknown> =>
  floor < 2
    ? Effect.void
    : Effect.all(
        Array.from({ length: floor }, () => call),
        { concurrency: "unbounded", discard: true },
      )

/** The failure of a call in one line. */
export const failureText = (cause: Cause.Cause<unknown>): string => {
  const error = Cause.squash(cause)
  return error instanceof Error ? error.message : String(error)
}
