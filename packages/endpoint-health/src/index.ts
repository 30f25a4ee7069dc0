/**
 * Checks whether AWS services are reached through their VPC endpoints, and how fast.
 *
 * This entry is written with Effect; `promise.ts` offers the checks, the monitor, reports and cost comparison without
 * it.
 */
import "@manga-assist/options/node"
export { layerAws } from "./aws/AwsControlPlane.ts"
export { checkEndpoints, type CheckedRound, type EndpointReport } from "./checks/Check.ts"
export { ControlPlane } from "./aws/ControlPlane.ts"
export { layerCloudWatch } from "./checks/CloudWatchMetrics.ts"
export { compareCost, type CostComparison, type Traffic } from "./cost/Cost.ts"
export { awsEndpoints, type Endpoint, limitsOf, targetOf } from "./checks/Endpoint.ts"
export { EndpointHealthError } from "./EndpointHealthError.ts"
export {
  EndpointMonitor,
  type MonitorOptions,
  type MonitorState,
} from "./checks/EndpointMonitor.ts"
export { MetricPublisher } from "./checks/MetricPublisher.ts"
export { type PriceList, pricesOf, readPriceList } from "./PriceList.ts"
export { probe } from "./probe/Probe.ts"
export { reportJson, reportText } from "./checks/Report.ts"
export { judge, type Verdict } from "./verdict/Verdict.ts"
export { type VpcFacts } from "./aws/VpcFacts.ts"
