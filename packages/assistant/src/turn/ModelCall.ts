/**
 * One call of one model within a turn: its text goes to the customer as it comes, its stages to the ledger, its times to
 * the latencies. It ends its stages whatever happens.
 *
 * A use of a tool counts as the model's first word. From then on the call must end by the turn's deadline, which the
 * caller gives; silence within it is no matter.
 */
import {
  BedrockChat,
  BedrockError,
  type ConverseOutcome,
  type ConverseRequest,
} from "@manga-assist/connections"
import type { Ledger, StageLatencies } from "@manga-assist/latency-budget"
import { Deferred, Effect } from "effect"
import { answerRequest } from "../answers/ComposeAnswer.ts"
import { type Model, Models } from "../model/Models.ts"
import { placeCachePoints, type Prompt, promptCacheOutcome } from "../model/PromptCache.ts"
import { SharedModelCalls } from "../model/SharedModelCalls.ts"
import { firstTokenStage, type PromptSize } from "../model/TurnLadder.ts"
import type { TurnEvent } from "./TurnEvent.ts"

export interface ShareModelCall {
  /** What it returns is called at most once, also when the turn is over by then; must not throw. */
  readonly keep: (model: Model) => (outcome: ConverseOutcome) => void
}

export interface ModelCall {
  readonly turn: string
  readonly model: Model
  readonly size: PromptSize
  readonly prompt: Prompt
  /** From 1, over all calls of the turn. */
  readonly number: number
  readonly firstEventMs: number
  readonly share: ShareModelCall | undefined
  /** Milliseconds for a tool's use from its beginning; asked when it begins. Absent: no tool is offered. */
  readonly toolCallMs?: () => number
  readonly ledger: Ledger
  readonly latencies: StageLatencies
  readonly emit: (event: TurnEvent) => void
}

/** Longest silence between two events of a running stream. */
const gapMs = 3_000

const numbered = (stage: string, number: number) => (number === 1 ? stage : `${stage}-${number}`)

const lateCall = new BedrockError({ reason: "gap-timeout", detail: "the use of a tool came late" })

export const callModel = Effect.fnUntraced(function* (call: ModelCall) {
  const chat = yield* BedrockChat
  const calls = yield* SharedModelCalls
  const { guardrail } = yield* Models
  const { emit, firstEventMs, latencies, ledger, model, number, share, toolCallMs } = call
  emit({ type: "model-start", model: model.id, attempt: number })
  const end = ledger.begin(numbered("model", number))
  const startedAt = ledger.elapsedMs
  let calledAt = share === undefined ? startedAt : undefined
  // Until it is known who makes the call; who follows another's is told nothing before its text.
  const endClaim = share === undefined ? undefined : ledger.begin(numbered("claim", number))
  let endTool: ((outcome: string) => void) | undefined
  const stage = firstTokenStage(model.tier, call.size)
  let text = ""
  const begins = () => {
    end("ok")
    endClaim?.("followed")
    // Who joined a call that was under way did not see how long the model takes.
    if (calledAt !== undefined) latencies.observe(stage, ledger.elapsedMs - calledAt)
  }
  const onText = (delta: string) => {
    if (text === "") {
      begins()
      ledger.mark("first-token")
      emit({ type: "first-token", model: model.id, afterMs: ledger.elapsedMs - startedAt })
    }
    text += delta
    emit({ type: "delta", text: delta })
  }
  const looks = Deferred.makeUnsafe<void>()
  const onBlock: NonNullable<Parameters<typeof chat.converse>[1]["onBlock"]> = ({ type }) => {
    if (type !== "tool-use" || endTool !== undefined) return
    if (text === "") begins()
    endTool = ledger.begin("tool-call")
    Deferred.doneUnsafe(looks, Effect.void)
  }
  const prompt = placeCachePoints(call.prompt, model.id)
  const request: ConverseRequest = answerRequest(
    model,
    prompt,
    guardrail,
    { firstEventMs, gapMs },
    call.turn,
  )
  const alone = Effect.map(
    chat.converse(request, toolCallMs === undefined ? { onText } : { onText, onBlock }),
    (outcome) => ({ outcome, leader: true, callOf: undefined }),
  )
  const made =
    share !== undefined
      ? calls.converse(request, {
          onText,
          onLead: () => {
            endClaim?.("ok")
            calledAt = ledger.elapsedMs
          },
          onOutcome: share.keep(model),
        })
      : toolCallMs === undefined
        ? alone
        : Effect.raceFirst(
            alone,
            Deferred.await(looks).pipe(
              Effect.andThen(() => Effect.sleep(toolCallMs())),
              Effect.andThen(Effect.fail(lateCall)),
            ),
          )
  const result = yield* made.pipe(
    Effect.result,
    Effect.onInterrupt(() =>
      Effect.sync(() => {
        endClaim?.("cancelled")
        endTool?.("cancelled")
        end("cancelled")
      }),
    ),
  )
  endClaim?.(result._tag === "Success" ? "followed" : result.failure.reason)
  endTool?.(result._tag === "Success" ? "ok" : result.failure.reason)
  if (result._tag === "Success") {
    end(text === "" ? "empty" : "ok")
    const { usage } = result.success.outcome
    if (usage !== undefined) {
      emit({ type: "prompt-usage", model: model.id, ...promptCacheOutcome(prompt, usage) })
    }
  } else {
    end(result.failure.reason)
    // It took at least that long.
    if (result.failure.reason === "first-token-timeout") latencies.observe(stage, firstEventMs)
  }
  return { result, text }
})
