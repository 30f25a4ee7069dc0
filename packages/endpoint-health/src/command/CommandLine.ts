/** Parses the options of the `endpoint-health` command and validates them before anything is measured. */
import { readFileSync } from "node:fs"
import { isIP } from "node:net"
import { Cidrs } from "../probe/Address.ts"
import { readWords, type Words } from "./CommandWords.ts"
import { usage } from "./CommandUsage.ts"
import type { Traffic } from "../cost/Cost.ts"
import {
  awsEndpoints,
  type Endpoint,
  limitsOf,
  serviceNames,
  wrongUrlIn,
} from "../checks/Endpoint.ts"
import type { Place } from "../aws/OwnPlace.ts"
import type { EndpointKind } from "../verdict/Facts.ts"
import { endpointsOfOutputs, type Outputs, placeOfOutputs, readOutputs } from "./StackOutputs.ts"

/** Exit code of what was not understood (`EX_USAGE`). */
export const wrongUse = 64

interface CostInput {
  readonly traffic: Traffic
  /** Absent: the package's own for the region. */
  readonly prices?: string
}

export interface Command {
  readonly region?: string
  readonly endpoints: ReadonlyArray<Endpoint>
  readonly place: Place
  readonly vpcCidrs: ReadonlyArray<string>
  readonly dnsServers?: ReadonlyArray<string>
  readonly samples: number
  readonly offline: boolean
  readonly json: boolean
  readonly watchSeconds?: number
  /** Absent: nothing is published. */
  readonly namespace?: string
  readonly cost?: CostInput
}

export type Parsed =
  | { readonly kind: "check"; readonly command: Command }
  | { readonly kind: "help" }
  | { readonly kind: "wrong"; readonly message: string }

type Environment = Readonly<Record<string, string | undefined>>

const kinds: ReadonlySet<string> = new Set([
  "interface",
  "gateway",
  "opensearch-serverless",
  "in-vpc",
])
const isKind = (text: string): text is EndpointKind => kinds.has(text)

const hostPattern = /^(?:\[([^\]]+)\]|([^:[\]]+)):(\d{1,5}):([a-z-]+)(?::(tls|plain))?$/

/** `NAME:PORT:KIND[:tls|plain]`; an IPv6 literal stands in brackets. */
const readHost = (text: string): Endpoint | undefined => {
  const [, literal, name, port = "0", kind = "", security] = hostPattern.exec(text) ?? []
  const host = literal ?? name
  const number = Number(port)
  if (host === undefined || !isKind(kind) || number < 1 || number > 65_535) return undefined
  return {
    name: `${host}:${number}`,
    host,
    port: number,
    kind,
    tls: security === undefined ? kind !== "in-vpc" : security === "tls",
    limits: limitsOf(kind),
  }
}

/** Thrown inside `parseCommand` only. */
class Wrong extends Error {}

const refuse = (message: string): never => {
  throw new Wrong(message)
}

const number = (
  words: Words,
  name: string,
  min: number,
  max: number,
  byDefault: number,
  whole = true,
): number => {
  const text = words.value(name)
  if (text === undefined) return byDefault
  const value = /^\d{1,12}(?:\.\d{1,6})?$/.test(text) ? Number(text) : Number.NaN
  const fits = value >= min && value <= max && (!whole || Number.isInteger(value))
  const what = whole ? "a whole number" : "a number"
  return fits ? value : refuse(`${name} must be ${what} from ${min} to ${max}, not ${text}`)
}

const matching = (
  words: Words,
  name: string,
  pattern: RegExp,
  what: string,
): ReadonlyArray<string> => {
  const values = words.values(name)
  const odd = values.find((value) => !pattern.test(value))
  return odd === undefined ? values : refuse(`${name} must be ${what}, not ${odd}`)
}

const outputsOf = (words: Words): Outputs | undefined => {
  const file = words.value("--outputs")
  if (file === undefined) return undefined
  let text = ""
  try {
    text = readFileSync(file, "utf8")
  } catch {
    refuse(`--outputs must be a file that can be read, not ${file}`)
  }
  return readOutputs(text) ?? refuse(`--outputs: ${file} names no EndpointServices of a stack`)
}

const endpointsOf = (
  words: Words,
  region: string | undefined,
  outputs: Outputs | undefined,
  environment: Environment,
) => {
  const hosts = words
    .values("--host")
    .map((text) => readHost(text) ?? refuse(`--host must be NAME:PORT:KIND[:TLS], not ${text}`))
  const named = words.value("--services")?.split(",")
  const odd = named?.find((name) => !serviceNames.includes(name))
  if (odd !== undefined) refuse(`--services must be of ${serviceNames.join(", ")}, not ${odd}`)
  if (hosts.length > 0 && named === undefined && outputs === undefined) return hosts
  if (region === undefined) return refuse("--region, AWS_REGION or --host is needed")
  if (outputs !== undefined && named === undefined) {
    return [...endpointsOfOutputs(outputs, region, environment), ...hosts]
  }
  const services = awsEndpoints(region, environment)
  return [...services.filter(({ name }) => named?.includes(name) ?? true), ...hosts]
}

