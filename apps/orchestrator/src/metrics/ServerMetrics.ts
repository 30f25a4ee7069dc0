/**
 * Metrics of serving chats, under the names that dashboards and alarms use: open connections, messages by outcome with
 * their times, frames, errors, refused identities, repeated messages, readers that are too slow. Metrics of a turn's
 * stages, of the assistant's services and of the process are registered by `TurnMetrics.ts`, `StoreMetrics.ts` and
 * `ProcessMetrics.ts`.
 */
import type { ServerFrame } from "@manga-assist/protocol"
import { errorCodes, frameTypes, refusedIdentities, turnEndings } from "./KnownLabels.ts"
import type { Registry } from "./MetricsRegistry.ts"
import type { ServiceReport } from "../transport/Readiness.ts"
import { turnMetrics } from "./TurnMetrics.ts"

/** Seconds; the bounds around the 2 s budget are dense. */
const seconds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 0.75, 1, 1.5, 2, 3, 5, 10, 30, 60]

interface Gauges {
  readonly openConnections: () => number
  readonly runningMessages: () => number
  readonly services: () => ReadonlyArray<ServiceReport>
}

/** `gauges` are read at each scrape; `models` are the ids that a turn may call. */
export const serverMetrics = (
  registry: Registry,
  gauges: Gauges,
  models: ReadonlyArray<string>,
) => {
  registry.register({
    name: "manga_assist_open_connections",
    help: "WebSockets and streamed requests open now.",
    type: "gauge",
    read: () => [{ value: gauges.openConnections() }],
  })
  registry.register({
    name: "manga_assist_running_messages",
    help: "Messages being answered now.",
    type: "gauge",
    read: () => [{ value: gauges.runningMessages() }],
  })
  registry.register({
    name: "manga_assist_service_away_seconds",
    help: "How long a service that turns depend on has not answered; 0 while it does.",
    type: "gauge",
    read: () =>
      gauges
        .services()
        .map(({ awayMs, name }) => ({ labels: { service: name }, value: awayMs / 1_000 })),
  })
  return {
    /** `outcome` is the finish, the error's code, or `disconnected`; `source` is `none` without an answer. */
    turns: registry.counter(
      "manga_assist_turns_total",
      "Messages answered, by outcome and source.",
      turnEndings,
    ),
    firstContentSeconds: registry.histogram(
      "manga_assist_first_content_seconds",
      "From the arrival of a message to its first products or text.",
      seconds,
    ),
    turnSeconds: registry.histogram(
      "manga_assist_turn_duration_seconds",
      "From the arrival of a message to its last frame.",
      seconds,
    ),
    turnEvent: turnMetrics(registry, models),
    replays: registry.counter("manga_assist_replays_total", "Repeated messages answered again."),
    framesIn: registry.counter(
      "manga_assist_frames_received_total",
      "Client frames, by type.",
      frameTypes,
    ),
    framesOut: registry.counter("manga_assist_frames_sent_total", "Server frames."),
    errors: registry.counter(
      "manga_assist_errors_total",
      "Error frames and replies, by code.",
      errorCodes,
    ),
    badFrames: registry.counter(
      "manga_assist_bad_frames_total",
      "Client frames refused as malformed.",
    ),
    slowReaders: registry.counter(
      "manga_assist_slow_readers_total",
      "Readers cut for being too slow.",
    ),
    draftsIgnored: registry.counter(
      "manga_assist_drafts_ignored_total",
      "Drafts beyond four a second.",
    ),
    identityRefusals: registry.counter(
      "manga_assist_identity_refusals_total",
      "Tokens and other proofs that were not accepted, by reason.",
      refusedIdentities,
    ),
    hookFailures: registry.counter(
      "manga_assist_hook_failures_total",
      "Hooks or sinks that threw.",
    ),
  }
}

export type ServerMetrics = ReturnType<typeof serverMetrics>

/** Counts frames as they leave; those that refuse or fail also by code. */
export const countSent = (metrics: ServerMetrics, frames: ReadonlyArray<ServerFrame>): void => {
  metrics.framesOut(undefined, frames.length)
  for (const frame of frames) if (frame.type === "error") metrics.errors({ code: frame.code })
}
