/**
 * Checks endpoints: takes one window of measurements of each (several name resolutions, then TCP and TLS connections to
 * its addresses), four endpoints at a time, and judges it. Never fails.
 *
 * The caller passes the reports of the previous check, because the published status depends on earlier windows.
 */
import { Clock, Effect } from "effect"
import { type AddressPlace, Cidrs, isPrivate, placeOf } from "../probe/Address.ts"
import { ControlPlane } from "../aws/ControlPlane.ts"
import { endpointOf } from "../verdict/ControlPlaneReasons.ts"
import type { Endpoint } from "./Endpoint.ts"
import { probe, type ProbeOptions } from "../probe/Probe.ts"
import { serviceOf } from "../aws/ServiceName.ts"
import type { Facts } from "../verdict/Facts.ts"
import { judge, type Verdict } from "../verdict/Verdict.ts"
import { unknownZone, valueOr, type VpcEndpoint, type VpcFacts, zoneOf } from "../aws/VpcFacts.ts"
import type { Window } from "../probe/Window.ts"

export interface PlacedAddress {
  readonly address: string
  readonly place: AddressPlace
  /** Availability zone, or `unknown`. */
  readonly zone: string
}

export interface EndpointReport {
  /** When the window ended, in milliseconds since 1970. */
  readonly at: number
  readonly endpoint: Endpoint
  readonly window: Window
  readonly addresses: ReadonlyArray<PlacedAddress>
  /** There are addresses, and each is one of the VPC or of a private range. */
  readonly isPrivate: boolean
  /** The one that serves the name, where that is known. */
  readonly vpcEndpoint?: VpcEndpoint
  readonly verdict: Verdict
}

export interface CheckOptions extends ProbeOptions {
  /** CIDRs of the VPC, beside those the control plane knows; what is no CIDR is left out. */
  readonly vpcCidrs?: ReadonlyArray<string>
  /** What this function returned for the window before, in any order. */
  readonly before?: ReadonlyArray<EndpointReport>
}

export interface CheckedRound {
  readonly reports: ReadonlyArray<EndpointReport>
  /** What the control plane could not find out. */
  readonly notes: ReadonlyArray<string>
}

/** Endpoints at once: few, so that they do not slow each other. */
const concurrency = 4

/** OpenSearch Serverless has three kinds of endpoint, and the wrong one explains much. */
const aossServices = ["aoss-classic", "aoss-data", "aoss"]

const endpointsFor = (facts: VpcFacts, service: string): Facts["endpoints"] => {
  const own = facts.endpoints.get(service)
  if (own === undefined || "unknown" in own || !aossServices.includes(service)) return own
  const all = aossServices.flatMap((name) => {
    const found = facts.endpoints.get(name)
    return found === undefined ? [] : valueOr(found, [])
  })
  return { value: all }
}

const reportOf = (
  endpoint: Endpoint,
  window: Window,
  known: VpcFacts,
  vpc: Cidrs,
  at: number,
  before: EndpointReport | undefined,
): EndpointReport => {
  const addresses = window.addresses.map((address) => ({
    address,
    place: placeOf(address, vpc),
    zone: zoneOf(known, address),
  }))
  const zones = new Map(
    addresses.flatMap(({ address, zone }) =>
      zone === unknownZone ? [] : [[address, zone] as const],
    ),
  )
  const service = serviceOf(endpoint.host)
  const endpoints = service === undefined ? undefined : endpointsFor(known, service.name)
  const facts: Facts = {
    ...endpoint,
    window,
    vpc,
    zones,
    ...(service === undefined ? {} : { service }),
    ...(endpoints === undefined ? {} : { endpoints }),
  }
  const vpcEndpoint = endpointOf(facts)
  return {
    at,
    endpoint,
    window,
    addresses,
    isPrivate: addresses.length > 0 && addresses.every(({ place }) => isPrivate(place)),
    ...(vpcEndpoint === undefined ? {} : { vpcEndpoint }),
    verdict: judge(facts, before?.verdict.history),
  }
}

/** One window for each endpoint, in the order given. Never fails. */
export const checkEndpoints = Effect.fn("endpoint-health.checkEndpoints")(function* (
  endpoints: ReadonlyArray<Endpoint>,
  options: CheckOptions = {},
) {
  const controlPlane = yield* ControlPlane
  const services = endpoints.flatMap(({ host, kind }) => {
    const service = kind === "in-vpc" ? undefined : serviceOf(host)
    return service === undefined ? [] : [service]
  })
  const known = yield* controlPlane.facts(services)
  const vpc = new Cidrs([...(options.vpcCidrs ?? []), ...known.cidrs])
  const before = new Map(options.before?.map((report) => [report.endpoint.name, report]))
  const reports = yield* Effect.forEach(
    endpoints,
    Effect.fnUntraced(function* (endpoint) {
      const window = yield* probe(endpoint, options)
      const at = yield* Clock.currentTimeMillis
      return reportOf(endpoint, window, known, vpc, at, before.get(endpoint.name))
    }),
    { concurrency },
  )
  const checked: CheckedRound = { reports, notes: known.notes }
  return checked
})