const costOf = (words: Words, endpoints: ReadonlyArray<Endpoint>): CostInput | undefined => {
  const interfaceGb = number(words, "--gb-per-month", 0, 1e12, Number.NaN, false)
  if (Number.isNaN(interfaceGb)) return undefined
  const gateways = endpoints.filter(({ kind }) => kind === "gateway").length
  const nodes = endpoints.filter(({ kind }) => kind === "in-vpc").length
  const zones = number(words, "--zones", 1, 10, 2)
  const prices = words.value("--prices")
  const lookedAt = endpoints.length - gateways - nodes
  const gatewayGb = number(words, "--gateway-gb-per-month", 0, 1e12, 0, false)
  const interfaceEndpoints = number(words, "--interface-endpoints", 0, 10_000, lookedAt)
  const gatewayEndpoints = number(words, "--gateway-endpoints", 0, 10_000, gateways)
  if (interfaceGb > 0 && interfaceEndpoints === 0) {
    refuse("--gb-per-month needs --interface-endpoints of at least 1")
  }
  if (gatewayGb > 0 && gatewayEndpoints === 0) {
    refuse("--gateway-gb-per-month needs --gateway-endpoints of at least 1")
  }
  return {
    traffic: {
      interfaceGb,
      gatewayGb,
      zones,
      interfaceEndpoints,
      gatewayEndpoints,
      natGateways: number(words, "--nat-gateways", 0, 10_000, zones),
      keepNat: words.has("--keep-nat"),
    },
    ...(prices === undefined ? {} : { prices }),
  }
}

const isServer = (text: string): boolean => {
  const [, literal, other, port = "53"] = /^(?:\[([^\]]+)\]|([^:]+)):(\d{1,5})$/.exec(text) ?? []
  return isIP(literal ?? other ?? text) !== 0 && Number(port) >= 1 && Number(port) <= 65_535
}

const read = (words: Words, environment: Environment): Command => {
  const outputs = outputsOf(words)
  const place = outputs === undefined ? undefined : placeOfOutputs(outputs)
  const region =
    words.value("--region") ?? outputs?.get("Region") ?? (environment.AWS_REGION || undefined)
  if (region !== undefined && !/^[a-z]{2}(-[a-z]+)+-\d$/.test(region)) {
    refuse(`--region must be a region such as ap-northeast-1, not ${region}`)
  }
  const wrongUrl = wrongUrlIn(environment)
  if (wrongUrl !== undefined) refuse(`${wrongUrl} must be an http or https URL`)
  const given = words.values("--vpc-cidr")
  const vpcCidrs = given.length > 0 ? given : (place?.vpcCidrs ?? [])
  const [invalid] = new Cidrs(vpcCidrs).invalid
  if (invalid !== undefined) refuse(`--vpc-cidr must be a CIDR, not ${invalid}`)
  const dnsServers = words.values("--dns-server")
  const odd = dnsServers.find((server) => !isServer(server))
  if (odd !== undefined) refuse(`--dns-server must be ADDRESS[:PORT], not ${odd}`)
  const endpoints = endpointsOf(words, region, outputs, environment)
  const [vpcId = place?.vpcId] = matching(
    words,
    "--vpc-id",
    /^vpc-[\da-f]+$/,
    "an id such as vpc-0a1b2c3d",
  )
  const subnets = matching(words, "--subnet-id", /^subnet-[\da-f]+$/, "an id such as subnet-0a1b")
  const subnetIds = subnets.length > 0 ? subnets : (place?.subnetIds ?? [])
  const [namespace = "VPCEndpoints"] = matching(
    words,
    "--namespace",
    /^(?!AWS\/)[\w.\-/#:]{1,255}$/,
    "1 to 255 of A-Z a-z 0-9 . - _ / # : and not begin with AWS/",
  )
  if (words.has("--metrics") && region === undefined) refuse("--metrics needs --region")
  const cost = costOf(words, endpoints)
  if (cost !== undefined && cost.prices === undefined && region === undefined) {
    refuse("--gb-per-month needs --region or --prices")
  }
  return {
    ...(region === undefined ? {} : { region }),
    endpoints,
    place: {
      ...(vpcId === undefined ? {} : { vpcId }),
      ...(subnetIds.length === 0 ? {} : { subnetIds }),
    },
    vpcCidrs,
    ...(dnsServers.length === 0 ? {} : { dnsServers }),
    samples: number(words, "--samples", 5, 100, 10),
    offline: words.has("--offline"),
    json: words.has("--json"),
    ...(words.has("--watch") ? { watchSeconds: number(words, "--watch", 1, 86_400, 60) } : {}),
    ...(words.has("--metrics") ? { namespace } : {}),
    ...(cost === undefined ? {} : { cost }),
  }
}

export const parseCommand = (argv: ReadonlyArray<string>, environment: Environment): Parsed => {
  const words = readWords(argv)
  if (typeof words === "string") return { kind: "wrong", message: `${words}\n\n${usage}` }
  if (words.has("--help")) return { kind: "help" }
  try {
    return { kind: "check", command: read(words, environment) }
  } catch (cause) {
    if (cause instanceof Wrong) return { kind: "wrong", message: cause.message }
    throw cause
  }
}
