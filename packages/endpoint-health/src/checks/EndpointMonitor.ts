/**
 * Checks the network endpoints of AWS services (DNS, TCP, TLS and the VPC's configuration) in the background at an
 * interval, the first time at once, keeps the newest reports and publishes them as metrics. One round checks every
 * endpoint, each with several tries (`Check.ts`).
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
  /** Typical pause between rounds, in milliseconds; each is 80 to 120 % of it. */
  readonly intervalMs: number
  /** For a whole round, in milliseconds. */
  readonly roundDeadlineMs: number
}

export interface MonitorState {
  /** Of the newest round that ended in time; empty before the first. */
  readonly reports: ReadonlyArray<EndpointReport>
  /** What the control plane could not find out. */
  readonly notes: ReadonlyArray<string>
  readonly rounds: number
  readonly lateRounds: number
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
        let [rounds, lateRounds] = [0, 0]
        const round = Effect.suspend(() =>
          checkEndpoints(options.endpoints, { ...options, before: reports }),
        ).pipe(
          Effect.tap((checked) =>
            Effect.sync(() => {
              reports = checked.reports
              notes = checked.notes
              rounds += 1
            }),
          ),
          Effect.map(() => true),
          Effect.timeoutOrElse({
            duration: options.roundDeadlineMs,
            orElse: () =>
              Effect.suspend(() => {
                lateRounds += 1
                return Effect.as(
                  Effect.logWarning("a round of endpoint checks ran into its deadline"),
                  false,
                )
              }),
          }),
          Effect.andThen((inTime) => (inTime ? publisher.publish(reports) : Effect.void)),
          Effect.catchCause((cause) =>
            Cause.hasInterruptsOnly(cause)
              ? Effect.failCause(cause)
              : Effect.logError("a round of endpoint checks broke", cause),
          ),
        )
        const pause = Effect.flatMap(Random.next, (share) =>
          Effect.sleep(options.intervalMs * (0.8 + 0.4 * share)),
        )
        yield* Effect.forkScoped(Effect.forever(Effect.andThen(round, pause)), {
          startImmediately: true,
        })
        return EndpointMonitor.of({
          state: () => ({ reports, notes, rounds, lateRounds, metrics: publisher.counters() }),
        })
      }),
    )
}
