/**
 * What an update from one template to another would break: by the service's own rules of which property replaces a
 * resource, and by what CloudFormation cannot do (make a second resource of one name, or of one range of addresses).
 */
import { fullDiff, ResourceImpact } from "@aws-cdk/cloudformation-diff"

export interface Json {
  readonly [field: string]: unknown
}

interface Resource {
  readonly Type: string
  readonly Properties?: Json
  readonly DeletionPolicy?: string
}

const resourcesOf = (template: Json): Readonly<Record<string, Resource>> =>
  template["Resources"] as Readonly<Record<string, Resource>> // As CloudFormation has them.

/** What is in them is in nothing else. */
const holdData: ReadonlySet<string> = new Set([
  "AWS::DynamoDB::Table",
  "AWS::ECR::Repository",
  "AWS::ElastiCache::ServerlessCache",
  "AWS::Kinesis::Stream",
  "AWS::Logs::LogGroup",
  "AWS::OpenSearchServerless::Collection",
  "AWS::S3::Bucket",
  "AWS::SQS::Queue",
])

/** The property that is the physical name of a type, where we give one. */
const nameOf: Readonly<Record<string, string>> = {
  "AWS::Bedrock::ApplicationInferenceProfile": "InferenceProfileName",
  "AWS::CloudWatch::Alarm": "AlarmName",
  "AWS::CloudWatch::Dashboard": "DashboardName",
  "AWS::DynamoDB::Table": "TableName",
  "AWS::ECR::Repository": "RepositoryName",
  "AWS::ElastiCache::ServerlessCache": "ServerlessCacheName",
  "AWS::ElastiCache::User": "UserId",
  "AWS::ElastiCache::UserGroup": "UserGroupId",
  "AWS::OpenSearchServerless::AccessPolicy": "Name",
  "AWS::OpenSearchServerless::Collection": "Name",
  "AWS::OpenSearchServerless::SecurityPolicy": "Name",
  "AWS::OpenSearchServerless::VpcEndpoint": "Name",
}

/** First and last address of `10.20.0.0/20`, as numbers. */
const rangeOf = (cidr: string): readonly [number, number] => {
  const [address = "", bits = ""] = cidr.split("/")
  const first = address.split(".").reduce((sum, part) => sum * 256 + Number(part), 0)
  return [first, first + 2 ** (32 - Number(bits)) - 1]
}

const overlap = (one: string, other: string): boolean => {
  const [a, b] = [rangeOf(one), rangeOf(other)]
  return a[0] <= b[1] && b[0] <= a[1]
}

const rangesOf = (template: Json): ReadonlyArray<readonly [id: string, cidr: string]> =>
  Object.entries(resourcesOf(template)).flatMap(([id, { Properties, Type }]) =>
    Type === "AWS::EC2::Subnet" ? [[id, String(Properties?.["CidrBlock"])] as const] : [],
  )

const replaced: ReadonlySet<ResourceImpact> = new Set([
  ResourceImpact.WILL_REPLACE,
  ResourceImpact.MAY_REPLACE,
])

const gone: ReadonlySet<ResourceImpact> = new Set([
  ...replaced,
  ResourceImpact.WILL_DESTROY,
  ResourceImpact.WILL_ORPHAN,
])

/** A sentence for each thing that breaks; none: the update may be made. */
export const brokenBy = (before: Json, after: Json): ReadonlyArray<string> => {
  const { resources } = fullDiff(before, after)
  const impacts = new Map<string, ResourceImpact>()
  resources.forEachDifference((id, { changeImpact }) => void impacts.set(id, changeImpact))
  const [old, now] = [resourcesOf(before), resourcesOf(after)]
  const broken: Array<string> = []
  const isReplaced = (id: string) => {
    const impact = impacts.get(id)
    return impact !== undefined && replaced.has(impact)
  }
  for (const [id, impact] of impacts) {
    const was = old[id]
    if (was === undefined) continue
    // What may go with its part of the stack, such as that part's log, says so itself.
    const mayGo = was.DeletionPolicy === "Delete" && !replaced.has(impact)
    if (holdData.has(was.Type) && gone.has(impact) && !mayGo) {
      broken.push(`${id} loses what it holds`)
    }
    const name = nameOf[was.Type]
    const [first, second] = [old, now].map((of) => of[id]?.Properties?.[name ?? ""])
    if (name !== undefined && replaced.has(impact) && first === second) {
      broken.push(`${id} cannot be replaced: ${JSON.stringify(first)} is there already`)
    }
    const isProtected = JSON.stringify(was.Properties ?? {}).includes(
      '"deletion_protection.enabled","Value":"true"',
    )
    if (isProtected && gone.has(impact)) broken.push(`${id} is protected from deletion`)
    if (was.Type.endsWith("V2::LoadBalancer") && replaced.has(impact)) {
      for (const [group, { Type }] of Object.entries(now)) {
        const stays = old[group] !== undefined && !isReplaced(group)
        if (Type.endsWith("V2::TargetGroup") && stays) {
          broken.push(`${group} cannot be of two balancers while ${id} is replaced`)
        }
      }
    }
  }
  for (const [id, cidr] of rangesOf(after)) {
    const isMade = old[id] === undefined || isReplaced(id)
    const taken = rangesOf(before).find(([other, range]) => other !== id && overlap(cidr, range))
    if (isMade && taken !== undefined) broken.push(`${id} has ${cidr}, which is of ${taken[0]}`)
  }
  return broken
}

/** Resources that stay when the stack goes, and would be in the way of the next one of the same name. */
export const retained = (
  template: Json,
): ReadonlyArray<{ readonly type: string; readonly name: unknown; readonly policy: string }> =>
  Object.values(resourcesOf(template)).flatMap(({ DeletionPolicy = "", Properties, Type }) =>
    DeletionPolicy.startsWith("Retain")
      ? [{ type: Type, name: Properties?.[nameOf[Type] ?? ""], policy: DeletionPolicy }]
      : [],
  )
