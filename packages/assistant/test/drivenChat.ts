/**
 * A model that says what the test has it say, when the test has it, to each call apart. As Bedrock does, it refuses a
 * request that is none.
 */
import { readConverse } from "@manga-assist/bedrock-emulator/services"
import {
  BedrockChat,
  BedrockError,
  type ConverseListener,
  type ConverseOutcome,
  type ConverseRequest,
  type ConverseUsage,
} from "@manga-assist/connections"
import { Deferred, Effect } from "effect"

export interface DrivenCall {
  readonly modelId: string
  readonly prompt: string
  readonly request: ConverseRequest
  readonly say: (text: string) => void
  /** Begins the use of a tool. */
  readonly begin: (name: string) => void
  /** A piece of the JSON that is its input. */
  readonly write: (json: string) => void
  /** A whole use of a tool; its id. */
  readonly use: (name: string, input: object) => string
  /** `outputTokens`: 10 unless given; 0 where a guardrail spoke in the model's place. */
  readonly stop: (stopReason: string, outputTokens?: number) => Effect.Effect<boolean>
  readonly fail: (reason: BedrockError["reason"]) => Effect.Effect<boolean>
  /** Its caller left. */
  readonly cancelled: () => boolean
}

const usage = { inputTokens: 100, outputTokens: 10, cacheReadTokens: 0, cacheWriteTokens: 0 }

/** The body of a request, as Bedrock reads it. */
const bodyOf = (request: ConverseRequest) => {
  const { fields, guardrail, inferenceConfig, messages, system } = request
  const guardrailConfig = guardrail && {
    guardrailIdentifier: guardrail.id,
    guardrailVersion: guardrail.version,
    streamProcessingMode: guardrail.mode,
  }
  const body = { ...fields, system, messages, inferenceConfig, guardrailConfig }
  return JSON.parse(JSON.stringify(body)) as Readonly<Record<string, unknown>> // An object, as it was.
}

/** Why Bedrock would refuse it. */
export const refusalOf = (request: ConverseRequest): string | undefined => {
  try {
    readConverse(bodyOf(request))
    return undefined
  } catch (error) {
    return String(error)
  }
}

type Block = NonNullable<ConverseOutcome["content"]>[number]

let uses = 0

/** What a model says in one answer, as its listener hears it and as its outcome has it. */
export const speaking = (listener: ConverseListener) => {
  const blocks: Array<Block> = []
  let text = ""
  let textFrom = 0
  let open: { readonly toolUseId: string; readonly name: string; json: string } | undefined
  let hasBegun = false
  const endText = () => {
    if (text.length > textFrom) blocks.push({ text: text.slice(textFrom) })
    textFrom = text.length
  }
  const endUse = () => {
    if (open === undefined) return
    const { json, name, toolUseId } = open
    open = undefined
    try {
      const block: Block = { toolUse: { toolUseId, name, input: JSON.parse(json) } }
      blocks.push(block)
      listener.onBlock?.({ type: "block-end", block })
    } catch {
      // Cut: it is left out.
    }
  }
  const say = (delta: string) => {
    text += delta
    listener.onText(delta)
  }
  const begin = (name: string) => {
    endText()
    endUse()
    hasBegun = true
    uses += 1
    open = { toolUseId: `tooluse_${uses}`, name, json: "" }
    listener.onBlock?.({ type: "tool-use", toolUseId: open.toolUseId, name })
    return open.toolUseId
  }
  const write = (json: string) => {
    if (open === undefined) throw new Error("no use of a tool has begun")
    open.json += json
    listener.onBlock?.({ type: "tool-input", json })
  }
  const use = (name: string, input: object) => {
    const id = begin(name)
    write(JSON.stringify(input))
    endUse()
    return id
  }
  const outcome = (stopReason: string, spent?: ConverseUsage): ConverseOutcome => {
    endText()
    endUse()
    return {
      stopReason,
      text,
      ...(spent === undefined ? {} : { usage: spent }),
      ...(hasBegun && { content: blocks }),
    }
  }
  const isSilent = () => text === "" && !hasBegun
  return { say, begin, write, use, outcome, isSilent }
}

export const drivenChat = () => {
  const calls: Array<DrivenCall> = []
  const chat = BedrockChat.of({
    converse: (request, listener) =>
      Effect.suspend(() => {
        const refusal = refusalOf(request)
        if (refusal !== undefined) {
          return Effect.fail(new BedrockError({ reason: "validation", detail: refusal }))
        }
        const end = Deferred.makeUnsafe<ConverseOutcome, BedrockError>()
        const spoken = speaking(listener)
        let cancelled = false
        calls.push({
          ...spoken,
          modelId: request.modelId,
          prompt: JSON.stringify(request.messages),
          request,
          stop: (stopReason, outputTokens = usage.outputTokens) =>
            Deferred.succeed(end, spoken.outcome(stopReason, { ...usage, outputTokens })),
          fail: (reason) => Deferred.fail(end, new BedrockError({ reason, detail: "driven" })),
          cancelled: () => cancelled,
        })
        const late = Effect.suspend(() =>
          spoken.isSilent()
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
