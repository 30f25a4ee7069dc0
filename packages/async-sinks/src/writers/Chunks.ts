/**
 * Splits a batch into requests that a service accepts (`chunksOf`), and sends them and merges their results
 * (`sendChunks`). A failed request fails only its own records.
 *
 * `call` wraps one call of an AWS SDK client as an effect that is aborted on interruption; `isNamed` tells whether an
 * error, or one of its causes, has a given name.
 */
import { Cause, Effect, Exit } from "effect"
import { reasonOf } from "../contract/DeadLetter.ts"
import { SinkError } from "../contract/SinkError.ts"
import type { WriteAnswer } from "../contract/WriteAnswer.ts"
import type { CallOptions } from "./WriterOptions.ts"

export interface ChunkLimits {
  readonly count: number
  readonly bytes: number
  /** Bytes of one record; a larger one is rejected, and the reason names the limit. */
  readonly recordBytes: number
  /** Which service's limit it is. */
  readonly service: string
}

export interface Chunks {
  /** Indexes of each request, in order. */
  readonly chunks: ReadonlyArray<ReadonlyArray<number>>
  readonly rejected: ReadonlyArray<{ readonly index: number; readonly reason: string }>
}

/** `sizes`: bytes that each record takes in a request. */
export const chunksOf = (sizes: ReadonlyArray<number>, limits: ChunkLimits): Chunks => {
  const chunks: Array<Array<number>> = []
  const rejected: Array<{ index: number; reason: string }> = []
  let current: Array<number> = []
  let bytes = 0
  for (const [index, size] of sizes.entries()) {
    if (size > limits.recordBytes) {
      const reason = `${size} bytes, ${limits.service} takes at most ${limits.recordBytes} a record`
      rejected.push({ index, reason })
      continue
    }
    if (current.length >= limits.count || (current.length > 0 && bytes + size > limits.bytes)) {
      chunks.push(current)
      current = []
      bytes = 0
    }
    current.push(index)
    bytes += size
  }
  if (current.length > 0) chunks.push(current)
  return { chunks, rejected }
}

/** `send` answers with indexes of its own chunk; they become those of the batch. */
export const sendChunks = Effect.fnUntraced(function* (
  { chunks, rejected }: Chunks,
  send: (indexes: ReadonlyArray<number>) => Effect.Effect<WriteAnswer, unknown>,
): Effect.fn.Return<WriteAnswer> {
  const failed: Array<number> = []
  const refused = [...rejected]
  let duplicates = 0
  let reason: string | undefined
  for (const indexes of chunks) {
    const exit = yield* Effect.exit(Effect.suspend(() => send(indexes)))
    if (Exit.isFailure(exit)) {
      failed.push(...indexes)
      reason = reasonOf(Cause.squash(exit.cause))
      continue
    }
    const answer = exit.value
    const of = (index: number) => indexes[index] ?? -1
    failed.push(...(answer.failed ?? []).map(of))
    for (const { index, reason } of answer.rejected ?? [])
      refused.push({ index: of(index), reason })
    duplicates += answer.duplicates ?? 0
    reason ??= answer.reason
  }
  return { failed, rejected: refused, duplicates, reason }
})

/** The call of an SDK client, aborted when nobody waits for it any more. */
export const call = <B>(
  service: string,
  send: (options: CallOptions) => Promise<B>,
): Effect.Effect<B, SinkError> =>
  Effect.tryPromise({
    try: (abortSignal) => send({ abortSignal }),
    catch: (cause) =>
      new SinkError({ reason: "target-failed", sink: service, detail: reasonOf(cause), cause }),
  })

/** By its name, of the error itself or of what it was caused by. */
export const isNamed = (error: unknown, name: string): boolean =>
  error instanceof Error && (error.name === name || isNamed(error.cause, name))
