/**
 * The package's interface with promises, for programs that do not use Effect: `checkEndpoints` measures and judges the
 * network endpoints of AWS services once, `makeMonitor` does so at an interval until it is closed. Also the formats of
 * reports, and the comparison of costs of NAT gateways and VPC endpoints.
 */
import "@manga-assist/options/node"
import { func, is, listOf, milliseconds, needed, object, text, whole } from "@manga-assist/options"
import { Effect, Layer, Logger, ManagedRuntime } from "effect"
import { type AwsControlPlaneOptions, layerAws } from "./aws/AwsControlPlane.ts"
import { type CheckedRound, checkEndpoints as checked, type CheckOptions } from "./checks/Check.ts"
import { layerCloudWatch } from "./checks/CloudWatchMetrics.ts"
import { check } from "./CheckOptions.ts"
import { ControlPlane } from "./aws/ControlPlane.ts"
import { type Endpoint, endpointRule } from "./checks/Endpoint.ts"
import {
  EndpointMonitor,
  type MonitorOptions,
  type MonitorState,
} from "./checks/EndpointMonitor.ts"
import { MetricPublisher } from "./checks/MetricPublisher.ts"

export { type EndpointReport } from "./checks/Check.ts"
export { compareCost, type CostComparison, type Traffic } from "./cost/Cost.ts"
export { awsEndpoints, type Endpoint, limitsOf, targetOf } from "./checks/Endpoint.ts"
export { type PriceList, pricesOf } from "./PriceList.ts"
export { reportJson, reportText } from "./checks/Report.ts"
export { type Verdict } from "./verdict/Verdict.ts"
export type { CheckedRound, MonitorState }

export interface Account {
  /** Asks the account what it knows of its VPC; measurements alone when absent. */
  readonly controlPlane?: AwsControlPlaneOptions | undefined
}

export interface PromiseMonitorOptions extends MonitorOptions, Account {
  /** Publishes the figures to CloudWatch; they stay here when absent. */
  readonly metrics?: { readonly region: string; readonly namespace: string } | undefined
}

export interface PromiseMonitor {
  readonly state: () => MonitorState
  /** Ends it, in the middle of a window too. */
  readonly close: () => Promise<void>
  readonly [Symbol.asyncDispose]: () => Promise<void>
}

const endpointRules = listOf(endpointRule)
const ofRounds = {
  samples: whole(5, 100),
  deadlineMs: milliseconds(),
  spacingMs: milliseconds(0),
  resolve: func,
  vpcCidrs: listOf(text),
  controlPlane: object<AwsControlPlaneOptions>({
    region: needed(text),
    vpcId: text,
    subnetIds: listOf(text),
  }),
}
const report = is(
  "a report of checkEndpoints",
  (value) =>
    typeof value === "object" && value !== null && "endpoint" in value && "verdict" in value,
)
const checkRules = object<CheckOptions & Account>({ ...ofRounds, before: listOf(report) })
const monitorRules = object<PromiseMonitorOptions>({
  ...ofRounds,
  endpoints: needed(endpointRules),
  intervalMs: needed(milliseconds()),
  roundDeadlineMs: needed(milliseconds()),
  metrics: object<NonNullable<PromiseMonitorOptions["metrics"]>>({
    region: needed(text),
    namespace: needed(text),
  }),
})

const controlPlaneOf = ({ controlPlane }: Account) =>
  controlPlane === undefined ? ControlPlane.layerNone : layerAws(controlPlane)

/**
 * One window over all endpoints; what cannot be reached is part of the report and no rejection. Rejects with an
 * `OptionError` alone.
 */
export const checkEndpoints = async (
  endpoints: ReadonlyArray<Endpoint>,
  options: CheckOptions & Account = {},
): Promise<CheckedRound> => {
  check("checkEndpoints", endpointRules, endpoints, "endpoints")
  check("checkEndpoints", checkRules, options)
  return Effect.runPromise(
    checked(endpoints, options).pipe(Effect.provide(controlPlaneOf(options))),
  )
}

/** The first window starts at once. @throws OptionError */
export const makeMonitor = (options: PromiseMonitorOptions): PromiseMonitor => {
  check("makeMonitor", monitorRules, options)
  const metrics =
    options.metrics === undefined ? MetricPublisher.layerNone : layerCloudWatch(options.metrics)
  const runtime = ManagedRuntime.make(
    EndpointMonitor.layer(options).pipe(
      Layer.provide(Layer.merge(controlPlaneOf(options), metrics)),
      // What a program prints on standard output is its own.
      Layer.provide(Layer.succeed(Logger.LogToStderr, true)),
    ),
  )
  const monitor = runtime.runSync(EndpointMonitor)
  const close = () => runtime.dispose()
  return { state: monitor.state, close, [Symbol.asyncDispose]: close }
}
