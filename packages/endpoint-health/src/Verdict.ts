/**
 * From one window of measurements to a verdict with its reasons. Pure: no clock, no network.
 *
 * A public address is a fault where an endpoint gives private ones, and none for a gateway endpoint,
 * which keeps the public addresses by design and is judged by its route. One slow or failed try is
 * noise; what is not known is `unknown`, never `degraded`.
 */
import { type AddressPlace, type Cidrs, placeOf } from "./Address.ts"
import { type Connect, type Spread, stepsOf, type Try, type Window } from "./Window.ts"

export type Status = "healthy" | "degraded" | "unhealthy" | "unknown"

/**
 * `interface`: an interface endpoint with private DNS. `gateway`: DynamoDB or S3 by route table.
 * `opensearch-serverless`: its own kind of interface endpoint. `in-vpc`: a node in the VPC itself.
 */
export type EndpointKind = "interface" | "gateway" | "opensearch-serverless" | "in-vpc"

/** What the typical (median) try may take, in milliseconds. */
export interface Limits {
  readonly dnsMs: number
  readonly tcpMs: number
  readonly tlsMs: number
}

/** What the control plane says about a gateway endpoint. */
export interface GatewayRoute {
  /** As EC2 names it: `available`, `pending`, `deleting`, `failed`, … */
  readonly state: string
  /** An active prefix-list route leads from the route table of our subnet to the endpoint. */
  readonly routed: boolean
}

export interface Facts {
  readonly kind: EndpointKind
  readonly window: Window
  readonly limits: Limits
  /** The VPC's own CIDRs; empty when not known. */
  readonly vpc: Cidrs
  /** What DNS and TCP together took by way of the NAT gateway; absent: not compared. */
  readonly natBaselineMs?: number
  /** For `gateway`; absent: not known, for example without the permission to ask. */
  readonly route?: GatewayRoute
}

export interface Reason {
  /** `note` changes nothing. */
  readonly weight: "note" | "unknown" | "degraded" | "unhealthy"
  readonly code: string
  readonly text: string
}

export interface Verdict {
  readonly status: Status
  /** The heaviest first. */
  readonly reasons: ReadonlyArray<Reason>
}

/** Fewer tries say nothing. */
const minimumSamples = 5

/** From this share of failed tries on, at least two of them, a step is unreliable … */
const unreliableShare = 0.2
/** … and from this share on it is broken. */
const brokenShare = 0.5
/** With fewer samples the 95th percentile is the slowest try alone. */
const samplesForTail = 20
/** How far the 95th percentile may lie above the limit of the median. */
const tailFactor = 3

const weights = ["note", "unknown", "degraded", "unhealthy"] as const

const statusOf = (reasons: ReadonlyArray<Reason>): Status => {
  const [heaviest] = reasons
  return heaviest === undefined || heaviest.weight === "note" ? "healthy" : heaviest.weight
}

export const judge = (facts: Facts): Verdict => {
  const reasons = [
    ...failures(facts.window),
    ...places(facts),
    ...(facts.kind === "gateway" ? routes(facts.route) : []),
    ...slowness(facts),
  ].sort((a, b) => weights.indexOf(b.weight) - weights.indexOf(a.weight))
  return { status: statusOf(reasons), reasons }
}

const firstError = (tries: ReadonlyArray<Try>): string =>
  tries.find(({ error }) => error !== undefined)?.error ?? "no reason given"

const unreliable = (
  step: string,
  spread: Spread,
  tries: ReadonlyArray<Try>,
): ReadonlyArray<Reason> => {
  const share = spread.samples === 0 ? 0 : spread.failed / spread.samples
  const code = step.toLowerCase()
  const text = `${step} failed in ${spread.failed} of ${spread.samples} tries: ${firstError(tries)}`
  if (share >= brokenShare) return [{ weight: "unhealthy", code: `${code}-failed`, text }]
  return share >= unreliableShare && spread.failed >= 2
    ? [{ weight: "degraded", code: `${code}-unreliable`, text }]
    : []
}

/** An address that never answers while others do: its part of every client's connections is lost. */
const deadAddresses = (connects: ReadonlyArray<Connect>): ReadonlyArray<Reason> => {
  const byAddress = Object.entries(Object.groupBy(connects, ({ address }) => address))
  const dead = byAddress.filter(
    ([, own = []]) =>
      own.length > 1 && own.every(({ tcp, tls }) => (tls ?? tcp).error !== undefined),
  )
  if (dead.length === byAddress.length) return []
  return dead.map(([address, own = []]) => ({
    weight: "degraded",
    code: "address-dead",
    text: `${address} never answered: ${firstError(own.map(({ tcp, tls }) => tls ?? tcp))}`,
  }))
}

