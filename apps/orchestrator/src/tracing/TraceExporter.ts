/**
 * Sends the spans of finished turns to an OTLP receiver in the background, every two seconds. At most 2,000 turns wait
 * (`Kept`: a finished turn chosen for tracing, with its trace ids); more are dropped and counted, as are those that the
 * receiver does not accept.
 *
 * When its scope closes, all waiting turns are sent; this takes two seconds at most, and what is not sent by then is
 * lost.
 */
import { Effect, type Scope } from "effect"
import { entriesToAttributes } from "effect/observability/OtlpResource"
import type { FinishedTurn } from "./FinishedTurn.ts"
import type { TraceContext } from "../messages/TraceContext.ts"
import type { TraceSettings } from "./TraceSettings.ts"
import { type Span, spansOf } from "./TurnSpans.ts"

export interface Kept {
  readonly turn: FinishedTurn
  readonly context: { readonly traceId: string } & Partial<TraceContext>
}

export interface TraceExporter {
  /** False when too many wait. */
  readonly offer: (kept: Kept) => boolean
  readonly counters: () => TraceCounters
}

export interface TraceCounters {
  readonly sent: number
  readonly dropped: number
  readonly failed: number
}

/** Turns that may wait; about 20 MB at the most. */
const capacity = 2_000
const batchSize = 200
/** A trace is looked at by people: some seconds later is soon enough, and one request carries many. */
const batchAge = "2 seconds"
const closingMs = 2_000

const bodyOf = (resource: TraceSettings["resource"], spans: ReadonlyArray<Span>): string =>
  JSON.stringify({
    resourceSpans: [
      {
        resource: { attributes: entriesToAttributes(Object.entries(resource)) },
        scopeSpans: [{ scope: { name: "manga-assist" }, spans }],
      },
    ],
  })

export const makeTraceExporter = Effect.fnUntraced(function* (
  settings: TraceSettings,
): Effect.fn.Return<TraceExporter, never, Scope.Scope> {
  const waiting: Array<Kept> = []
  const count = { sent: 0, dropped: 0, failed: 0 }

  const send = Effect.suspend(() => {
    const batch = waiting.splice(0, batchSize)
    if (batch.length === 0) return Effect.void
    const spans = batch.flatMap(({ context, turn }) => spansOf(turn, context))
    return Effect.tryPromise((signal) =>
      fetch(settings.url, {
        method: "POST",
        headers: { ...settings.headers, "content-type": "application/json" },
        body: bodyOf(settings.resource, spans),
        signal: AbortSignal.any([signal, AbortSignal.timeout(settings.timeoutMs)]),
      }).then(async (reply) => {
        await reply.arrayBuffer()
        if (!reply.ok) throw new Error(`the receiver answered ${reply.status}`)
      }),
    ).pipe(
      Effect.matchEffect({
        onSuccess: () => Effect.sync(() => (count.sent += batch.length)),
        onFailure: ({ cause }) => {
          // The first tells; the others would fill the log for as long as the receiver is away.
          const first = count.failed === 0
          count.failed += batch.length
          return first ? Effect.logWarning(`traces are not taken: ${String(cause)}`) : Effect.void
        },
      }),
    )
  })
  const sendAll = Effect.whileLoop({
    while: () => waiting.length > 0,
    body: () => send,
    step: () => {},
  })

  yield* Effect.addFinalizer(() => Effect.ignore(Effect.timeout(sendAll, closingMs)))
  yield* Effect.sleep(batchAge).pipe(Effect.andThen(sendAll), Effect.forever, Effect.forkScoped)
  return {
    offer: (kept) => {
      if (waiting.length >= capacity) {
        count.dropped += 1
        return false
      }
      waiting.push(kept)
      return true
    },
    counters: () => ({ ...count }),
  }
})
