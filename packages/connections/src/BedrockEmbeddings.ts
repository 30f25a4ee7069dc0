/**
 * The vector of a text by a Titan Text Embeddings v2 model, over the shared pool.
 */
import { InvokeModelCommand } from "@aws-sdk/client-bedrock-runtime"
import { Context, Effect, Layer, Schema } from "effect"
import { BedrockError, bedrockError } from "./BedrockError.ts"
import { BedrockTransport } from "./BedrockTransport.ts"

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
      const { client } = yield* BedrockTransport
      const embed = Effect.fn("BedrockEmbeddings.embed")(function* (
        text: string,
        { modelId, dimensions, deadlineMs }: EmbeddingOptions,
      ) {
        const answer = yield* Effect.tryPromise({
          try: (abortSignal) =>
            client.send(
              new InvokeModelCommand({
                modelId,
                contentType: "application/json",
                accept: "application/json",
                body: JSON.stringify({ inputText: text, dimensions, normalize: true }),
              }),
              { abortSignal },
            ),
          catch: bedrockError,
        }).pipe(
          Effect.timeoutOrElse({
            duration: deadlineMs,
            orElse: () => {
              const detail = `no vector in ${deadlineMs} ms`
              return Effect.fail(new BedrockError({ reason: "first-token-timeout", detail }))
            },
          }),
        )
        const { embedding } = yield* decodeBody(new TextDecoder().decode(answer.body)).pipe(
          Effect.mapError(
            (cause) =>
              new BedrockError({
                reason: "model-error",
                detail: "the answer holds no vector",
                cause,
              }),
          ),
        )
        if (embedding.length === dimensions) return embedding
        const detail = `${embedding.length} dimensions instead of ${dimensions}`
        return yield* new BedrockError({ reason: "model-error", detail })
      })
      return BedrockEmbeddings.of({ embed })
    }),
  )
}

const decodeBody = Schema.decodeUnknownEffect(
  Schema.fromJsonString(Schema.Struct({ embedding: Schema.Array(Schema.Finite) })),
)
