/**
 * Streams one answer of a model: ConverseStream over the shared pool, with text delivered delta by delta.
 *
 * An answer is complete only after `messageStop`. Leaving early resets the upstream stream in the same tick. Nothing
 * is retried, except once: a request whose connection failed before its first event, or that was refused because of
 * the clock or expired credentials.
 */
import { Context, Effect, Layer } from "effect"
import type { BedrockError } from "./BedrockError.ts"
import { BedrockTransport } from "./BedrockTransport.ts"
import { ConverseCall } from "./ConverseCall.ts"
import type { ConverseOutcome } from "./ConverseReader.ts"
import type { ConverseListener, ConverseRequest } from "./ConverseRequest.ts"
import { toldRefusals } from "../requests/ToldRefusals.ts"

export class BedrockChat extends Context.Service<
  BedrockChat,
  {
    /** Interrupting it stops the model's stream at once. */
    readonly converse: (
      request: ConverseRequest,
      listener: ConverseListener,
    ) => Effect.Effect<ConverseOutcome, BedrockError>
  }
>()("@manga-assist/connections/BedrockChat") {
  static readonly layer: Layer.Layer<BedrockChat, never, BedrockTransport> = Layer.effect(
    BedrockChat,
    Effect.gen(function* () {
      const { requests } = yield* BedrockTransport
      const told = toldRefusals()
      return BedrockChat.of({
        converse: (request, listener) =>
          told(
            Effect.callback<ConverseOutcome, BedrockError>((resume) => {
              const call = new ConverseCall(requests, request, listener, resume)
              call.start()
              return Effect.sync(() => call.cancel())
            }),
            `model ${request.modelId}`,
          ),
      })
    }),
  )
}
