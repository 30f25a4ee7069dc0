/**
 * Shares one model call among all callers that send the same prompt at the same time, over all instances.
 *
 * The first caller starts the call; the others receive its text from the beginning. Only prompts without customer
 * data may be shared, which the caller must know. Each caller waits for the first text only as long as it wants; the
 * call is cancelled when the last one leaves. Without Redis each instance makes its own call.
 */
import { type CacheError, makeSharedFlight } from "@manga-assist/caching"
import {
  BedrockChat,
  BedrockError,
  type ConverseOutcome,
  type ConverseRequest,
  RedisConnection,
  type RedisSubscriber,
} from "@manga-assist/connections"
import { TokenUsage } from "@manga-assist/protocol"
import { Context, Effect, Layer, Schema } from "effect"
import { hash } from "node:crypto"

export interface SharedListener {
  /** As of `ConverseListener`; a caller that comes late gets the text so far in one call or more at once. */
  readonly onText: (text: string) => void
  /** This caller's call is the one that is made, from now on. */
  readonly onLead: () => void
  /**
   * The call that this caller made has a complete outcome. Once for all callers of all instances, also
   * after this caller has left.
   */
  readonly onOutcome: (outcome: ConverseOutcome) => void
  /** How this caller makes the call, where it leads; by `BedrockChat` unless given. */
  readonly makeCall?: BedrockChat["Service"]["converse"] | undefined
  /** Asked when the text is late: so much longer it is waited for, in whole milliseconds. */
  readonly moreMs?: (() => number) | undefined
  /** Of the call that this caller made, at its end: the model that spoke, where that is not the one asked. */
  readonly spokenBy?: (() => string | undefined) | undefined
}

export interface SharedOutcome {
  /** `usage` only where `leader`: tokens are spent once. */
  readonly outcome: ConverseOutcome
  /** False for all but one of those who share the call. */
  readonly leader: boolean
  /** The turn whose call it is, where it is another's and that is known. */
  readonly callOf: string | undefined
  /** As Bedrock takes it, of the model that spoke, where that is not the one asked. */
  readonly modelId: string | undefined
  /** What the model said, whoever paid for it; `undefined`: not known. */
  readonly outputTokens: number | undefined
}

export interface SharedCallCounters {
  /** Calls made for all who asked. */
  led: number
  /** Callers answered completely by another's call. */
  followed: number
  /** Callers whose leading instance died when a part had been said. */
  lost: number
  /** Callers who left before the end: cancelled, or the first text was late. */
  left: number
  /** Of the calls made here. */
  inputTokens: number
  outputTokens: number
}

export class SharedModelCalls extends Context.Service<
  SharedModelCalls,
  {
    /** Errors are those of `BedrockChat`; a leader lost in mid-stream is `truncated`. */
    readonly converse: (
      request: ConverseRequest,
      listener: SharedListener,
    ) => Effect.Effect<SharedOutcome, BedrockError>
    readonly counters: () => Readonly<SharedCallCounters>
  }
>()("@manga-assist/assistant/SharedModelCalls") {
  static readonly layer: Layer.Layer<
    SharedModelCalls,
    never,
    BedrockChat | RedisConnection | RedisSubscriber
  > = Layer.effect(
    SharedModelCalls,
    Effect.suspend(() => make),
  )
}

/** A call outlives the patience of who made it while somebody else still waits: as long as any turn does. */
const longestFirstTextMs = 10_000

/**
 * A second call of the model costs more than this wait for a Redis, or for a process, that is only busy. A
 * Redis that is down fails at once, a silent one is dropped after two seconds.
 */
const leastRedisMs = 300

const patient = ({ configured, run }: typeof RedisConnection.Service) =>
  RedisConnection.of({
    configured,
    run: (operation, deadlineMs, commands) =>
      run(operation, Math.max(deadlineMs, leastRedisMs), commands),
  })

/** How a call ended. The text is what was said; it is not sent twice. */
const Ended = Schema.Union([
  Schema.Struct({
    kind: Schema.Literal("stopped"),
    stopReason: Schema.String,
    usage: Schema.optionalKey(TokenUsage),
    turn: Schema.optionalKey(Schema.String),
    model: Schema.optionalKey(Schema.String),
  }),
  Schema.Struct({
    kind: Schema.Literal("failed"),
    reason: Schema.Literals([
      "throttled",
      "truncated",
      "first-token-timeout",
      "gap-timeout",
      "model-error",
      "validation",
      "access-denied",
      "unavailable",
      "connection",
      "certificate",
      "aborted",
    ]),
    detail: Schema.String,
    retryAfterMs: Schema.optionalKey(Schema.Finite),
  }),
])
type Ended = typeof Ended.Type

