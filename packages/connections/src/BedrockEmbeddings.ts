/**
 * The vector of a text by a Titan Text Embeddings v2 model, over the shared pool.
 *
 * A call ends at its deadline and its stream is reset with it. It is sent once more under the same
 * conditions as a chat: see `BedrockChat.ts`.
 */
import { Context, Effect, Layer, Result, Schema } from "effect"
import { BedrockError, bedrockError } from "./BedrockError.ts"
import { type BedrockRequests } from "./BedrockRequests.ts"
import { BedrockTransport } from "./BedrockTransport.ts"
import { type Incoming } from "./Incoming.ts"

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
      const embed = Effect.fn("BedrockEmbeddings.embed")(function* (
        text: string,
        { modelId, dimensions, deadlineMs }: EmbeddingOptions,
      ) {
        const body = Buffer.from(JSON.stringify({ inputText: text, dimensions, normalize: true }))
        const answer = yield* invoke(requests, modelId, body).pipe(
          Effect.timeoutOrElse({
            duration: deadlineMs,
            orElse: () => {
              const detail = `no vector in ${deadlineMs} ms`
              return Effect.fail(new BedrockError({ reason: "first-token-timeout", detail }))
            },
          }),
        )
        const decoded = decodeBody(answer.toString("utf8"))
        if (Result.isFailure(decoded)) {
          const detail = "the answer holds no vector"
          return yield* new BedrockError({ reason: "model-error", detail, cause: decoded.failure })
        }
        const { embedding } = decoded.success
        if (embedding.length === dimensions) return embedding
        const detail = `${embedding.length} dimensions instead of ${dimensions}`
        return yield* new BedrockError({ reason: "model-error", detail })
      })
      return BedrockEmbeddings.of({ embed })
    }),
  )
}

const decodeBody = Schema.decodeUnknownResult(
  Schema.fromJsonString(Schema.Struct({ embedding: Schema.Array(Schema.Finite) })),
)

/** 1,024 numbers are 25 KB. */
const mostBytes = 1024 * 1024

const invoke = (requests: BedrockRequests, modelId: string, body: Buffer) =>
  Effect.callback<Buffer, BedrockError>((resume) => {
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
    return Effect.sync(() => abort.abort())
  })

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
