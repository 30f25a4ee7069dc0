/**
 * Findings of cdk-nag that are accepted, each with its resource and reason. An unlisted finding fails the build; a
 * listed one that no longer occurs fails the suite.
 */
import { Validations } from "aws-cdk-lib"
import type { Options } from "./options/Options.ts"
import type { StoreStack } from "./StoreStack.ts"

export interface Acknowledgement {
  /** Path of the construct below the stack. */
  readonly at: string
  readonly rule: string
  readonly reason: string
}

const anyResource = "AwsSolutions-IAM5[Resource::*]"

const taskRole = (app: string): Acknowledgement => ({
  at: `${app}Task/TaskRole/DefaultPolicy`,
  rule: anyResource,
  reason:
    "bedrock:ListAsyncInvokes, cloudwatch:PutMetricData (bound to our namespaces) and the Describe calls of endpoint-health know no resources.",
})

const executionRole = (app: string): Acknowledgement => ({
  at: `${app}Task/ExecutionRole/DefaultPolicy`,
  rule: anyResource,
  reason: "ecr:GetAuthorizationToken knows no resources; pulling is bound to our repository.",
})

const environment = (app: string): Acknowledgement => ({
  at: `${app}Task`,
  rule: "AwsSolutions-ECS2",
  reason: "Names, addresses and limits only. Secrets come from Secrets Manager, data from roles.",
})

const acknowledgements: ReadonlyArray<Acknowledgement> = [
  taskRole("Chat"),
  ...["Chat", "Worker", "CatalogueWriter", "Sinks", "EndpointHealth", "Customer"].flatMap((app) => [
    executionRole(app),
    environment(app),
  ]),
  {
    at: "DeadLetters",
    rule: "AwsSolutions-SQS3",
    reason: "It is the dead-letter queue itself; an alarm says that something is in it.",
  },
  {
    at: "AccessLogs",
    rule: "AwsSolutions-S1",
    reason: "It holds access logs; logging who reads them is CloudTrail's, as for all buckets.",
  },
]

/** A public load balancer is open to the internet by intention. */
const publicAcknowledgements: ReadonlyArray<Acknowledgement> = [
  {
    at: "BalancerGroup",
    rule: "AwsSolutions-EC23",
    reason: "Customers come from anywhere; only 443, and 80 for the redirect, are open.",
  },
]

const scheduleAcknowledgement = (region: string): Acknowledgement => ({
  at: "ScheduleRole/DefaultPolicy",
  rule: `AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:ecs:${region}:<AWS::AccountId>:task/<ClusterEB0386A7>/*]`,
  reason:
    "A task is tagged as it starts, before anybody knows its id; those of our cluster are meant.",
})

const gatewayAcknowledgements = (region: string): ReadonlyArray<Acknowledgement> => [
  ...["POST", "DELETE"].map((method) => ({
    at: "ChatTask/TaskRole/DefaultPolicy",
    rule: `AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:execute-api:${region}:<AWS::AccountId>:<Gateway>/chat/${method}/@connections/*]`,
    reason: "Connections come and go; those of our own API and stage are meant.",
  })),
  {
    at: "GatewayBalancer",
    rule: "AwsSolutions-ELB2",
    reason: "A network load balancer logs TLS alone; the API's stage logs each event.",
  },
  ...["connect", "default", "disconnect"].map((event) => ({
    at: `GatewayRoute-${event}`,
    rule: "AwsSolutions-APIG4",
    reason:
      "The chat itself lets customers in at $connect, by the token they show; no other route can have an authorizer.",
  })),
]

export const acknowledgedIn = ({
  domain,
  gatewaySecret,
  inspectEndpoints,
  region,
  worker,
}: Pick<
  Options,
  "domain" | "gatewaySecret" | "inspectEndpoints" | "region" | "worker"
>): ReadonlyArray<Acknowledgement> => [
  ...acknowledgements,
  ...(worker === "schedule" ? [scheduleAcknowledgement(region)] : []),
  ...(inspectEndpoints ? [taskRole("EndpointHealth")] : []),
  ...(domain === undefined ? [] : publicAcknowledgements),
  ...(gatewaySecret === undefined ? [] : gatewayAcknowledgements(region)),
]

export const acknowledge = (stack: StoreStack, list: ReadonlyArray<Acknowledgement>): void => {
  for (const { at, reason, rule } of list) {
    const construct = at
      .split("/")
      .reduce<StoreStack["node"]>((node, id) => node.findChild(id).node, stack.node)
    Validations.of(construct.scopes.at(-1) ?? stack).acknowledge({ id: rule, reason })
  }
}
