/**
 * Which endpoints are looked at, and what is expected of each.
 */
import type { ProbeTarget } from "./Probe.ts"
import type { EndpointKind, GatewayRoute, Limits } from "./Verdict.ts"

export interface Endpoint extends ProbeTarget {
  /** How reports and metrics call it. */
  readonly name: string
  readonly kind: EndpointKind
  readonly limits: Limits
  /** DNS and TCP by way of the NAT gateway, in milliseconds; absent: not compared. */
  readonly natBaselineMs?: number
  /** For `gateway`; absent: not known. */
  readonly route?: GatewayRoute
}

/** A handshake inside one availability zone takes 2 to 5 ms; four times that is a fault. */
const tlsMs = 20

const near: Limits = { dnsMs: 5, tcpMs: 10, tlsMs }
const gateway: Limits = { dnsMs: 2, tcpMs: 5, tlsMs }

/** What a kind may take when nothing else is said. */
export const limitsOf = (kind: EndpointKind): Limits => (kind === "gateway" ? gateway : near)

/**
 * The AWS services a chat service talks to. Limits and NAT baselines are those measured in Tokyo;
 * give your own where your region or route differs.
 */
export const awsEndpoints = (region: string): ReadonlyArray<Endpoint> =>
  (
    [
      ["bedrock-runtime", "interface", 45],
      ["dynamodb", "gateway", 18],
      ["s3", "gateway", 15],
      ["logs", "interface", 12],
    ] as const
  ).map(([name, kind, natBaselineMs]) => ({
    name,
    host: `${name}.${region}.amazonaws.com`,
    port: 443,
    tls: true,
    kind,
    limits: limitsOf(kind),
    natBaselineMs,
  }))