const failures = (window: Window): ReadonlyArray<Reason> => {
  const { dns, tcp, tls } = stepsOf(window)
  const names = dns.samples < minimumSamples ? [] : unreliable("DNS", dns, window.dns)
  if (tcp.samples < minimumSamples) {
    if (names.some(({ weight }) => weight === "unhealthy")) return names
    const text = `${tcp.samples} connections were tried, ${minimumSamples} are needed`
    return [...names, { weight: "unknown", code: "too-few-samples", text }]
  }
  return [
    ...names,
    ...unreliable(
      "TCP",
      tcp,
      window.connects.map((made) => made.tcp),
    ),
    ...unreliable(
      "TLS",
      tls,
      window.connects.flatMap((made) => made.tls ?? []),
    ),
    ...deadAddresses(window.connects),
  ]
}

const places = ({ kind, window, vpc }: Facts): ReadonlyArray<Reason> => {
  const at = (place: AddressPlace): ReadonlyArray<string> =>
    window.addresses.filter((address) => placeOf(address, vpc) === place)
  const reason = (
    weight: Reason["weight"],
    code: string,
    addresses: ReadonlyArray<string>,
    text: string,
  ): ReadonlyArray<Reason> =>
    addresses.length === 0 ? [] : [{ weight, code, text: `${addresses.join(", ")} ${text}` }]

  const unusable = reason("unhealthy", "unusable-address", at("unusable"), "cannot be an endpoint")
  if (kind === "gateway") {
    const near = [...at("vpc"), ...at("private")]
    const text = "is private: an interface endpoint answers for this name, not the gateway"
    return [...unusable, ...reason("note", "private-address", near, text)]
  }
  const known = at("vpc").length > 0
  return [
    ...unusable,
    ...reason(
      "degraded",
      "public-address",
      at("public"),
      "is public: traffic may leave by the NAT gateway instead of the endpoint",
    ),
    ...reason("note", "loopback-address", at("loopback"), "is this machine, no endpoint"),
    ...(known
      ? reason("note", "outside-vpc", at("private"), "is private, but not in the VPC's CIDRs")
      : []),
  ]
}

const routes = (route: GatewayRoute | undefined): ReadonlyArray<Reason> => {
  if (route === undefined) {
    const text = "whether the route table leads to the gateway endpoint is not known"
    return [{ weight: "unknown", code: "route-not-known", text }]
  }
  if (route.state !== "available") {
    return [{ weight: "degraded", code: "gateway-state", text: `the endpoint is ${route.state}` }]
  }
  const text = "no active route leads to the endpoint: traffic leaves by the NAT gateway"
  return route.routed ? [] : [{ weight: "degraded", code: "gateway-not-routed", text }]
}

const ms = (value: number): string => `${value.toFixed(1)} ms`

const slow = (
  step: string,
  { samples, p50, p95 }: Spread,
  limit: number,
): ReadonlyArray<Reason> => {
  const code = `${step.toLowerCase()}-slow`
  if (p50 !== undefined && p50 > limit) {
    const text = `${step} typically takes ${ms(p50)}, ${ms(limit)} expected`
    return [{ weight: "degraded", code, text }]
  }
  if (p95 === undefined || samples < samplesForTail || p95 <= limit * tailFactor) return []
  const text = `one ${step} in twenty takes ${ms(p95)}, ${ms(limit * tailFactor)} at most expected`
  return [{ weight: "degraded", code, text }]
}

const slowness = ({ window, limits, natBaselineMs }: Facts): ReadonlyArray<Reason> => {
  const { dns, tcp, tls } = stepsOf(window)
  if (tcp.samples < minimumSamples) return []
  const typical = (dns.p50 ?? 0) + (tcp.p50 ?? 0)
  const slowerThanNat =
    natBaselineMs !== undefined && tcp.p50 !== undefined && typical > natBaselineMs
  return [
    ...slow("DNS", dns, limits.dnsMs),
    ...slow("TCP", tcp, limits.tcpMs),
    ...slow("TLS", tls, limits.tlsMs),
    ...(slowerThanNat
      ? [
          {
            weight: "unhealthy" as const,
            code: "slower-than-nat",
            text: `DNS and TCP take ${ms(typical)}, the NAT gateway took ${ms(natBaselineMs)}`,
          },
        ]
      : []),
  ]
}
