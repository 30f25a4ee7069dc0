/**
 * The input for the verdict whether one endpoint is healthy: its kind and latency limits, the measurements of one
 * check (a window), and what the control plane (the EC2 API) knows about its VPC. An absent field was not asked for or
 * is not known.
 */
import type { Cidrs } from "../probe/Address.ts"
import type { Service } from "../aws/ServiceName.ts"
import type { Known, VpcEndpoint } from "../aws/VpcFacts.ts"
import type { Window } from "../probe/Window.ts"

/**
 * `interface`: an interface endpoint with private DNS. `gateway`: DynamoDB or S3 by route table.
 * `opensearch-serverless`: a collection, classic or NextGen. `in-vpc`: a node in the VPC itself.
 */
export const endpointKinds = ["interface", "gateway", "opensearch-serverless", "in-vpc"] as const
export type EndpointKind = (typeof endpointKinds)[number]

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
