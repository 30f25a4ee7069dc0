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

type Chat = Context.Service.Shape<typeof BedrockChat>
type Embeddings = Context.Service.Shape<typeof BedrockEmbeddings>

/** One call, given up with its fiber. */
const tried = <A>(call: (abortSignal: AbortSignal) => Promise<A>) =>
  Effect.tryPromise({ try: (signal) => call(within(signal)), catch: broken })

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
    const converse: Chat["converse"] = (request, listener) =>
      tried(async (abortSignal) => {
        const { guardrail, inferenceConfig, messages, modelId, system } = request
        const command = new ConverseStreamCommand({
          modelId,
          system: [...system],
          messages: [...messages],
          inferenceConfig,
          guardrailConfig: guardrail && {
            guardrailIdentifier: guardrail.id,
            guardrailVersion: guardrail.version,
          },
        })
        const { stream } = await client.send(command, { abortSignal })
        return read(stream, listener.onText)
      })
    const embed: Embeddings["embed"] = (text, { dimensions, modelId }) =>
      tried(async (abortSignal) => {
        const command = new InvokeModelCommand({
          modelId,
          contentType: "application/json",
          body: JSON.stringify({ inputText: text, dimensions, normalize: true }),
        })
        const { body } = await client.send(command, { abortSignal })
        const answer = JSON.parse(body.transformToString()) as { embedding: Array<number> }
        return answer.embedding
      })
    return { converse, embed }
  },
)