const failedAs = ({ detail, reason, retryAfterMs }: BedrockError): Ended => ({
  kind: "failed",
  reason,
  detail,
  ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
})

/**
 * Everything the model sees, and when its answer is judged: two prompts with one key are one prompt. Whose turn asks is
 * not seen; no tool is offered.
 */
const keyOf = ({ guardrail, inferenceConfig, messages, modelId, system }: ConverseRequest) =>
  hash(
    "sha256",
    JSON.stringify([modelId, system, messages, inferenceConfig, guardrail ?? null]),
    "base64url",
  )

const make = Effect.gen(function* () {
  const chat = yield* BedrockChat
  const flight = yield* makeSharedFlight<string, Ended>({
    chunk: Schema.String,
    value: Ended,
    error: Schema.Never,
    prefix: "model:",
  }).pipe(Effect.provideService(RedisConnection, patient(yield* RedisConnection)))
  const counters: SharedCallCounters = {
    led: 0,
    followed: 0,
    lost: 0,
    left: 0,
    inputTokens: 0,
    outputTokens: 0,
  }

  /** The call itself. Its failure is a value, so that all who follow it see the same end. */
  const call =
    (request: ConverseRequest, listener: SharedListener) => (push: (text: string) => void) =>
      Effect.suspend(() => {
        counters.led += 1
        listener.onLead()
        const firstEventMs = Math.max(longestFirstTextMs, request.firstEventMs)
        const makeCall = listener.makeCall ?? chat.converse
        return makeCall({ ...request, firstEventMs }, { onText: push })
      }).pipe(
        Effect.map((outcome): Ended => {
          counters.inputTokens += outcome.usage?.inputTokens ?? 0
          counters.outputTokens += outcome.usage?.outputTokens ?? 0
          listener.onOutcome(outcome)
          const { stopReason, usage } = outcome
          const turn = request.fields?.requestMetadata?.["turn"]
          const model = listener.spokenBy?.()
          return {
            kind: "stopped",
            stopReason,
            ...(usage === undefined ? {} : { usage }),
            ...(turn === undefined ? {} : { turn }),
            ...(model === undefined ? {} : { model }),
          }
        }),
        Effect.catch((error) => Effect.succeed(failedAs(error))),
      )

  const lost = (cause: CacheError) => {
    counters.lost += 1
    const detail = "the instance that received the answer is gone"
    return Effect.fail(new BedrockError({ reason: "truncated", detail, cause }))
  }

  const converse: SharedModelCalls["Service"]["converse"] = (request, listener) =>
    Effect.suspend(() => {
      let text = ""
      const joined = flight.join(keyOf(request), call(request, listener), (delta) => {
        text += delta
        listener.onText(delta)
      })
      const { firstEventMs } = request
      const late: Effect.Effect<never, BedrockError> = Effect.suspend(() => {
        if (text !== "") return Effect.never
        const moreMs = listener.moreMs?.() ?? 0
        if (moreMs > 0) return Effect.andThen(Effect.sleep(moreMs), late)
        counters.left += 1
        const detail = `no text in ${firstEventMs} ms`
        return Effect.fail(new BedrockError({ reason: "first-token-timeout", detail }))
      })
      return Effect.raceFirst(
        joined.pipe(Effect.catch(lost)),
        Effect.andThen(Effect.sleep(firstEventMs), late),
      ).pipe(
        Effect.flatMap(({ leader, value }) => {
          if (value.kind === "failed") {
            const { kind: _, ...error } = value
            return Effect.fail(new BedrockError(error))
          }
          if (!leader) counters.followed += 1
          const { model: modelId, stopReason, turn, usage } = value
          const spent = leader && usage !== undefined ? { usage } : {}
          const callOf = leader ? undefined : turn
          const outcome = { stopReason, text, ...spent }
          const outputTokens = usage?.outputTokens
          return Effect.succeed({ leader, callOf, modelId, outputTokens, outcome })
        }),
        Effect.onInterrupt(() =>
          Effect.sync(() => {
            counters.left += 1
          }),
        ),
      )
    })

  return SharedModelCalls.of({ converse, counters: () => counters })
})
