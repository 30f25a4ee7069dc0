/**
 * One attempt to write a batch to the target: limited by a deadline and by the end of the target's part of a drain,
 * timed, and turned into a result for each record (written, failed or rejected). It never fails.
 *
 * If best-effort records were dropped, a notice with their number goes ahead of the batch. If the notice is not
 * delivered, the next batch has it.
 */
import { Cause, Effect, Exit } from "effect"
import { reasonOf } from "../contract/DeadLetter.ts"
import { givenEffect } from "../contract/GivenEffect.ts"
import type { Held } from "./LiveQueue.ts"
import type { SinkRecord } from "../contract/Sink.ts"
import type { SinkState } from "./SinkState.ts"

export interface Outcome<A> {
  readonly ok: ReadonlyArray<Held<A>>
  readonly failed: ReadonlyArray<Held<A>>
  readonly rejected: ReadonlyArray<{ readonly held: Held<A>; readonly reason: string }>
  /** Why some failed. */
  readonly reason: string
  /** It did not end in time, or was cut: asking for each record by itself would take as long each. */
  readonly hung: boolean
}

const cut = "its target had not answered when the sink was to end"

export const attempt = Effect.fnUntraced(function* <A extends SinkRecord, E, R>(
  state: SinkState<A, E, R>,
  batch: ReadonlyArray<Held<A>>,
): Effect.fn.Return<Outcome<A>, never, R> {
  const { account, settings } = state
  const untold = state.unreported
  const notice = untold > 0 ? settings.dropNotice?.(untold) : undefined
  const records = batch.map(({ record }) => record)
  const sent = notice === undefined ? records : [notice, ...records]
  const shift = sent.length - records.length
  const json = (index: number): string => {
    const held = batch[index - shift]
    if (held === undefined) return JSON.stringify(sent[index])
    held.json ??= JSON.stringify(held.record)
    return held.json
  }
  if (shift > 0) state.unreported = 0
  const started = state.now()
  const exit = yield* Effect.suspend(() => givenEffect(settings.write(sent, json))).pipe(
    Effect.timeout(settings.writeDeadlineMs),
    Effect.raceFirst(Effect.andThen(state.handingOver.await, Effect.fail(cut))),
    Effect.exit,
  )
  account.counts.batches += 1
  account.batchSizes.add(sent.length)
  account.writeMs.add(state.now() - started)
  if (Exit.isFailure(exit)) {
    if (shift > 0) state.unreported += untold
    const error = Cause.squash(exit.cause)
    const reason = reasonOf(error)
    account.lastFailure = reason
    const hung = error === cut || Cause.isTimeoutError(error)
    return { ok: [], failed: batch, rejected: [], reason, hung }
  }
  const answer = exit.value ?? {}
  const failed = new Set(answer.failed)
  const rejected = new Map(answer.rejected?.map(({ index, reason }) => [index, reason]))
  if (shift > 0 && (failed.has(0) || rejected.has(0))) state.unreported += untold
  const reason = answer.reason ?? "the target did not take it"
  if (failed.size > 0) account.lastFailure = reason
  account.counts.duplicates += answer.duplicates ?? 0
  account.counts.removed += answer.removed ?? 0
  return {
    ok: batch.filter((_, index) => !failed.has(index + shift) && !rejected.has(index + shift)),
    failed: batch.filter((_, index) => failed.has(index + shift) && !rejected.has(index + shift)),
    rejected: batch.flatMap((held, index) => {
      const why = rejected.get(index + shift)
      return why === undefined ? [] : [{ held, reason: why }]
    }),
    reason,
    hung: false,
  }
})
