/**
 * From one window of measurements, what the control plane says, and the windows before, to a verdict
 * with its reasons. Pure: no clock, no network.
 */
import { addressReasons } from "./AddressReasons.ts"
import type { Cidrs } from "../probe/Address.ts"
import { controlPlaneReasons } from "./ControlPlaneReasons.ts"
import { advance, type History } from "./History.ts"
import { measuredReasons } from "./MeasuredReasons.ts"
import { heaviestFirst, type Reason, type Status, statusOf } from "./Reason.ts"
import type { Service } from "../aws/ServiceName.ts"
import type { Known, VpcEndpoint } from "../aws/VpcFacts.ts"
import type { Window } from "../probe/Window.ts"

/**
 * `interface`: an interface endpoint with private DNS. `gateway`: DynamoDB or S3 by route table.
 * `opensearch-serverless`: a collection, classic or NextGen. `in-vpc`: a node in the VPC itself.
 */
export type EndpointKind = "interface" | "gateway" | "opensearch-serverless" | "in-vpc"

/** What the typical (median) try may take, in milliseconds. */
export interface Limits {
  readonly dnsMs: number
  readonly tcpMs: number
  readonly tlsMs: number
}

export interface Facts {
  readonly kind: EndpointKind
  readonly window: Window
  readonly limits: Limits
  /** The VPC's own CIDRs; empty when not known. */
  readonly vpc: Cidrs
  /** What DNS and TCP together took by way of the NAT gateway; absent: not compared. */
  readonly natBaselineMs?: number
  /** What the host name says; absent for a name that is none of AWS's. */
  readonly service?: Service
  /** The endpoints of that service, of every type; absent: nobody was asked. */
  readonly endpoints?: Known<ReadonlyArray<VpcEndpoint>>
  /** Availability zone by address; without one an address stands for itself. */
  readonly zones?: ReadonlyMap<string, string>
}

export interface Verdict {
  /** What is published: it follows the windows only after three in a row. */
  readonly status: Status
  /** What this window alone says. */
  readonly windowStatus: Status
  /** Of this window, the heaviest first. */
  readonly reasons: ReadonlyArray<Reason>
  /** Give it to the next window. */
  readonly history: History
}

export const judge = (facts: Facts, before?: History): Verdict => {
  const reasons = heaviestFirst([
    ...measuredReasons(facts),
    ...addressReasons(facts),
    ...controlPlaneReasons(facts),
  ])
  const windowStatus = statusOf(reasons)
  const history = advance(before, windowStatus)
  return { status: history.status, windowStatus, reasons, history }
}
