/**
 * One call of one model within a turn: its text goes to the customer as it comes, its stages to the ledger, its times to
 * the latencies. It ends its stages whatever happens.
 *
 * A use of a tool counts as the model's first word, and takes the mark of text before it back: that was no content yet.
 * From then on the caller says what may end the call before the model does; silence within it is no matter.
 *
 * The first call of a turn may have another beside it (`BesideCall.ts`): of both, one is heard.
 * Text that left before the guardrail's verdict is taken back where that blocks it: nobody after this file sees it.
 */
import {
  BedrockChat,
  BedrockError,
  type ConverseOutcome,
  type ConverseRequest,
} from "@manga-assist/connections"
import type { Ledger, StageLatencies } from "@manga-assist/latency-budget"
import { Deferred, Effect } from "effect"
import type { BegunAnswer } from "../drafts/BegunAnswer.ts"
import { answerRequest } from "../answers/ComposeAnswer.ts"
import { ServiceTiers } from "../budget/ServiceTiers.ts"
import { besideCall } from "../hedge/BesideCall.ts"
import { type Guardrail, type Model, Models } from "../model/Models.ts"
import { placeCachePoints, type Prompt, promptCacheOutcome } from "../model/PromptCache.ts"
import { SharedModelCalls, type SharedListener } from "../model/SharedModelCalls.ts"
import { firstTokenStage, type PromptSize } from "../model/TurnLadder.ts"
import { continued } from "./Continued.ts"
import type { TurnEvent } from "./TurnEvent.ts"

export interface ShareModelCall {
  /** What it returns is called at most once, also when the turn is over by then; must not throw. */
  readonly keep: (model: Model) => (outcome: ConverseOutcome) => void
}

/** What a model's use of a tool means to its call. */
export type OnToolUse =
  /** It must be whole within so many milliseconds, asked when it begins. */
  | { readonly kind: "follow"; readonly withinMs: () => number }
  /** It ends the call with what was said. */
  | { readonly kind: "end" }

export interface ModelCall {
  readonly turn: string
  readonly model: Model
  readonly size: PromptSize
  readonly prompt: Prompt
  /** From 1, over all calls of the turn. */
  readonly number: number
  readonly firstEventMs: number
  /** It has little time: by the first tier of service, where that is switched on. */
  readonly isHurried: boolean
  /** What was said before, which this call goes on with. */
  readonly said: string
  readonly guardrail: Guardrail | undefined
  readonly share: ShareModelCall | undefined
  /** The same call, made for a draft: no other is made. */
  readonly begun: BegunAnswer | undefined
  /** Absent: no tool is offered. */
  readonly onToolUse: OnToolUse | undefined
  readonly ledger: Ledger
  readonly latencies: StageLatencies
  readonly emit: (event: TurnEvent) => void
}

/** Longest silence between two events of a running stream. */
export const longestGapMs = 3_000

/** The guardrail's silence is its answer; a model's is none. */
export const isBlocked = ({ stopReason }: Pick<ConverseOutcome, "stopReason">): boolean =>
  stopReason === "guardrail_intervened" || stopReason === "content_filtered"

const numbered = (stage: string, number: number) => (number === 1 ? stage : `${stage}-${number}`)

const lateUse = new BedrockError({ reason: "gap-timeout", detail: "the use of a tool came late" })

/**
 * `text` is what was said, as it was sent, and not taken back; `model` said it, and `tiers` were asked. `usesTool`: the
 * use of a tool began.
 */
