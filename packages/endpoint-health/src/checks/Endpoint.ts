/**
 * The type of an endpoint to check, with its latency limits; and the default list: the AWS services of a chat
 * service, at the region's host names or at the addresses of `AWS_ENDPOINT_URL_*`.
 */
import {
  anyText,
  flag,
  mapOf,
  needed,
  number,
  object,
  oneOf,
  text,
  whole,
} from "@manga-assist/options"
import { check } from "../CheckOptions.ts"
import type { ProbeTarget } from "../probe/Probe.ts"
import { type EndpointKind, endpointKinds, type Limits } from "../verdict/Facts.ts"

export interface Endpoint extends ProbeTarget {
  /** How reports and metrics call it. */
  readonly name: string
  readonly kind: EndpointKind
  readonly limits: Limits
  /** DNS and TCP by way of the NAT gateway, in milliseconds; absent: not compared. */
  readonly natBaselineMs?: number
}

const positive = needed(number({ above: 0 }))
const kindRule = oneOf(...endpointKinds)

/** What an endpoint must be. */
export const endpointRule = object<Endpoint>({
  name: needed(text),
  host: needed(text),
  port: needed(whole(1, 65_535)),
  tls: needed(flag),
  kind: needed(kindRule),
  limits: needed(object<Limits>({ dnsMs: positive, tcpMs: positive, tlsMs: positive })),
  natBaselineMs: number({ least: 0 }),
})

/** A handshake inside one availability zone takes 2 to 5 ms; four times that is a fault. */
const tlsMs = 20

const near: Limits = { dnsMs: 5, tcpMs: 10, tlsMs }
const gateway: Limits = { dnsMs: 2, tcpMs: 5, tlsMs }

/** What a kind may take when nothing else is said. @throws OptionError for what is no kind. */
export const limitsOf = (kind: EndpointKind): Limits => {
  check("limitsOf", kindRule, kind, "kind")
  return kind === "gateway" ? gateway : near
}

/** Host label, kind, NAT baseline where one was measured in Tokyo, and the SDK's environment name. */
const services: ReadonlyArray<readonly [string, EndpointKind, number | undefined, string]> = [
  ["bedrock-runtime", "interface", 45, "BEDROCK_RUNTIME"],
  ["dynamodb", "gateway", 18, "DYNAMODB"],
  ["s3", "gateway", 15, "S3"],
  ["logs", "interface", 12, "CLOUDWATCH_LOGS"],
  ["monitoring", "interface", undefined, "CLOUDWATCH"],
  ["sqs", "interface", undefined, "SQS"],
  ["kinesis", "interface", undefined, "KINESIS"],
]

export const serviceNames: ReadonlyArray<string> = services.map(([name]) => name)

type Environment = Readonly<Record<string, string | undefined>>

const protocols: ReadonlySet<string> = new Set(["http:", "https:"])

/** Host, port and TLS of a URL; undefined for what is no `http` or `https` URL. */
export const targetOf = (text: string): ProbeTarget | undefined => {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url === undefined || !protocols.has(url.protocol) || url.hostname === "") return undefined
  const tls = url.protocol === "https:"
  const port = url.port === "" ? (tls ? 443 : 80) : Number(url.port)
  return { host: url.hostname.replace(/^\[|\]$/g, ""), port, tls }
}

const baseVariable = "AWS_ENDPOINT_URL"

/** As the AWS SDK: the service's own name wins over `AWS_ENDPOINT_URL`; empty is absent. */
const configured = (environment: Environment, suffix: string): ProbeTarget | undefined =>
  targetOf(environment[`${baseVariable}_${suffix}`] || environment[baseVariable] || "")

/** The first name of `environment` that should hold a URL and does not. */
export const wrongUrlIn = (environment: Environment): string | undefined =>
  [baseVariable, ...services.map(([, , , suffix]) => `${baseVariable}_${suffix}`)].find((name) => {
    const text = environment[name] ?? ""
    return text !== "" && targetOf(text) === undefined
  })

const environmentRule = mapOf((value) => (value === undefined ? undefined : anyText(value)))

/**
 * The AWS services a chat service talks to, at the region's host names or where `AWS_ENDPOINT_URL_*` of
 * `environment` leads. Baselines were measured in Tokyo; give your own where your route differs.
 *
 * @throws OptionError
 */
export const awsEndpoints = (
  region: string,
  environment: Environment = {},
): ReadonlyArray<Endpoint> => {
  check("awsEndpoints", text, region, "region")
  check("awsEndpoints", environmentRule, environment, "environment")
  const domain = region.startsWith("cn-") ? "amazonaws.com.cn" : "amazonaws.com"
  return services.map(([name, kind, natBaselineMs, suffix]): Endpoint => {
    const regional = { host: `${name}.${region}.${domain}`, port: 443, tls: true }
    const { host, port, tls } = configured(environment, suffix) ?? regional
    const limits = limitsOf(kind)
    return natBaselineMs === undefined
      ? { name, host, port, tls, kind, limits }
      : { name, host, port, tls, kind, limits, natBaselineMs }
  })
}
