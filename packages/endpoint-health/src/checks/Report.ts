/**
 * Formats reports of checked endpoints as text for people and as JSON for programs; `worstOf` is the worst status among
 * them.
 */
import type { CheckedRound, EndpointReport, PlacedAddress } from "./Check.ts"
import type { Status } from "../verdict/Reason.ts"
import { connectsByZone, type Spread, spreadOf, stepsOf, triesOf } from "../probe/Window.ts"

const rounded = (value: number | undefined): number | null =>
  value === undefined ? null : Math.round(value * 100) / 100

const spreadJson = ({ samples, failed, p50, p95 }: Spread): StepJson => ({
  samples,
  failed,
  p50Ms: rounded(p50),
  p95Ms: rounded(p95),
})

/** A step's tries in the JSON report. */
interface StepJson {
  readonly samples: number
  readonly failed: number
  readonly p50Ms: number | null
  readonly p95Ms: number | null
}

interface Steps {
  readonly tcp: StepJson
  readonly tls: StepJson | null
}

const zonesOf = (report: EndpointReport) => {
  const known = new Map(
    report.addresses.map(({ address, zone }) => [address, zone === "unknown" ? address : zone]),
  )
  return [...connectsByZone(report.window, known)].map(([zone, connects]) => {
    const { tcp, tls } = triesOf(connects)
    return {
      zone,
      tcp: spreadJson(spreadOf(tcp)),
      tls: report.endpoint.tls ? spreadJson(spreadOf(tls)) : null,
    }
  })
}

const protocolsOf = ({ window }: EndpointReport): ReadonlyArray<string> => [
  ...new Set(window.connects.flatMap(({ protocol }) => protocol ?? [])),
]

/** One JSON object an endpoint; times in milliseconds, `null` where nothing was measured. */
export const reportJson = (report: EndpointReport) => {
  const { endpoint, window, verdict, vpcEndpoint } = report
  const steps = stepsOf(window)
  return {
    type: "endpoint" as const,
    at: new Date(report.at).toISOString(),
    name: endpoint.name,
    host: endpoint.host,
    port: endpoint.port,
    kind: endpoint.kind,
    endpointId: vpcEndpoint?.id ?? null,
    endpointState: vpcEndpoint?.state ?? null,
    status: verdict.status,
    windowStatus: verdict.windowStatus,
    isPrivate: report.isPrivate,
    addresses: report.addresses,
    dns: spreadJson(steps.dns),
    tcp: spreadJson(steps.tcp),
    tls: endpoint.tls ? spreadJson(steps.tls) : null,
    protocols: protocolsOf(report),
    /** By availability zone; by address where the zone is not known. */
    zones: zonesOf(report),
    natBaselineMs: endpoint.natBaselineMs ?? null,
    reasons: verdict.reasons,
  }
}

const marks: Readonly<Record<Status, string>> = {
  healthy: "[OK]  ",
  degraded: "[WARN]",
  unhealthy: "[FAIL]",
}

const times = (name: string, { samples, failed, p50Ms, p95Ms }: StepJson): string => {
  if (samples === 0) return `${name} not tried`
  const lost = failed === 0 ? "" : ` (${failed} of ${samples} failed)`
  return p50Ms === null || p95Ms === null
    ? `${name}${lost}`
    : `${name} ${p50Ms.toFixed(1)} / ${p95Ms.toFixed(1)} ms${lost}`
}

const steps = ({ tcp, tls }: Steps): string =>
  [times("TCP", tcp), ...(tls === null ? [] : [times("TLS", tls)])].join(" | ")

const addressText = ({ address, place, zone }: PlacedAddress): string =>
  zone === "unknown" ? `${address} (${place})` : `${address} (${place}, ${zone})`

const without: Readonly<Record<string, string>> = {
  loopback: "none, loopback",
  "endpoint-missing": "none",
  "endpoint-not-found": "none of this VPC",
}

const endpointLine = ({ endpoint, vpcEndpoint, verdict }: EndpointReport): string => {
  if (endpoint.kind === "in-vpc") return "none, a node in the VPC"
  if (vpcEndpoint === undefined) {
    const why = verdict.reasons.find(({ code }) => code in without)
    return why === undefined ? "not known" : (without[why.code] ?? "")
  }
  const { id, state, type, privateDns } = vpcEndpoint
  const dns = privateDns === undefined ? "" : `, private DNS ${privateDns ? "on" : "off"}`
  return `${id} (${type}, ${state}${dns})`
}

const endpointText = (report: EndpointReport): ReadonlyArray<string> => {
  const json = reportJson(report)
  const { addresses, verdict, endpoint } = report
  const resolved = addresses.length === 0 ? "nothing" : addresses.map(addressText).join(", ")
  const all = [times("DNS", json.dns), steps(json)].join(" | ")
  const nat =
    endpoint.natBaselineMs === undefined ? "" : `, NAT baseline ${endpoint.natBaselineMs} ms`
  const notes =
    verdict.reasons.length === 0
      ? ["    Notes: all checks passed"]
      : verdict.reasons.map(
          ({ weight, text }) => `    ${weight === "note" ? "Note" : weight}: ${text}`,
        )
  return [
    `${marks[verdict.status]} ${json.name}  ${json.kind}  ${json.host}:${json.port}`,
    `    Endpoint: ${endpointLine(report)}`,
    `    Resolved: ${resolved} (private=${json.isPrivate})`,
    `    ${all} (p50 / p95 of ${json.dns.samples} rounds${nat})`,
    ...(json.zones.length < 2 ? [] : json.zones.map((zone) => `    ${zone.zone}: ${steps(zone)}`)),
    ...(json.protocols.length === 0 ? [] : [`    ALPN: ${json.protocols.join(", ")}`]),
    `    Status: ${verdict.status}${
      verdict.windowStatus === verdict.status ? "" : ` (this window alone: ${verdict.windowStatus})`
    }`,
    ...notes,
  ]
}

/** Lines for a terminal, no colour. */
export const reportText = ({ reports, notes }: CheckedRound): string => {
  const at = Math.max(0, ...reports.map((report) => report.at))
  const title = `VPC endpoint health report, ${new Date(at).toISOString()}`
  return [
    title,
    "=".repeat(title.length),
    ...reports.flatMap((report) => ["", ...endpointText(report)]),
    ...(notes.length === 0 ? [] : ["", "Not known:", ...notes.map((note) => `    ${note}`)]),
  ].join("\n")
}

/** The worst one counts; `healthy` of none. */
export const worstOf = (reports: ReadonlyArray<EndpointReport>): Status =>
  (["unhealthy", "degraded"] as const).find((status) =>
    reports.some(({ verdict }) => verdict.status === status),
  ) ?? "healthy"
