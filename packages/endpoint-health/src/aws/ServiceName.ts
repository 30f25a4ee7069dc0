/**
 * Maps a host name to its AWS service, and to the name under which EC2 lists the service's VPC endpoints.
 *
 * OpenSearch Serverless has three kinds of host: a classic collection (`<id>.<region>.aoss.amazonaws.com`), whose
 * endpoints only its own API lists; a NextGen collection (`<id>.aoss.<region>.on.aws`), served by `aoss-data`; and
 * the control plane (`aoss.<region>.amazonaws.com`), which serves no collection.
 */
export interface Service {
  /** The last part of EC2's service name; `aoss-classic` is ours, EC2 has none for it. */
  readonly name: string
  readonly region: string
}

/** EC2 lists some services under another name than their host has. */
const byHost: Readonly<Record<string, string>> = {
  kinesis: "kinesis-streams",
  firehose: "kinesis-firehose",
  "api.ecr": "ecr.api",
  "dkr.ecr": "ecr.dkr",
  ddb: "dynamodb",
}

const nextGeneration = /^[a-z\d-]+\.aoss\.([a-z\d-]+)\.on\.aws$/
const classic = /^[a-z\d-]+\.([a-z\d-]+)\.aoss\.amazonaws\.com(?:\.cn)?$/
/** `vpce-0a-1b.sqs.eu-west-1.vpce.amazonaws.com`: an endpoint's own name. */
const endpointOwn = /^(?:\*\.|[a-z]+\.)?vpce-[a-z\d-]+\.(.+)\.([a-z\d-]+)\.vpce\.amazonaws\.com$/
/** `sqs.eu-west-1.amazonaws.com`, `bucket.s3.eu-west-1…`, `123456789012.ddb.eu-west-1…`. */
const regional = /^(.+)\.([a-z]{2}(?:-[a-z]+)+-\d)\.(?:amazonaws\.com(?:\.cn)?|api\.aws)$/

/** The service's own part of what stands before the region: a bucket or an account may lead. */
const serviceOfPrefix = (prefix: string): string => {
  const labels = prefix.split(".")
  const lastTwo = labels.slice(-2).join(".")
  const last = labels.at(-1) ?? prefix
  return byHost[lastTwo] ?? byHost[last] ?? last
}

/** Undefined for a name that is none of AWS's, for a global one and for an address. */
export const serviceOf = (host: string): Service | undefined => {
  const name = host.toLowerCase().replace(/\.$/, "")
  const [, nextRegion] = nextGeneration.exec(name) ?? []
  if (nextRegion !== undefined) return { name: "aoss-data", region: nextRegion }
  const [, classicRegion] = classic.exec(name) ?? []
  if (classicRegion !== undefined) return { name: "aoss-classic", region: classicRegion }
  const [, own, ownRegion] = endpointOwn.exec(name) ?? []
  if (own !== undefined && ownRegion !== undefined) {
    return { name: serviceOfPrefix(own), region: ownRegion }
  }
  const [, prefix, region] = regional.exec(name) ?? []
  if (prefix === undefined || region === undefined) return undefined
  return { name: serviceOfPrefix(prefix), region }
}

/** The names under which EC2 may list endpoints for a service; China has two spellings. */
export const vpcServiceNames = ({ name, region }: Service): ReadonlyArray<string> => {
  const plain = `com.amazonaws.${region}.${name}`
  return region.startsWith("cn-") ? [plain, `cn.${plain}`] : [plain]
}

/** `com.amazonaws.eu-west-1.kinesis-streams` → `kinesis-streams`; undefined for a partner's. */
export const serviceOfVpcName = (vpcServiceName: string): string | undefined =>
  /^(?:cn\.)?com\.amazonaws\.[a-z\d-]+\.(.+)$/.exec(vpcServiceName)?.[1]
