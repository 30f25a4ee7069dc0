/**
 * Computes the vector of a text with a Titan Text Embeddings v2 model, over the shared connection pool.
 *
 * A call that exceeds its deadline, or is interrupted, resets its HTTP/2 stream. A request is sent at most once more:
 * if its connection failed before the first byte of the response, or if it was refused because of the clock or
 * expired credentials.
 */
import { Context, Effect, Layer } from "effect"
import { BedrockError, bedrockError } from "./BedrockError.ts"
import type { BedrockRequests } from "./BedrockRequests.ts"
import { BedrockTransport } from "./BedrockTransport.ts"
import { callWithin } from "../requests/Deadline.ts"
import type { Incoming } from "../http/Incoming.ts"
import { toldRefusals } from "../requests/ToldRefusals.ts"

export interface EmbeddingOptions {
  readonly modelId: string
  /** 256, 512 or 1,024 for Titan v2. The vector is normalised. */
  readonly dimensions: number
  /** Milliseconds for the whole call; beyond it `first-token-timeout`. */
  readonly deadlineMs: number
}

export class BedrockEmbeddings extends Context.Service<
  BedrockEmbeddings,
  {
    readonly embed: (
      text: string,
      options: EmbeddingOptions,
    ) => Effect.Effect<ReadonlyArray<number>, BedrockError>
  }
>()("@manga-assist/connections/BedrockEmbeddings") {
  static readonly layer: Layer.Layer<BedrockEmbeddings, never, BedrockTransport> = Layer.effect(
    BedrockEmbeddings,
    Effect.gen(function* () {
      const { requests } = yield* BedrockTransport
      const told = toldRefusals()
      const embed = Effect.fn("BedrockEmbeddings.embed")(function* (
        text: string,
        { modelId, dimensions, deadlineMs }: EmbeddingOptions,
      ) {
        const body = Buffer.from(JSON.stringify({ inputText: text, dimensions, normalize: true }))
        const answer = yield* told(invoke(requests, modelId, body, deadlineMs), `model ${modelId}`)
        const vector = vectorOf(answer.toString("utf8"))
        if (vector?.length === dimensions) return vector
        const detail =
          vector === undefined
            ? "the answer holds no vector"
            : `${vector.length} dimensions instead of ${dimensions}`
        return yield* new BedrockError({ reason: "model-error", detail })
      })
      return BedrockEmbeddings.of({ embed })
    }),
  )
}

/** 1,024 numbers are 25 KB. */
const mostBytes = 1024 * 1024

const invoke = (requests: BedrockRequests, modelId: string, body: Buffer, deadlineMs: number) =>
  callWithin<Buffer, BedrockError>(
    deadlineMs,
    (resume) => {
      const abort = new AbortController()
      const fail = (cause: unknown) => {
        abort.abort()
        resume(Effect.fail(bedrockError(cause)))
      }
      const onAnswer = (incoming: Incoming) => {
        collect(incoming, (bytes) => resume(Effect.succeed(bytes)), fail)
      }
      const { signal } = abort
      const replay = { used: false }
      requests.send({ operation: "invoke", modelId, body, signal, onAnswer, replay }).catch(fail)
      return () => abort.abort()
    },
    () => {
      const detail = `no vector in ${deadlineMs} ms`
      return new BedrockError({ reason: "first-token-timeout", detail })
    },
  )

const vectorOf = (text: string): ReadonlyArray<number> | undefined => {
  try {
    const reply: unknown = JSON.parse(text)
    const isReply = typeof reply === "object" && reply !== null && "embedding" in reply
    return isReply && isVector(reply.embedding) ? reply.embedding : undefined
  } catch {
    return undefined
  }
}

const isVector = (value: unknown): value is ReadonlyArray<number> =>
  Array.isArray(value) && value.every((each) => typeof each === "number" && Number.isFinite(each))

const collect = (
  incoming: Incoming,
  onWhole: (bytes: Buffer) => void,
  onFailure: (error: BedrockError) => void,
): void => {
  const chunks: Array<Buffer> = []
  let bytes = 0
  const { body } = incoming
  body.on("data", (chunk: Buffer) => {
    chunks.push(chunk)
    bytes += chunk.length
    if (bytes <= mostBytes) return
    incoming.cancel()
    const detail = `the answer is longer than ${mostBytes} bytes`
    onFailure(new BedrockError({ reason: "model-error", detail }))
  })
  let ended = false
  const over = (cause?: unknown) => {
    if (ended) return
    ended = true
    if (incoming.whole()) return onWhole(Buffer.concat(chunks, bytes))
    const detail = cause instanceof Error ? cause.message : "the answer broke off"
    onFailure(new BedrockError({ reason: "truncated", detail, cause }))
  }
  body.on("error", over)
  body.once("end", () => over())
  body.once("close", () => over())
  if (body.destroyed) over(body.errored)
}
