/** A model that says what the test has it say, when the test has it, to each call apart. */
import { BedrockChat, BedrockError, type ConverseOutcome } from "@manga-assist/connections"
import { Deferred, Effect } from "effect"

export interface DrivenCall {
  readonly modelId: string
  readonly prompt: string
  readonly say: (text: string) => void
  readonly stop: (stopReason: string) => Effect.Effect<boolean>
  readonly fail: (reason: BedrockError["reason"]) => Effect.Effect<boolean>
  /** Its caller left. */
  readonly cancelled: () => boolean
}

const usage = { inputTokens: 100, outputTokens: 10, cacheReadTokens: 0, cacheWriteTokens: 0 }

export const drivenChat = () => {
  const calls: Array<DrivenCall> = []
  const chat = BedrockChat.of({
    converse: (request, { onText }) =>
      Effect.suspend(() => {
        const end = Deferred.makeUnsafe<ConverseOutcome, BedrockError>()
        let text = ""
        let cancelled = false
        calls.push({
          modelId: request.modelId,
          prompt: JSON.stringify(request.messages),
          say: (delta) => {
            text += delta
            onText(delta)
          },
          stop: (stopReason) => Deferred.succeed(end, { stopReason, text, usage }),
          fail: (reason) => Deferred.fail(end, new BedrockError({ reason, detail: "driven" })),
          cancelled: () => cancelled,
        })
        const late = Effect.suspend(() =>
          text === ""
            ? Effect.fail(new BedrockError({ reason: "first-token-timeout", detail: "driven" }))
            : Effect.never,
        )
        const deadline = Effect.andThen(Effect.sleep(request.firstEventMs), late)
        return Effect.raceFirst(Deferred.await(end), deadline).pipe(
          Effect.onInterrupt(() =>
            Effect.sync(() => {
              cancelled = true
            }),
          ),
        )
      }),
  })
  return { chat, calls }
}
