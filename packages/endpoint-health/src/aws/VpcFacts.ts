/**
 * Facts about the VPC and its endpoints from the control plane. Pure data; each part may be unknown.
 *
 * Without permissions nearly everything is unknown, and the verdict rests on measurements alone.
 */
import { Cidrs, plainAddress } from "../probe/Address.ts"

/** A fact, or why it is not known. */
export type Known<A> = { readonly value: A } | { readonly unknown: string }

export const known = <A>(value: A): Known<A> => ({ value })
export const unknown = (why: string): Known<never> => ({ unknown: why })
export const valueOr = <A, B>(fact: Known<A>, otherwise: B): A | B =>
  "value" in fact ? fact.value : otherwise

export interface VpcEndpoint {
  /** `vpce-…` */
  readonly id: string
  /** As `Service.name`. */
  readonly service: string
  readonly type: "interface" | "gateway" | "opensearch-serverless"
  /** As EC2 names it: `available`, `pending`, `deleting`, `failed`, …; `available` for `ACTIVE`. */
  readonly state: string
  readonly privateDns?: boolean
  /** The addresses of its network interfaces; empty when not known. */
  readonly addresses: ReadonlyArray<string>
  /** For a gateway: an active prefix-list route leads from our subnet's route table to it. */
  readonly routed?: Known<boolean>
}

export interface VpcFacts {
  /** The VPC's own CIDRs, IPv6 too. */
  readonly cidrs: ReadonlyArray<string>
  readonly subnets: ReadonlyArray<{ readonly cidrs: ReadonlyArray<string>; readonly zone: string }>
  /** Availability zone by address of a network interface, in the spelling of `plainAddress`. */
  readonly interfaceZones: ReadonlyMap<string, string>
  /** By `Service.name`, endpoints of every type; a service that was not asked about is absent. */
  readonly endpoints: ReadonlyMap<string, Known<ReadonlyArray<VpcEndpoint>>>
  /** What could not be found out, each once. */
  readonly notes: ReadonlyArray<string>
}

export const nothingKnown: VpcFacts = {
  cidrs: [],
  subnets: [],
  interfaceZones: new Map(),
  endpoints: new Map(),
  notes: [],
}

export const unknownZone = "unknown"

/** By the network interface that has the address, else by the subnet it lies in. */
export const zoneOf = (facts: VpcFacts, address: string): string =>
  facts.interfaceZones.get(plainAddress(address)) ??
  facts.subnets.find(({ cidrs }) => new Cidrs(cidrs).contains(address))?.zone ??
  unknownZone
