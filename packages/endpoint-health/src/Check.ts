/**
 * Probe, judge and remember: one window for each endpoint.
 */
import { Effect } from "effect"
import { Cidrs } from "./Address.ts"
import type { Endpoint } from "./Endpoint.ts"
import { advance, type History } from "./History.ts"
import { probe, type ProbeOptions } from "./Probe.ts"
import { judge, type Verdict } from "./Verdict.ts"
import type { Window } from "./Window.ts"

export interface EndpointReport {
  readonly endpoint: Endpoint
  readonly window: Window
  /** This window alone. */
  readonly verdict: Verdict
  /** What is published, after hysteresis. */
  readonly history: History
}

export interface CheckOptions extends ProbeOptions {
  /** The VPC's own CIDRs; what is no CIDR is left out. */
  readonly vpcCidrs?: ReadonlyArray<string>
  /** What this function returned for the window before, in any order. */
  readonly before?: ReadonlyArray<EndpointReport>
}

/** One endpoint after another, so that they do not slow each other. Never fails. */
export const checkEndpoints = Effect.fn("endpoint-health.checkEndpoints")(function* (
  endpoints: ReadonlyArray<Endpoint>,
  options: CheckOptions = {},
) {
  const vpc = new Cidrs(options.vpcCidrs ?? [])
  const before = new Map(options.before?.map(({ endpoint, history }) => [endpoint.name, history]))
  return yield* Effect.forEach(
    endpoints,
    Effect.fnUntraced(function* (endpoint) {
      const window = yield* probe(endpoint, options)
      const verdict = judge({ ...endpoint, window, vpc })
      const history = advance(before.get(endpoint.name), verdict.status)
      const report: EndpointReport = { endpoint, window, verdict, history }
      return report
    }),
  )
})
