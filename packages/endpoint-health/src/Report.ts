/**
 * The same reports as text for people and as JSON for machines.
 */
import { type AddressPlace, Cidrs, placeOf } from "./Address.ts"
import type { EndpointReport } from "./Check.ts"
import type { EndpointKind, Reason, Status } from "./Verdict.ts"
import { type Spread, stepsOf } from "./Window.ts"

const rounded = (value: number | undefined): number | null =>
  value === undefined ? null : Math.round(value * 100) / 100

const spread = ({ samples, failed, p50, p95 }: Spread): StepJson => ({
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

interface EndpointJson {
  readonly name: string
  readonly host: string
  readonly port: number
  readonly kind: EndpointKind
  readonly status: Status
  readonly windowStatus: Status
  readonly addresses: ReadonlyArray<{ readonly address: string; readonly place: AddressPlace }>
  readonly dns: StepJson
  readonly tcp: StepJson
  readonly tls: StepJson | null
  readonly natBaselineMs: number | null
  readonly reasons: ReadonlyArray<Reason>
}

/** One JSON object an endpoint; times in milliseconds, `null` where nothing was measured. */
export const reportJson = (
  report: EndpointReport,
  vpcCidrs: ReadonlyArray<string> = [],
): EndpointJson => {
  const { endpoint, window, verdict, history } = report
  const vpc = new Cidrs(vpcCidrs)
  const steps = stepsOf(window)
  return {
    name: endpoint.name,
    host: endpoint.host,
    port: endpoint.port,
    kind: endpoint.kind,
    status: history.status,
    windowStatus: verdict.status,
    addresses: window.addresses.map((address) => ({ address, place: placeOf(address, vpc) })),
    dns: spread(steps.dns),
    tcp: spread(steps.tcp),
    tls: endpoint.tls ? spread(steps.tls) : null,
    natBaselineMs: endpoint.natBaselineMs ?? null,
    reasons: verdict.reasons,
  }
}

const times = (name: string, { samples, failed, p50, p95 }: Spread): string => {
  if (samples === 0) return `${name} not tried`
  const lost = failed === 0 ? "" : `, ${failed} of ${samples} failed`
  return p50 === undefined || p95 === undefined
    ? `${name}${lost.slice(1)}`
    : `${name} ${p50.toFixed(1)} / ${p95.toFixed(1)} ms${lost}`
}

const endpointText = (
  { endpoint, window, verdict, history }: EndpointReport,
  vpc: Cidrs,
): ReadonlyArray<string> => {
  const steps = stepsOf(window)
  const addresses = window.addresses.map((address) => `${address} (${placeOf(address, vpc)})`)
  const { samples } = steps.tcp
  return [
    `${history.status.padEnd(10)} ${endpoint.name}  ${endpoint.host}:${endpoint.port}  ${endpoint.kind}`,
    `           ${addresses.length === 0 ? "no address" : addresses.join(", ")}`,
    `           ${[
      times("DNS", steps.dns),
      times("TCP", steps.tcp),
      ...(endpoint.tls ? [times("TLS", steps.tls)] : []),
    ].join(" · ")} (p50 / p95 of ${samples})`,
    ...(verdict.status === history.status
      ? []
      : [`           this window alone: ${verdict.status}`]),
    ...verdict.reasons.map(({ weight, text }) => `           ${weight}: ${text}`),
  ]
}

/** Lines for a terminal, no colour. */
export const reportText = (
  reports: ReadonlyArray<EndpointReport>,
  vpcCidrs: ReadonlyArray<string> = [],
): string => {
  const vpc = new Cidrs(vpcCidrs)
  return reports.map((report) => endpointText(report, vpc).join("\n")).join("\n\n")
}
