/**
 * Judges the measurements of one check of a network endpoint, whose steps are DNS, TCP and TLS: failing steps,
 * addresses that never answer, slow steps, steps slower than through the NAT gateway, one availability zone slower
 * than the others. Returns reasons for the verdict on the endpoint's health.
 *
 * One slow or failed try is noise: the median decides, and the 95th percentile only with at least 20 samples.
 */
import { placeOf } from "../probe/Address.ts"
import { type Reason, reason } from "./Reason.ts"
import type { Facts, Limits } from "./Facts.ts"
import {
  type Connect,
  connectsByZone,
  type Spread,
  spreadOf,
  stepsOf,
  triesOf,
  type Try,
  type Window,
} from "../probe/Window.ts"

/** Fewer tries tell nothing about how often or how fast. */
const minimumSamples = 5
/** From this share of failed tries on, at least two of them, a step is unreliable … */
const unreliableShare = 0.2
/** … and from this share on it is broken. */
const brokenShare = 0.5
/** With fewer samples the 95th percentile is the slowest try alone. */
const samplesForTail = 20
/** How far the 95th percentile may lie above the limit of the median. */
const tailFactor = 3

/** When this process typically comes this late to its events, it measures itself. */
const busyMs = 5

export const measuredReasons = (facts: Facts): ReadonlyArray<Reason> => [
  ...failures(facts.window),
  ...judgedSlowness(facts),
]

/** The limits are those of endpoints: an emulator on this machine is measured, not judged. */
const judgedSlowness = (facts: Facts): ReadonlyArray<Reason> => {
  const { addresses, loopDelayMs = 0 } = facts.window
  if (addresses.every((address) => placeOf(address, facts.vpc) === "loopback")) return []
  const found = slowness(facts)
  if (found.length === 0 || loopDelayMs < busyMs) return found
  const text = `times are not judged: this process came ${ms(loopDelayMs)} late to its own events`
  return [reason("note", "process-busy", text)]
}

const firstError = (tries: ReadonlyArray<Try>): string =>
  tries.find(({ error }) => error !== undefined)?.error ?? "no reason given"

const unreliable = (step: string, tries: ReadonlyArray<Try>): ReadonlyArray<Reason> => {
  const { samples, failed } = spreadOf(tries)
  if (failed < 2) return []
  const code = step.toLowerCase()
  const text = `${step} failed in ${failed} of ${samples} tries: ${firstError(tries)}`
  if (failed / samples >= brokenShare) return [reason("unhealthy", `${code}-failed`, text)]
  return samples >= minimumSamples && failed / samples >= unreliableShare
    ? [reason("degraded", `${code}-unreliable`, text)]
    : []
}

/** An address that never answers while others do: its part of every client's connections is lost. */
const deadAddresses = (connects: ReadonlyArray<Connect>): ReadonlyArray<Reason> => {
  const outcomes = Map.groupBy(connects, ({ address }) => address)
  const dead = [...outcomes].filter(
    ([, own]) => own.length > 1 && own.every(({ tcp, tls }) => (tls ?? tcp).error !== undefined),
  )
  if (dead.length === outcomes.size) return []
  return dead.map(([address, own]) => {
    const why = firstError(own.map(({ tcp, tls }) => tls ?? tcp))
    return reason("degraded", "address-dead", `${address} never answered: ${why}`)
  })
}

const failures = (window: Window): ReadonlyArray<Reason> => {
  const { tcp, tls } = triesOf(window.connects)
  if (window.dns.length === 0 && tcp.length === 0) {
    return [reason("degraded", "not-measured", "nothing was measured")]
  }
  const names = unreliable("DNS", window.dns)
  const nothingToConnect = names.some(({ weight }) => weight === "unhealthy")
  const few = tcp.length < minimumSamples && !nothingToConnect
  const fewText = `${tcp.length} connections were tried, ${minimumSamples} are needed`
  return [
    ...names,
    ...unreliable("TCP", tcp),
    ...unreliable("TLS", tls),
    ...deadAddresses(window.connects),
    ...(few ? [reason("note", "too-few-samples", fewText)] : []),
  ]
}

const ms = (value: number): string => `${value.toFixed(1)} ms`

const slow = (
  step: string,
  { samples, failed, p50, p95 }: Spread,
  limit: number,
): ReadonlyArray<Reason> => {
  if (p50 === undefined || p95 === undefined || samples < minimumSamples) return []
  const code = `${step.toLowerCase()}-slow`
  if (p50 > limit) {
    const text = `${step} typically takes ${ms(p50)}, ${ms(limit)} expected`
    return [reason("degraded", code, text)]
  }
  if (samples - failed < samplesForTail || p95 <= limit * tailFactor) return []
  const text = `one ${step} in twenty takes ${ms(p95)}, ${ms(limit * tailFactor)} at most expected`
  return [reason("degraded", code, text)]
}

/** A zone (or, where zones are not known, an address) whose typical try is above the limit. */
const slowZones = (
  window: Window,
  zones: ReadonlyMap<string, string>,
  { tcpMs, tlsMs }: Limits,
): ReadonlyArray<Reason> =>
  [...connectsByZone(window, zones)].flatMap(([zone, connects]) => {
    const { tcp, tls } = triesOf(connects)
    return [["TCP", spreadOf(tcp), tcpMs] as const, ["TLS", spreadOf(tls), tlsMs] as const].flatMap(
      ([step, { samples, p50 }, limit]) =>
        samples < minimumSamples || p50 === undefined || p50 <= limit
          ? []
          : [
              reason(
                "degraded",
                "zone-slow",
                `in ${zone} ${step} typically takes ${ms(p50)}, ${ms(limit)} expected`,
              ),
            ],
    )
  })

const slowness = ({ window, limits, natBaselineMs, zones }: Facts): ReadonlyArray<Reason> => {
  const { dns, tcp, tls } = stepsOf(window)
  const connecting = [...slow("TCP", tcp, limits.tcpMs), ...slow("TLS", tls, limits.tlsMs)]
  const typical = (dns.p50 ?? 0) + (tcp.p50 ?? 0)
  const slowerThanNat =
    natBaselineMs !== undefined &&
    tcp.p50 !== undefined &&
    tcp.samples >= minimumSamples &&
    typical > natBaselineMs
  return [
    ...slow("DNS", dns, limits.dnsMs),
    ...connecting,
    // When the whole is slow already, the zones add nothing.
    ...(connecting.length === 0 ? slowZones(window, zones ?? new Map(), limits) : []),
    ...(slowerThanNat
      ? [
          reason(
            "unhealthy",
            "slower-than-nat",
            `DNS and TCP take ${ms(typical)}, the NAT gateway took ${ms(natBaselineMs)}`,
          ),
        ]
      : []),
  ]
}
