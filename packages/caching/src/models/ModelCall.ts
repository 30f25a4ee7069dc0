/**
 * Runs one call of an AI SDK model, streamed (`streamed`) or not (`generated`), as an effect that several callers can
 * share; interrupting it aborts the call.
 *
 * `streamed` passes each part of the stream, serialised, to the given function `push` as it arrives. The result of
 * both, `Said`, has the whole answer serialised as JSON (`packed`) and, only if the answer is complete and may be
 * cached, its plain text (`complete`).
 */
import { Effect } from "effect"
import {
  type CallParams,
  completeText,
  type Failure,
  failureOf,
  type Model,
  pack,
  type StreamPart,
} from "./ModelParts.ts"

/** What a call gave. */
export interface Said {
  /** All of it, packed. */
  readonly packed: string
  /** Its text, if it may be kept. */
  readonly complete: string | undefined
}

const called = <A>(
  call: (signal: AbortSignal) => PromiseLike<A> | Promise<A>,
): Effect.Effect<A, Failure> =>
  Effect.callback<A, Failure>((resume) => {
    const abort = new AbortController()
    // A call that throws at once must not become a defect.
    Promise.resolve()
      .then(() => call(abort.signal))
      .then(
        (value) => resume(Effect.succeed(value)),
        (error: unknown) => resume(Effect.fail(failureOf(error))),
      )
    return Effect.sync(() => abort.abort())
  })

export const streamed =
  (model: Model, params: CallParams) =>
  (push: (text: string) => void): Effect.Effect<Said, Failure> =>
    called(async (abortSignal) => {
      const { stream } = await model.doStream({ ...params, abortSignal })
      const parts: Array<StreamPart> = []
      for await (const part of stream) {
        abortSignal.throwIfAborted()
        parts.push(part)
        push(pack(part))
      }
      const last = parts.at(-1)
      return {
        packed: pack(parts),
        complete: completeText(parts, last?.type === "finish" ? last.finishReason : undefined),
      }
    })

export const generated = (model: Model, params: CallParams): Effect.Effect<Said, Failure> =>
  called(async (abortSignal) => {
    // Bodies of requests and answers are for a log, and large.
    const { request: _, response, ...result } = await model.doGenerate({ ...params, abortSignal })
    const { body: __, ...told } = response ?? {}
    const kept = response === undefined ? result : { ...result, response: told }
    return { packed: pack(kept), complete: completeText(kept.content, kept.finishReason) }
  })
