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

/**
 * Undefined for what is no outputs. They are `{ NAME: VALUE }` of a stack, or a list of `{ OutputKey, OutputValue }`, at any
 * depth; of a file with several stacks the first one that has endpoints.
 */
export const readOutputs = (text: string): Outputs | undefined => {
  let found: Outputs | undefined
  const seek = (_: string, value: unknown): unknown => {
    const pairs: ReadonlyArray<readonly [unknown, unknown]> = Array.isArray(value)
      ? value.map((entry) => [entry?.OutputKey, entry?.OutputValue])
      : Object.entries(Object(value))
    const outputs = new Map(
      pairs.flatMap(([name, told]) =>
        typeof name === "string" && typeof told === "string" ? [[name, told] as const] : [],
      ),
    )
    if (outputs.has("EndpointServices")) found ??= outputs
    return value
  }
  try {
    JSON.parse(text, seek)
  } catch {
    return undefined
  }
  return found
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
