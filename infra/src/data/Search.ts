/**
 * The product index: an OpenSearch Serverless collection that is reachable only from the VPC.
 *
 * The collection's own access policy applies besides IAM; `allowSearch` creates it from the roles that read and those
 * that write. The catalogue's writer creates the index.
 */
import { Stack } from "aws-cdk-lib"
import type { IRole } from "aws-cdk-lib/aws-iam"
import {
  CfnAccessPolicy,
  CfnCollection,
  CfnSecurityPolicy,
  CfnVpcEndpoint,
} from "aws-cdk-lib/aws-opensearchserverless"
import type { Construct } from "constructs"
import type { Network } from "../network/Network.ts"
import type { Options } from "../options/Options.ts"

export const searchIndex = "products"

/** Names of policies and collections: at most 32 lower-case letters. */
export const collectionName = ({ stage }: Options): string => `manga-${stage}`

export interface Search {
  readonly collection: CfnCollection
}

export const addSearch = (scope: Construct, network: Network, options: Options): Search => {
  const name = collectionName(options)
  const resource = [`collection/${name}`]
  const encryption = new CfnSecurityPolicy(scope, "SearchEncryption", {
    name,
    type: "encryption",
    policy: JSON.stringify({
      Rules: [{ ResourceType: "collection", Resource: resource }],
      AWSOwnedKey: true,
    }),
  })
  const endpoint = new CfnVpcEndpoint(scope, "SearchEndpoint", {
    name,
    vpcId: network.vpc.vpcId,
    subnetIds: network.vpc.selectSubnets(network.taskSubnets).subnetIds,
    securityGroupIds: [network.endpoints.securityGroupId],
  })
  const access = new CfnSecurityPolicy(scope, "SearchNetwork", {
    name,
    type: "network",
    policy: Stack.of(scope).toJsonString([
      {
        Rules: [{ ResourceType: "collection", Resource: resource }],
        AllowFromPublic: false,
        SourceVPCEs: [endpoint.attrId],
      },
    ]),
  })
  const collection = new CfnCollection(scope, "Search", {
    name,
    type: "VECTORSEARCH",
    description: "Products of the store with the vectors of their series",
    // By what never changes: with another value the collection would be made anew, and empty.
    standbyReplicas: options.isProduction ? "ENABLED" : "DISABLED",
  })
  collection.addResourceDependency(encryption)
  collection.addResourceDependency(access)
  return { collection }
}

/** The part of access that IAM does not hold: which role may do what with indexes and documents. */
export const allowSearch = (
  scope: Construct,
  options: Options,
  readers: ReadonlyArray<IRole>,
  writers: ReadonlyArray<IRole>,
): void => {
  const Resource = [`index/${collectionName(options)}/${searchIndex}`]
  const rule = (Permission: ReadonlyArray<string>, roles: ReadonlyArray<IRole>) => ({
    Rules: [{ ResourceType: "index", Resource, Permission }],
    Principal: roles.map(({ roleArn }) => roleArn),
  })
  new CfnAccessPolicy(scope, "SearchAccess", {
    name: collectionName(options),
    type: "data",
    policy: Stack.of(scope).toJsonString([
      rule(["aoss:DescribeIndex", "aoss:ReadDocument"], readers),
      rule(
        ["aoss:CreateIndex", "aoss:DescribeIndex", "aoss:ReadDocument", "aoss:WriteDocument"],
        writers,
      ),
    ]),
  })
}
