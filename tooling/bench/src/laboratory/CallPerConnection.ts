/**
 * Bedrock chat and embeddings over the AWS SDK's default transport, which opens one TLS connection for each call.
 * Replaces the connection pool in configurations without connection reuse.
 */
import {
  BedrockRuntimeClient,
  ConverseStreamCommand,
  type ConverseStreamCommandOutput,
  InvokeModelCommand,
} from "@aws-sdk/client-bedrock-runtime"
import {
  type BedrockChat,
  type BedrockEmbeddings,
  BedrockError,
  type ConverseOutcome,
} from "@manga-assist/connections"
import { type Context, Effect } from "effect"

/** The lab's services always answer; what does not is broken. */
const giveUpAfterMs = 30_000

const broken = (cause: unknown): BedrockError =>
  cause instanceof BedrockError
    ? cause
    : new BedrockError({
        reason: "connection",
        detail: cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause),
        cause,
      })

const within = (signal: AbortSignal) =>
  AbortSignal.any([signal, AbortSignal.timeout(giveUpAfterMs)])

const read = async (
  stream: ConverseStreamCommandOutput["stream"],
  onText: (text: string) => void,
): Promise<ConverseOutcome> => {
  let text = ""
  let stopReason: string | undefined
  for await (const event of stream ?? []) {
    const delta = event.contentBlockDelta?.delta?.text
    if (delta !== undefined && delta !== "") {
      text += delta
      onText(delta)
    }
    stopReason ??= event.messageStop?.stopReason
  }
  if (stopReason !== undefined) return { stopReason, text }
  throw new BedrockError({ reason: "truncated", detail: "no messageStop" })
}

/** Closed with the scope. */
export const callPerConnection = Effect.map(
  Effect.acquireRelease(
    Effect.sync(() => new BedrockRuntimeClient({ maxAttempts: 1 })),
    (client) => Effect.sync(() => client.destroy()),
  ),
  (client) => {
    const converse: Context.Service.Shape<typeof BedrockChat>["converse"] = (request, listener) =>
      Effect.tryPromise({
        try: async (signal) => {
          const { guardrail, inferenceConfig, messages, modelId, system } = request
          const command = new ConverseStreamCommand({
            modelId,
            system: [...system],
            messages: [...messages],
            inferenceConfig,
            ...(guardrail === undefined
              ? {}
              : {
                  guardrailConfig: {
                    guardrailIdentifier: guardrail.id,
                    guardrailVersion: guardrail.version,
                  },
                }),
          })
          const { stream } = await client.send(command, { abortSignal: within(signal) })
          return read(stream, listener.onText)
        },
        catch: broken,
      })
    const embed: Context.Service.Shape<typeof BedrockEmbeddings>["embed"] = (
      text,
      { dimensions, modelId },
    ) =>
      Effect.tryPromise({
        try: async (signal) => {
          const command = new InvokeModelCommand({
            modelId,
            contentType: "application/json",
            body: JSON.stringify({ inputText: text, dimensions, normalize: true }),
          })
          const { body } = await client.send(command, { abortSignal: within(signal) })
          const answer = JSON.parse(body.transformToString()) as { embedding: Array<number> }
          return answer.embedding
        },
        catch: broken,
      })
    return { converse, embed }
  },
)
