/**
 * `BedrockChat.converse`, which hands each piece of text to a callback, as an Effect `Stream` of events.
 *
 * Ending the stream early, by interruption or `take`, resets the model's stream at once. Unread deltas wait in memory,
 * bounded by the answer's length. Each wake-up of a waiting consumer costs a tick of the event loop; `converse` with
 * its callback costs none.
 */
import { Effect, Queue, Stream } from "effect"
import { BedrockChat } from "./BedrockChat.ts"
import type { ConverseRequest } from "./ConverseRequest.ts"
import type { BedrockError } from "./BedrockError.ts"
import type { ConverseBlockEvent } from "./ConverseBlocks.ts"
import type { ConverseOutcome } from "./ConverseReader.ts"

export type ConverseEvent =
  | { readonly type: "text"; readonly text: string }
  /** Of uses of tools and reasoning, where the request asks for tools. */
  | ConverseBlockEvent
  /** The last one, of a complete answer only. */
  | { readonly type: "end"; readonly outcome: ConverseOutcome }

/** Fails where `converse` fails, after the texts that came before. */
export const converseStream = (
  request: ConverseRequest,
): Stream.Stream<ConverseEvent, BedrockError, BedrockChat> =>
  Stream.callback((queue) =>
    Effect.gen(function* () {
      const chat = yield* BedrockChat
      const outcome = yield* chat.converse(request, {
        onText: (text) => {
          Queue.offerUnsafe(queue, { type: "text", text })
        },
        ...(request.fields === undefined
          ? {}
          : { onBlock: (event) => void Queue.offerUnsafe(queue, event) }),
      })
      Queue.offerUnsafe(queue, { type: "end", outcome })
      Queue.endUnsafe(queue)
    }),
  )
