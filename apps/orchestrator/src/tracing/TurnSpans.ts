/**
 * Builds the spans of a finished turn in OTLP's JSON: the turn, its stages, and each model call and look-up by
 * OpenTelemetry's conventions for generative AI (1.45). Pure but for random ids.
 */
import { createHash } from "node:crypto"
import { entriesToAttributes, type KeyValue } from "effect/observability/OtlpResource"
import type { FinishedTurn } from "./FinishedTurn.ts"
import { newSpanId, type TraceContext } from "../messages/TraceContext.ts"

interface SpanEvent {
  readonly name: string
  readonly timeUnixNano: string
}

export interface Span {
  readonly traceId: string
  readonly spanId: string
  readonly parentSpanId?: string
  readonly name: string
  /** 1 internal, 2 server, 3 client. */
  readonly kind: 1 | 2 | 3
  readonly startTimeUnixNano: string
  readonly endTimeUnixNano: string
  readonly attributes: ReadonlyArray<KeyValue>
  readonly events?: ReadonlyArray<SpanEvent>
  readonly status: { readonly code: 0 | 2; readonly message?: string }
}

type Plain = string | number | boolean | ReadonlyArray<string> | undefined

/** A whole number is an `intValue`, which JSON has as text. */
const attributes = (plain: Readonly<Record<string, Plain>>): ReadonlyArray<KeyValue> =>
  entriesToAttributes(
    Object.entries(plain).flatMap(([key, value]) => {
      if (value === undefined) return []
      return [[key, Number.isInteger(value) ? BigInt(String(value)) : value]]
    }),
  )

const nanos = (ms: number): string => BigInt(Math.round(ms * 1_000)).toString() + "000"

/** Points of the timeline, not stages: they begin at 0 and end when it happened. */
const marks: ReadonlySet<string> = new Set(["first-products", "first-token", "total"])

/** Stage → the stage it is a part of. */
const parts: Readonly<Record<string, string>> = {
  embedding: "retrieve",
  search: "retrieve",
  facts: "retrieve",
  orders: "retrieve",
  claim: "model",
  hedge: "model",
}

const modelStage = /^model(?:-(?<attempt>\d))?$/

/** Stages that call a service: all but these outcomes of them are errors. */
const callStage = /^(?:embedding|search|facts|orders|model(?:-\d)?)$/
const fine: ReadonlySet<string> = new Set([
  "ok",
  "empty",
  "draft",
  "outrun",
  "cancelled",
  "claim",
  "followed",
])

const isError = (stage: string, outcome: string): boolean =>
  callStage.test(stage) ? !fine.has(outcome) : outcome.includes("failed")

const timelineOf = ({ end, failure }: FinishedTurn) => end?.timeline ?? failure?.timeline ?? []

const hashed = (session: string): string =>
  createHash("sha256").update(session).digest("hex").slice(0, 16)

/** OpenTelemetry's words; it has none for a call that the customer broke off. */
const finishReasons: Readonly<Record<NonNullable<FinishedTurn["end"]>["finish"], Plain>> = {
  complete: ["stop"],
  "max-tokens": ["length"],
  blocked: ["content_filter"],
  refused: ["content_filter"],
  cancelled: undefined,
}

const modelAttributes = (turn: FinishedTurn, attempt: number, outcome: string) => {
  const { end, firstTokenMs, models, session } = turn
  const model = models[attempt - 1]
  // What the model said belongs to the attempt that answered: the last one. One before it that went well asked for tools.
  const answered = end?.source === "model" && attempt === models.length ? end : undefined
  return {
    "gen_ai.operation.name": "chat",
    "gen_ai.provider.name": "aws.bedrock",
    "gen_ai.request.model": model,
    "gen_ai.request.stream": true,
    "gen_ai.conversation.id": hashed(session),
    "gen_ai.response.model": answered?.model,
    "gen_ai.response.finish_reasons":
      answered === undefined
        ? outcome === "ok" && turn.tools.length > 0
          ? ["tool_call"]
          : undefined
        : finishReasons[answered.finish],
    "gen_ai.response.time_to_first_chunk":
      answered === undefined || firstTokenMs === undefined ? undefined : firstTokenMs / 1_000,
    "gen_ai.usage.input_tokens": answered?.usage?.inputTokens,
    "gen_ai.usage.output_tokens": answered?.usage?.outputTokens,
    "gen_ai.usage.cache_read.input_tokens": answered?.usage?.cacheReadTokens,
    "gen_ai.usage.cache_creation.input_tokens": answered?.usage?.cacheWriteTokens,
  }
}

