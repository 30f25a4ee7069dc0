/**
 * The options of the `endpoint-health` command, checked before anything is measured.
 */
import { Cidrs } from "./Address.ts"
import { awsEndpoints, type Endpoint, limitsOf } from "./Endpoint.ts"
import type { EndpointKind } from "./Verdict.ts"

interface Command {
  readonly endpoints: ReadonlyArray<Endpoint>
  readonly vpcCidrs: ReadonlyArray<string>
  readonly samples: number
  readonly json: boolean
}

export type Parsed =
  | { readonly kind: "check"; readonly command: Command }
  | { readonly kind: "help" }
  | { readonly kind: "wrong"; readonly message: string }

export const usage = `endpoint-health [options]

  --region REGION             the AWS services of this region (default: AWS_REGION)
  --host NAME:PORT:KIND[:TLS] look at this instead; may be repeated. KIND: interface, gateway,
                              opensearch-serverless, in-vpc. TLS: tls or plain (default: tls,
                              for in-vpc plain)
  --vpc-cidr CIDR             a range of the VPC; may be repeated
  --samples N                 5 to 100 (default 5)
  --json                      one JSON object an endpoint

Exit codes: 0 healthy, 1 degraded, 2 unhealthy, 3 unknown, 64 wrong option; the worst one counts.`

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

export const parseCommand = (
  argv: ReadonlyArray<string>,
  environmentRegion: string | undefined,
): Parsed => {
  const wrong = (message: string): Parsed => ({ kind: "wrong", message })
  const hosts: Array<Endpoint> = []
  const vpcCidrs: Array<string> = []
  let region = environmentRegion
  let samples = 5
  let json = false
  const rest = argv[0] === "--" ? argv.slice(1) : [...argv]
  while (rest.length > 0) {
    const word = rest.shift() ?? ""
    const equals = word.indexOf("=")
    const name = equals > 0 ? word.slice(0, equals) : word
    if (word === "--help" || word === "-h") return { kind: "help" }
    if (word === "--json") {
      json = true
      continue
    }
    if (!["--region", "--host", "--vpc-cidr", "--samples"].includes(name)) {
      return wrong(`unknown option ${word}\n\n${usage}`)
    }
    const value = equals > 0 ? word.slice(equals + 1) : (rest.shift() ?? "")
    if (value === "") return wrong(`${name} needs a value`)
    if (name === "--region") region = value
    if (name === "--samples") samples = Number(value)
    if (name === "--vpc-cidr") vpcCidrs.push(value)
    if (name === "--host") {
      const endpoint = readHost(value)
      if (endpoint === undefined) return wrong(`--host must be NAME:PORT:KIND[:TLS], not ${value}`)
      hosts.push(endpoint)
    }
  }
  if (!Number.isInteger(samples) || samples < 5 || samples > 100) {
    return wrong("--samples must be a whole number from 5 to 100")
  }
  const [invalid] = new Cidrs(vpcCidrs).invalid
  if (invalid !== undefined) return wrong(`--vpc-cidr must be a CIDR, not ${invalid}`)
  if (hosts.length === 0 && region === undefined) {
    return wrong("--region, AWS_REGION or --host is needed")
  }
  if (hosts.length === 0 && !/^[a-z]{2}(-[a-z]+)+-\d$/.test(region ?? "")) {
    return wrong(`--region must be a region such as ap-northeast-1, not ${region}`)
  }
  const endpoints = hosts.length === 0 ? awsEndpoints(region ?? "") : hosts
  return { kind: "check", command: { endpoints, vpcCidrs, samples, json } }
}
