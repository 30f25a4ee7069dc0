/**
 * The answer cache: ElastiCache Serverless with Valkey, over TLS, where tasks sign in by IAM and no password exists.
 */
import { CfnServerlessCache, CfnUser, CfnUserGroup } from "aws-cdk-lib/aws-elasticache"
import { Aws, Fn } from "aws-cdk-lib"
import type { Construct } from "constructs"
import type { Network } from "../network/Network.ts"
import type { Options } from "../options/Options.ts"

export interface AnswerCache {
  readonly name: string
  readonly userId: string
  readonly host: string
  readonly port: string
  /** `rediss+cluster://…`, as `REDIS_URL` wants it. */
  readonly url: string
  readonly arns: ReadonlyArray<string>
}

const arn = (kind: string, name: string) =>
  `arn:${Aws.PARTITION}:elasticache:${Aws.REGION}:${Aws.ACCOUNT_ID}:${kind}:${name}`

export const addAnswerCache = (
  scope: Construct,
  network: Network,
  options: Options,
): AnswerCache => {
  const name = `manga-assist-${options.stage}`
  const engine = "valkey"
  const user = new CfnUser(scope, "CacheUser", {
    engine,
    // With IAM the two must be the same.
    userId: name,
    userName: name,
    authenticationMode: { Type: "iam" },
    accessString: "on ~* &* +@all -@admin -@dangerous +info",
  })
  const group = new CfnUserGroup(scope, "CacheUsers", {
    engine,
    userGroupId: name,
    userIds: [user.ref],
  })
  const { maxEcpuPerSecond, maxGb } = options.size.cache
  const cache = new CfnServerlessCache(scope, "AnswerCache", {
    serverlessCacheName: name,
    description: "Answers, tags and what tasks tell each other",
    engine,
    majorEngineVersion: "8",
    userGroupId: group.ref,
    securityGroupIds: [network.cache.securityGroupId],
    // With other subnets it would be made anew. Two are enough, and a stage has no fewer.
    subnetIds: network.vpc.selectSubnets(network.taskSubnets).subnetIds.slice(0, 2),
    cacheUsageLimits: {
      dataStorage: { maximum: maxGb, unit: "GB" },
      ecpuPerSecond: { maximum: maxEcpuPerSecond },
    },
  })
  return {
    name,
    userId: name,
    host: cache.attrEndpointAddress,
    port: cache.attrEndpointPort,
    url: Fn.join("", ["rediss+cluster://", cache.attrEndpointAddress, ":", cache.attrEndpointPort]),
    arns: [arn("serverlesscache", name), arn("user", name)],
  }
}
