/** Parses the options of the `endpoint-health` command and validates them before anything is measured. */
import { type Options, optionsOf, refuse } from "@manga-assist/process/arguments"
import { readFileSync } from "node:fs"
import { isIP } from "node:net"
import { Cidrs } from "../probe/Address.ts"
import {
  awsEndpoints,
  type Endpoint,
  limitsOf,
  serviceNames,
  wrongUrlIn,
} from "../checks/Endpoint.ts"
import type { EndpointKind } from "../verdict/Facts.ts"
import { endpointsOfOutputs, type Outputs, placeOfOutputs, readOutputs } from "./StackOutputs.ts"

/** Exit code of what was not understood (`EX_USAGE`). */
export const wrongUse = 64

export type Command = ReturnType<typeof parseCommand>

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

const kindOf = {
  "--region": "value",
  "--outputs": "value",
  "--services": "value",
  "--host": "values",
  "--samples": "value",
  "--vpc-cidr": "values",
  "--vpc-id": "value",
  "--subnet-id": "values",
  "--dns-server": "values",
  "--offline": "switch",
  "--watch": "value",
  "--metrics": "switch",
  "--namespace": "value",
  "--json": "switch",
  "--gb-per-month": "value",
  "--gateway-gb-per-month": "value",
  "--zones": "value",
  "--interface-endpoints": "value",
  "--gateway-endpoints": "value",
  "--nat-gateways": "value",
  "--keep-nat": "switch",
  "--prices": "value",
} as const

type Given = Options<keyof typeof kindOf>

const outputsOf = (given: Given): Outputs | undefined => {
  const file = given.value("--outputs")
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
  given: Given,
  region: string | undefined,
  outputs: Outputs | undefined,
  environment: Environment,
) => {
  const hosts = given
    .values("--host")
    .map((text) => readHost(text) ?? refuse(`--host must be NAME:PORT:KIND[:TLS], not ${text}`))
  const named = given.value("--services")?.split(",")
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

const costOf = (given: Given, endpoints: ReadonlyArray<Endpoint>) => {
  const interfaceGb = given.number("--gb-per-month", 0, 1e12, true)
  if (interfaceGb === undefined) return undefined
  const gateways = endpoints.filter(({ kind }) => kind === "gateway").length
  const nodes = endpoints.filter(({ kind }) => kind === "in-vpc").length
  const zones = given.number("--zones", 1, 10) ?? 2
  const lookedAt = endpoints.length - gateways - nodes
  const gatewayGb = given.number("--gateway-gb-per-month", 0, 1e12, true) ?? 0
  const interfaceEndpoints = given.number("--interface-endpoints", 0, 10_000) ?? lookedAt
  const gatewayEndpoints = given.number("--gateway-endpoints", 0, 10_000) ?? gateways
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
      natGateways: given.number("--nat-gateways", 0, 10_000) ?? zones,
      keepNat: given.has("--keep-nat"),
    },
    /** Undefined: the package's own for the region. */
    prices: given.value("--prices"),
  }
}

const isServer = (text: string): boolean => {
  const [, literal, other, port = "53"] = /^(?:\[([^\]]+)\]|([^:]+)):(\d{1,5})$/.exec(text) ?? []
  return isIP(literal ?? other ?? text) !== 0 && Number(port) >= 1 && Number(port) <= 65_535
}

const read = (given: Given, environment: Environment) => {
  const outputs = outputsOf(given)
  const place = outputs === undefined ? undefined : placeOfOutputs(outputs)
  const region =
    given.value("--region") ?? outputs?.get("Region") ?? (environment.AWS_REGION || undefined)
  if (region !== undefined && !/^[a-z]{2}(-[a-z]+)+-\d$/.test(region)) {
    refuse(`--region must be a region such as ap-northeast-1, not ${region}`)
  }
  const wrongUrl = wrongUrlIn(environment)
  if (wrongUrl !== undefined) refuse(`${wrongUrl} must be an http or https URL`)
  const cidrs = given.values("--vpc-cidr")
  const vpcCidrs = cidrs.length > 0 ? cidrs : (place?.vpcCidrs ?? [])
  const [invalid] = new Cidrs(vpcCidrs).invalid
  if (invalid !== undefined) refuse(`--vpc-cidr must be a CIDR, not ${invalid}`)
  const dnsServers = given.values("--dns-server")
  const odd = dnsServers.find((server) => !isServer(server))
  if (odd !== undefined) refuse(`--dns-server must be ADDRESS[:PORT], not ${odd}`)
  const endpoints = endpointsOf(given, region, outputs, environment)
  const [vpcId = place?.vpcId] = given.matching(
    "--vpc-id",
    /^vpc-[\da-f]+$/,
    "an id such as vpc-0a1b2c3d",
  )
  const subnets = given.matching("--subnet-id", /^subnet-[\da-f]+$/, "an id such as subnet-0a1b")
  const subnetIds = subnets.length > 0 ? subnets : (place?.subnetIds ?? [])
  const [namespace = "VPCEndpoints"] = given.matching(
    "--namespace",
    /^(?!AWS\/)[\w.\-/#:]{1,255}$/,
    "1 to 255 of A-Z a-z 0-9 . - _ / # : and not begin with AWS/",
  )
  if (given.has("--metrics") && region === undefined) refuse("--metrics needs --region")
  const cost = costOf(given, endpoints)
  if (cost !== undefined && cost.prices === undefined && region === undefined) {
    refuse("--gb-per-month needs --region or --prices")
  }
  return {
    region,
    endpoints,
    place: {
      ...(vpcId === undefined ? {} : { vpcId }),
      ...(subnetIds.length === 0 ? {} : { subnetIds }),
    },
    vpcCidrs,
    dnsServers,
    samples: given.number("--samples", 5, 100) ?? 10,
    offline: given.has("--offline"),
    json: given.has("--json"),
    watchSeconds: given.number("--watch", 1, 86_400),
    /** Undefined: nothing is published. */
    namespace: given.has("--metrics") ? namespace : undefined,
    cost,
  }
}

/** A `--watch` alone is one every minute. */
const watching = (args: ReadonlyArray<string>): ReadonlyArray<string> =>
  args.map((word, at) =>
    word === "--watch" && (args[at + 1]?.startsWith("-") ?? true) ? "--watch=60" : word,
  )

/** Wrong arguments throw `WrongUse`. */
export const parseCommand = (args: ReadonlyArray<string>, environment: Environment) =>
  read(optionsOf(watching(args), kindOf), environment)