export const callModel = Effect.fnUntraced(function* (call: ModelCall) {
  const chat = yield* BedrockChat
  const calls = yield* SharedModelCalls
  const { simple } = yield* Models
  const tier = call.isHurried && (yield* ServiceTiers).isOn ? "priority" : undefined
  const { begun, emit, firstEventMs, latencies, ledger, model, number, onToolUse, said } = call
  const { guardrail, share } = call
  const hedge =
    number === 1 && begun === undefined
      ? yield* besideCall({ ...call, gapMs: longestGapMs })
      : undefined
  const speaking = () => (hedge?.isHeard() === true ? hedge.model : model)
  const isUnjudged = guardrail?.mode === "async"
  const start = { type: "model-start", model: model.name, attempt: number } as const
  emit(isUnjudged ? { ...start, isUnjudged } : start)
  const end = ledger.begin(numbered("model", number))
  const startedAt = ledger.elapsedMs
  let calledAt = share === undefined && begun === undefined ? startedAt : undefined
  // Until it is known who makes the call; who follows another's is told nothing before its text.
  const endClaim = share === undefined ? undefined : ledger.begin(numbered("claim", number))
  let endTool: ((outcome: string) => void) | undefined
  const stage = firstTokenStage(model.tier, call.size)
  let text = ""
  let isBegun = false
  const begins = () => {
    if (isBegun) return
    isBegun = true
    end(begun !== undefined ? "draft" : hedge?.isHeard() === true ? "outrun" : "ok")
    endClaim?.("followed")
    // One that was outrun took at least that long, which is more than the percentile that is asked for. Who joined a
    // call that was under way did not see how long the model takes.
    if (calledAt !== undefined) latencies.observe(stage, ledger.elapsedMs - calledAt)
  }
  const onText = (piece: string) => {
    begins()
    const delta = text === "" ? continued(said, piece) : piece
    if (text === "") {
      ledger.mark("first-token")
      emit({ type: "first-token", model: speaking().name, afterMs: ledger.elapsedMs - startedAt })
    }
    text += delta
    emit({ type: "delta", text: delta })
  }
  const use = Deferred.makeUnsafe<void>()
  const onBlock: NonNullable<Parameters<typeof chat.converse>[1]["onBlock"]> = ({ type }) => {
    if (type !== "tool-use" || endTool !== undefined) return
    begins()
    if (onToolUse?.kind === "follow") ledger.unmark("first-token")
    endTool = ledger.begin("tool-call")
    Deferred.doneUnsafe(use, Effect.void)
  }
  const prompt = placeCachePoints(call.prompt, model.name)
  const waits = { firstEventMs, gapMs: longestGapMs }
  const request: ConverseRequest = answerRequest(model, prompt, guardrail, waits, call.turn, tier)
  const makeCall: SharedListener["makeCall"] =
    begun === undefined ? hedge?.converse : (_, { onText }) => begun.take(onText, firstEventMs)
  const alone = (listener: Parameters<typeof chat.converse>[1]) =>
    Effect.map((makeCall ?? chat.converse)(request, listener), (outcome) => ({
      outcome,
      ...ownCall,
      outputTokens: outcome.usage?.outputTokens,
    }))
  const keep = share?.keep(model)
  const made =
    share !== undefined
      ? calls.converse(request, {
          onText,
          onLead: () => {
            endClaim?.("ok")
            if (begun === undefined) calledAt = ledger.elapsedMs
          },
          makeCall,
          moreMs: hedge?.moreMs,
          spokenBy: () => (speaking().id === model.id ? undefined : speaking().id),
          // What another model said is not what the place is for.
          onOutcome: (outcome) => {
            if (speaking().id === model.id) keep?.(outcome)
          },
        })
      : onToolUse === undefined
        ? alone({ onText })
        : Effect.raceFirst(
            alone({ onText, onBlock }),
            Deferred.await(use).pipe(
              Effect.andThen(() => endsBy(onToolUse)),
              Effect.tapError(() => Effect.sync(() => endTool?.("timeout"))),
              Effect.map(() => ({ outcome: { stopReason: "tool_use", text }, ...ownCall })),
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
  endTool?.(
    result._tag === "Failure"
      ? result.failure.reason
      : onToolUse?.kind === "end"
        ? "not-followed"
        : "ok",
  )
  const spokenBy = result._tag === "Success" ? result.success.modelId : undefined
  const speaker = spokenBy === simple.id ? simple : speaking()
  if (speaker.tier !== model.tier) ledger.degrade("model-fallback")
  if (result._tag === "Success") {
    end(text === "" ? "empty" : "ok")
    const { outcome, outputTokens } = result.success
    const { usage } = outcome
    if (usage !== undefined) {
      const told = speaker === model ? prompt : placeCachePoints(call.prompt, speaker.name)
      emit({ type: "prompt-usage", model: speaker.name, ...promptCacheOutcome(told, usage) })
    }
    // Where the model spent no token, all that was said are the guardrail's own words.
    if (isUnjudged && isBlocked(outcome) && text !== "" && outputTokens !== 0) {
      text = ""
      emit({ type: "retract" })
    }
  } else {
    end(result.failure.reason)
    // It took at least that long.
    if (result.failure.reason === "first-token-timeout") latencies.observe(stage, firstEventMs)
  }
  const tiers: ReadonlyArray<Model["tier"]> =
    hedge?.isAsked() === true ? [model.tier, hedge.model.tier] : [model.tier]
  return { result, text, model: speaker, tiers, usesTool: endTool !== undefined }
})

const ownCall = { leader: true, callOf: undefined, modelId: undefined, outputTokens: undefined }

/** Comes to its end before the model does where the use of a tool is late, or is not followed. */
const endsBy = (onToolUse: OnToolUse): Effect.Effect<void, BedrockError> =>
  onToolUse.kind === "end"
    ? Effect.void
    : Effect.andThen(Effect.sleep(onToolUse.withinMs()), Effect.fail(lateUse))
