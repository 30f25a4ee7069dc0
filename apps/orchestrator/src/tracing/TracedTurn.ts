/**
 * Adds tracing to the layer of the turn: hands sampled, failed or late turns to the exporter after their last event.
 * Without a configured receiver the layer is returned unchanged.
 */
import { Turn, type TurnEvent, type TurnRequest } from "@manga-assist/assistant"
import { Effect, Layer } from "effect"
import { type FinishedTurn, isRemarkable } from "./FinishedTurn.ts"
import { isWithin, loggedUnder, newTraceId, readTraceparent } from "../messages/TraceContext.ts"
import { makeTraceExporter, type TraceExporter } from "./TraceExporter.ts"
import { type TraceSettings, traceSettings } from "./TraceSettings.ts"

type Emit = (event: TurnEvent) => void

/** Hands every event on at once and keeps of them what a trace needs. */
const watched = (
  request: TurnRequest,
  { parent, traceId }: Pick<FinishedTurn, "parent" | "traceId">,
  emit: Emit,
  finished: (turn: FinishedTurn) => void,
): Emit => {
  const models: Array<string> = []
  const tools: Array<string> = []
  let firstTokenMs: number | undefined
  return (event) => {
    emit(event)
    if (event.type === "model-start") models.push(event.model)
    else if (event.type === "looking") tools.push(...event.tools.map(({ name }) => name))
    else if (event.type === "first-token") firstTokenMs = event.afterMs
    else if (event.type === "turn-end" || event.type === "turn-failed") {
      const failure = event.type === "turn-failed" ? event.failure : request.stopped?.()
      finished({
        session: request.session,
        locale: request.locale,
        traceId,
        parent,
        startedAt: performance.timeOrigin + request.arrivedAt,
        endedAt: performance.timeOrigin + performance.now(),
        models,
        tools,
        firstTokenMs,
        end: event.type === "turn-end" && failure === undefined ? event.end : undefined,
        failure,
      })
    }
  }
}

/** Known from the start, so that what the turn logs can name it. */
const traceOf = ({ traceparent }: TurnRequest) => {
  const parent = readTraceparent(traceparent)
  return { parent, traceId: parent?.traceId ?? newTraceId() }
}

const keeping =
  ({ byParent, ratio }: TraceSettings, exporter: TraceExporter) =>
  (turn: FinishedTurn): void => {
    const { parent, traceId } = turn
    const sampled = parent !== undefined && byParent ? parent.sampled : isWithin(traceId, ratio)
    if (sampled || isRemarkable(turn)) exporter.offer({ turn, context: { ...parent, traceId } })
  }

/** `turn` with traces by `OTEL_*`; see `TraceSettings.ts`. */
export const traced = <E, R>(turn: Layer.Layer<Turn, E, R>) =>
  Layer.unwrap(
    Effect.map(traceSettings, (settings) => {
      if (settings === undefined) return turn
      return Layer.effect(
        Turn,
        Effect.gen(function* () {
          const inner = yield* Turn
          const finished = keeping(settings, yield* makeTraceExporter(settings))
          yield* Effect.logInfo(`traces go to ${new URL(settings.url).host}`)
          return Turn.of({
            ...inner,
            run: (request, emit) => {
              const trace = traceOf(request)
              const run = inner.run(request, watched(request, trace, emit, finished))
              return loggedUnder(trace.traceId)(run)
            },
            atOnce: (request, emit) =>
              inner.atOnce(request, watched(request, traceOf(request), emit, finished)),
          })
        }),
      ).pipe(Layer.provide(turn))
    }),
  )