/** A stage reads the answers of all tools that the model asked for together. */
const lookUpAttributes = ({ tools }: FinishedTurn) => ({
  "gen_ai.operation.name": "execute_tool",
  "gen_ai.tool.name": tools.join(", "),
})

const nameOf = (turn: FinishedTurn, stage: string, attempt: number, isCall: boolean): string => {
  if (stage === "tool-read") return `execute_tool ${turn.tools.join(", ")}`.trimEnd()
  return isCall ? `chat ${turn.models[attempt - 1] ?? ""}`.trimEnd() : stage
}

const stageSpans = (turn: FinishedTurn, traceId: string, root: string): ReadonlyArray<Span> => {
  const { startedAt } = turn
  const stages = timelineOf(turn)
    .filter(({ stage }) => !marks.has(stage))
    .map((entry) => ({ entry, spanId: newSpanId() }))
  // What was read twice, once for a tool, is a part of where it was read first.
  const ids = new Map(stages.toReversed().map(({ entry, spanId }) => [entry.stage, spanId]))
  return stages.map(({ entry, spanId }) => {
    const { endMs, outcome, stage, startMs } = entry
    const call = modelStage.exec(stage)
    const attempt = Number(call?.groups?.["attempt"] ?? 1)
    const failed = isError(stage, outcome)
    return {
      traceId,
      spanId,
      parentSpanId: ids.get(parts[stage] ?? "") ?? root,
      name: nameOf(turn, stage, attempt, call !== null),
      kind: call === null ? 1 : 3,
      startTimeUnixNano: nanos(startedAt + startMs),
      endTimeUnixNano: nanos(startedAt + Math.max(startMs, endMs)),
      attributes: attributes({
        "manga_assist.stage.outcome": outcome,
        ...(call === null ? {} : modelAttributes(turn, attempt, outcome)),
        ...(stage === "tool-read" ? lookUpAttributes(turn) : {}),
        ...(failed ? { "error.type": outcome } : {}),
      }),
      status: { code: failed ? 2 : 0 },
    }
  })
}

export const spansOf = (
  turn: FinishedTurn,
  { traceId, parentSpanId }: { readonly traceId: string } & Partial<TraceContext>,
): ReadonlyArray<Span> => {
  const { end, failure, startedAt } = turn
  const degraded = end?.degraded ?? failure?.degraded ?? []
  const root = newSpanId()
  const events = timelineOf(turn)
    .filter(({ stage }) => marks.has(stage) && stage !== "total")
    .map(({ endMs, stage }) => ({ name: stage, timeUnixNano: nanos(startedAt + endMs) }))
  const whole: Span = {
    traceId,
    spanId: root,
    ...(parentSpanId === undefined ? {} : { parentSpanId }),
    name: "turn",
    kind: 2,
    startTimeUnixNano: nanos(startedAt),
    endTimeUnixNano: nanos(turn.endedAt),
    attributes: attributes({
      "manga_assist.turn": end?.turn ?? failure?.turn,
      "manga_assist.source": end?.source,
      "manga_assist.finish": end?.finish ?? "failed",
      "manga_assist.degraded": degraded.length === 0 ? undefined : degraded,
      "manga_assist.budget.used_ms": end?.budget.usedMs,
      "manga_assist.budget.total_ms": end?.budget.totalMs,
      "manga_assist.locale": turn.locale,
      "gen_ai.conversation.id": hashed(turn.session),
      "error.type": failure?.code,
    }),
    events,
    status: failure === undefined ? { code: 0 } : { code: 2, message: failure.code },
  }
  return [whole, ...stageSpans(turn, traceId, root)]
}
