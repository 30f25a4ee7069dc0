/**
 * A call of the model that was begun for a draft: it collects its text, and hands it over once a message asks for the
 * same. Nobody hears anything of one that is cut off.
 */
import { BedrockError, type ConverseOutcome } from "@manga-assist/connections"
import { Deferred, Effect, Fiber, type Scope } from "effect"
import type { Model } from "../model/Models.ts"
import type { PromptSize } from "../model/TurnLadder.ts"

/** What a draft asks the model. */
export interface DraftedCall {
  /** Two prompts with one key ask the same, of the same model. */
  readonly key: string
  readonly tier: Model["tier"]
  readonly size: PromptSize
  /** At most, of the prompt and of its answer. */
  readonly tokens: number
  readonly converse: (
    onText: (text: string) => void,
  ) => Effect.Effect<ConverseOutcome, BedrockError>
}

export interface BegunAnswer extends Pick<DraftedCall, "key" | "tier" | "size"> {
  /**
   * For the one message that it was begun for: the text so far at once, then as it comes. Interrupted, or with no text
   * within `firstEventMs`, it ends the call.
   */
  readonly take: (
    onText: (text: string) => void,
    firstEventMs: number,
  ) => Effect.Effect<ConverseOutcome, BedrockError>
  /** Resets the call upstream, where it still runs. */
  readonly reset: () => void
}

/** It runs until the scope ends. */
export const beginAnswer = Effect.fnUntraced(function* (
  { converse, key, size, tier }: DraftedCall,
  scope: Scope.Scope,
): Effect.fn.Return<BegunAnswer> {
  const first = yield* Deferred.make<void>()
  const said: Array<string> = []
  let hear = (text: string) => {
    said.push(text)
  }
  const onText = (text: string) => {
    hear(text)
    Deferred.doneUnsafe(first, Effect.void)
  }
  const call = yield* Effect.forkIn(converse(onText), scope, { startImmediately: true })
  const late = (firstEventMs: number) =>
    Deferred.await(first).pipe(
      Effect.timeoutOrElse({
        duration: firstEventMs,
        orElse: () => {
          const detail = `no text in ${firstEventMs} ms`
          return Effect.fail(new BedrockError({ reason: "first-token-timeout", detail }))
        },
      }),
      Effect.andThen(Effect.never),
    )
  return {
    key,
    size,
    tier,
    take: (onText, firstEventMs) =>
      Effect.suspend(() => {
        for (const text of said) onText(text)
        hear = onText
        return Effect.raceFirst(Fiber.join(call), late(firstEventMs))
      }).pipe(Effect.onExit(() => Effect.sync(() => call.interruptUnsafe()))),
    reset: () => call.interruptUnsafe(),
  }
})
