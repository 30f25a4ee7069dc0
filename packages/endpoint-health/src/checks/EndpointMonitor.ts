/**
 * Checks the network endpoints of AWS services (DNS, TCP, TLS and the VPC's configuration) in the background at an
 * interval, the first time at once, keeps the newest reports and publishes them as metrics. One round checks every
 * endpoint, each with several tries (`Check.ts`); options and counters of the monitor call the whole round a window.
 *
 * Reading the reports is synchronous. A round that takes longer than its deadline is interrupted and counted as late;
 * the reports of the one before stay. Closing the scope ends the monitor, in the middle of a round too.
 */
import { Cause, Context, Effect, Layer, Random } from "effect"
import { checkEndpoints, type CheckOptions, type EndpointReport } from "./Check.ts"
import type { ControlPlane } from "../aws/ControlPlane.ts"
import type { Endpoint } from "./Endpoint.ts"
import { type MetricCounters, MetricPublisher } from "./MetricPublisher.ts"

export interface MonitorOptions extends Omit<CheckOptions, "before"> {
  readonly endpoints: ReadonlyArray<Endpoint>
  /** Typical pause between windows, in milliseconds; each is 80 to 120 % of it. */
  readonly intervalMs: number
  /** For a whole window, in milliseconds. */
  readonly windowDeadlineMs: number
}

export interface MonitorState {
  /** Of the newest window that ended in time; empty before the first. */
  readonly reports: ReadonlyArray<EndpointReport>
  /** What the control plane could not find out. */
  readonly notes: ReadonlyArray<string>
  readonly windows: number
  readonly lateWindows: number
  readonly metrics: MetricCounters
}

export class EndpointMonitor extends Context.Service<
  EndpointMonitor,
  { readonly state: () => MonitorState }
>()("@manga-assist/endpoint-health/EndpointMonitor") {
  static readonly layer = (
    options: MonitorOptions,
  ): Layer.Layer<EndpointMonitor, never, ControlPlane | MetricPublisher> =>
    Layer.effect(
      EndpointMonitor,
      Effect.gen(function* () {
        const publisher = yield* MetricPublisher
        let reports: ReadonlyArray<EndpointReport> = []
        let notes: ReadonlyArray<string> = []
        let [windows, lateWindows] = [0, 0]
        const window = Effect.suspend(() =>
          checkEndpoints(options.endpoints, { ...options, before: reports }),
        ).pipe(
          Effect.tap((checked) =>
            Effect.sync(() => {
              reports = checked.reports
              notes = checked.notes
              windows += 1
            }),
          ),
          Effect.map(() => true),
          Effect.timeoutOrElse({
            duration: options.windowDeadlineMs,
            orElse: () =>
              Effect.suspend(() => {
                lateWindows += 1
                return Effect.as(
                  Effect.logWarning("a window of endpoint checks ran into its deadline"),
                  false,
                )
              }),
          }),
          Effect.andThen((inTime) => (inTime ? publisher.publish(reports) : Effect.void)),
          Effect.catchCause((cause) =>
            Cause.hasInterruptsOnly(cause)
              ? Effect.failCause(cause)
              : Effect.logError("a window of endpoint checks broke", cause),
          ),
        )
        const pause = Effect.flatMap(Random.next, (share) =>
          Effect.sleep(options.intervalMs * (0.8 + 0.4 * share)),
        )
        yield* Effect.forkScoped(Effect.forever(Effect.andThen(window, pause)), {
          startImmediately: true,
        })
        return EndpointMonitor.of({
          state: () => ({ reports, notes, windows, lateWindows, metrics: publisher.counters() }),
        })
      }),
    )
}
