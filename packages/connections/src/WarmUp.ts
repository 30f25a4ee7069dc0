/**
 * Calls every service over the connections that traffic will use, before the first user does.
 *
 * Each target is called twice, first cold and then warm, all targets in parallel, each within the one
 * deadline. It never fails: what failed stands in the report, and the owner decides by `critical`.
 */
import { Cause, Clock, Effect, Exit } from "effect"

export interface WarmUpTarget {
  readonly name: string
  /** Without it the process must not be called ready. */
  readonly critical: boolean
  readonly call: Effect.Effect<unknown, unknown>
}

export interface WarmUpResult {
  readonly name: string
  readonly critical: boolean
  readonly ok: boolean
  /** Milliseconds of the first call; null when it did not finish. */
  readonly firstMs: number | null
  /** Milliseconds of the second call; null when it did not finish. */
  readonly warmMs: number | null
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
  const services = yield* Effect.forEach(targets, (target) => warm(target, options.deadlineMs), {
    concurrency: "unbounded",
  })
  return { ready: services.every((each) => each.ok || !each.critical), services }
})

const warm = Effect.fnUntraced(function* (target: WarmUpTarget, deadlineMs: number) {
  const times: Array<number> = []
  const timed = Effect.gen(function* () {
    const before = yield* Clock.currentTimeNanos
    yield* target.call
    const nanos = (yield* Clock.currentTimeNanos) - before
    times.push(Math.round(Number(nanos) / 1e4) / 100)
  })
  const exit = yield* Effect.exit(
    Effect.andThen(timed, timed).pipe(
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
    warmMs: times[1] ?? null,
    detail: Exit.isSuccess(exit) ? "ok" : textOf(Cause.squash(exit.cause)),
  }
})

const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
