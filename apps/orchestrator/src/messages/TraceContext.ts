/**
 * Parses W3C `traceparent` strictly: the trace that a message belongs to and whether it is sampled; `undefined` for an
 * invalid value. Also makes new ids, samples traces by their id, and annotates logs with it.
 */
import { Effect } from "effect"
import { randomBytes } from "node:crypto"

export interface TraceContext {
  /** 32 lower-case hexadecimal digits. */
  readonly traceId: string
  /** The caller's span. */
  readonly parentSpanId: string
  readonly sampled: boolean
}

/** Version 00, and later ones as far as they begin alike (Trace Context, 3.2.4). */
const pattern =
  /^(?!ff)[0-9a-f]{2}-(?<trace>[0-9a-f]{32})-(?<span>[0-9a-f]{16})-(?<flags>[0-9a-f]{2})(?:-.*)?$/

export const readTraceparent = (text: string | undefined): TraceContext | undefined => {
  if (text === undefined) return undefined
  const { flags = "", span = "", trace = "" } = pattern.exec(text)?.groups ?? {}
  if (trace === "" || /^0+$/.test(trace) || /^0+$/.test(span)) return undefined
  // Version 00 ends with its flags.
  if (text.startsWith("00") && text.length !== 55) return undefined
  return { traceId: trace, parentSpanId: span, sampled: (Number.parseInt(flags, 16) & 1) === 1 }
}

/** Joins what is logged in the name of a message with its trace. */
export const loggedUnder =
  (traceId: string | undefined) =>
  <A, E, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
    traceId === undefined ? effect : Effect.annotateLogs(effect, "trace_id", traceId)

export const newTraceId = (): string => randomBytes(16).toString("hex")
export const newSpanId = (): string => randomBytes(8).toString("hex")

/** The same answer for one trace on every server: by the trace's last 56 bits, as OpenTelemetry's own sampler. */
export const isWithin = (traceId: string, ratio: number): boolean => {
  if (ratio >= 1) return true
  return Number.parseInt(traceId.slice(18), 16) / 2 ** 56 < ratio
}
