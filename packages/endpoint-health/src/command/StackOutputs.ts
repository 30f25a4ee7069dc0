/**
 * Reads endpoints from the outputs of a CloudFormation stack: the file of `cdk deploy --outputs-file`, or the output of
 * `aws cloudformation describe-stacks`; `placeOfOutputs` reads the VPC and the subnets in which the stack's tasks run.
 * Pure; other outputs are ignored.
 */
import { awsEndpoints, type Endpoint, limitsOf } from "../checks/Endpoint.ts"
import type { EndpointKind } from "../verdict/Facts.ts"

type Environment = Readonly<Record<string, string | undefined>>

/** The outputs that are read, each optional: `Region`, `EndpointServices`, `SearchUrl`, `CacheUrl`, … */
export type Outputs = ReadonlyMap<string, string>

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value)

const textsOf = (
  record: Readonly<Record<string, unknown>>,
): ReadonlyArray<readonly [string, string]> =>
  Object.entries(record).flatMap(([name, value]) =>
    typeof value === "string" ? [[name, value] as const] : [],
  )

/** `[{ OutputKey, OutputValue }]`, or that within `Stacks` and `Outputs`. */
const described = (value: unknown): ReadonlyArray<readonly [string, string]> => {
  const list = isRecord(value) ? (value["Stacks"] ?? value["Outputs"]) : value
  if (!Array.isArray(list)) return []
  return list.filter(isRecord).flatMap((entry) => {
    const { OutputKey: name, OutputValue: text } = entry
    if (typeof name === "string" && typeof text === "string") return [[name, text] as const]
    return described(entry)
  })
}

/** Undefined for what is no outputs. Of a file with several stacks the one that has endpoints. */
export const readOutputs = (text: string): Outputs | undefined => {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return undefined
  }
  const stacks = isRecord(value) ? Object.values(value).filter(isRecord).map(textsOf) : []
  return [described(value), ...stacks]
    .map((texts) => new Map(texts))
    .find((outputs) => outputs.has("EndpointServices"))
}

const protocols: Readonly<Record<string, { readonly tls: boolean; readonly port: number }>> = {
  "https:": { tls: true, port: 443 },
  "redis:": { tls: false, port: 6_379 },
  "rediss:": { tls: true, port: 6_379 },
  "redis+cluster:": { tls: false, port: 6_379 },
  "rediss+cluster:": { tls: true, port: 6_379 },
}

const endpointAt = (
  name: string,
  url: string | undefined,
  kind: EndpointKind,
): ReadonlyArray<Endpoint> => {
  if (url === undefined || !URL.canParse(url)) return []
  const { hostname, port, protocol } = new URL(url)
  const usual = protocols[protocol]
  if (usual === undefined || hostname === "") return []
  const number = port === "" ? usual.port : Number(port)
  return [{ name, host: hostname, port: number, tls: usual.tls, kind, limits: limitsOf(kind) }]
}

/** The services of the region that the stack has endpoints for, its search collection and its cache. */
export const endpointsOfOutputs = (
  outputs: Outputs,
  region: string,
  environment: Environment,
): ReadonlyArray<Endpoint> => {
  const services = (outputs.get("EndpointServices") ?? "").split(",")
  return [
    ...awsEndpoints(region, environment).filter(({ name }) => services.includes(name)),
    ...endpointAt("opensearch-serverless", outputs.get("SearchUrl"), "opensearch-serverless"),
    ...endpointAt("cache", outputs.get("CacheUrl"), "in-vpc"),
  ]
}

const listOf = (text: string | undefined): ReadonlyArray<string> =>
  (text ?? "").split(",").filter((part) => part !== "")

/** Where the stack's tasks run. */
export const placeOfOutputs = (outputs: Outputs) => ({
  vpcId: outputs.get("VpcId"),
  subnetIds: listOf(outputs.get("TaskSubnetIds")),
  vpcCidrs: listOf(outputs.get("VpcCidr")),
})
