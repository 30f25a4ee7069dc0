/**
 * The network: tasks in isolated subnets that reach AWS through endpoints alone, unless NAT is asked for.
 *
 * Public subnets exist only where something public stands in them: a public load balancer or NAT gateways.
 */
import {
  FlowLogDestination,
  FlowLogTrafficType,
  GatewayVpcEndpointAwsService,
  InterfaceVpcEndpointAwsService,
  IpAddresses,
  Peer,
  Port,
  SecurityGroup,
  type SubnetConfiguration,
  SubnetType,
  Vpc,
} from "aws-cdk-lib/aws-ec2"
import { AnyPrincipal, PolicyStatement } from "aws-cdk-lib/aws-iam"
import { LogGroup, RetentionDays } from "aws-cdk-lib/aws-logs"
import { Aws, RemovalPolicy } from "aws-cdk-lib"
import type { Construct } from "constructs"
import type { Options } from "../options/Options.ts"
import { endpointPolicy } from "./EndpointPolicies.ts"

export interface Network {
  readonly vpc: Vpc
  /** Where tasks, endpoints and the cache are. */
  readonly taskSubnets: { readonly subnetType: SubnetType }
  readonly tasks: SecurityGroup
  readonly endpoints: SecurityGroup
  readonly balancer: SecurityGroup
  readonly cache: SecurityGroup
  /** Whoever is in it may read the operators' pages: a Prometheus in this network. */
  readonly monitoring: SecurityGroup
}

/** The port that both apps' images listen on. */
export const chatPort = 8_080
/** Metrics and whatever else is for operators: of the chat server and of the worker. */
export const operatorPorts = { chat: 8_081, worker: 9_464 }
/** Zones of the region by number: the most that a stage may have. */
export const zoneNumbers = [0, 1, 2] as const
const networkCidr = "10.20.0.0/16"
const cachePorts = { write: 6_379, read: 6_380 }

const services = InterfaceVpcEndpointAwsService

/** What tasks call; each costs by the hour in each zone. */
const interfaceServices = {
  BedrockRuntime: services.BEDROCK_RUNTIME,
  Logs: services.CLOUDWATCH_LOGS,
  Monitoring: services.CLOUDWATCH_MONITORING,
  Kinesis: services.KINESIS_STREAMS,
  Sqs: services.SQS,
  EcrApi: services.ECR,
  EcrDocker: services.ECR_DOCKER,
}

/** For secrets that ECS reads with the task's own network. */
const secretServices = { Secrets: services.SECRETS_MANAGER }

const inspected = {
  Ec2: services.EC2,
  SearchControl: new InterfaceVpcEndpointAwsService("aoss"),
}

const wantedServices = (
  options: Options,
): Readonly<Record<string, InterfaceVpcEndpointAwsService>> => ({
  ...interfaceServices,
  ...([options.hashKeySecret, options.sessionKeySecret, options.gatewaySecret].some(
    (secret) => secret !== undefined,
  )
    ? secretServices
    : {}),
  ...(options.inspectEndpoints ? inspected : {}),
})

/** Services that the apps reach by an endpoint, by the first label of their host, as `endpoint-health` knows them. */
export const endpointServices: ReadonlyArray<string> = [
  "bedrock-runtime",
  "dynamodb",
  "kinesis",
  "logs",
  "monitoring",
  "s3",
  "sqs",
]

/** With the one that OpenSearch Serverless manages for its collections. */
export const interfaceEndpointCount = (options: Options): number =>
  Object.keys(wantedServices(options)).length + 1

/** Ranges are given in this order, each for the most zones that there may be: no later choice moves one. */
const subnets = (options: Options): Array<SubnetConfiguration> => [
  {
    name: "tasks",
    subnetType: options.nat ? SubnetType.PRIVATE_WITH_EGRESS : SubnetType.PRIVATE_ISOLATED,
    cidrMask: 20,
  },
  ...(options.domain !== undefined || options.nat
    ? [{ name: "public", subnetType: SubnetType.PUBLIC, cidrMask: 24, mapPublicIpOnLaunch: false }]
    : []),
]

const addSecurityGroups = (scope: Construct, vpc: Vpc, options: Options) => {
  const group = (id: string, description: string) =>
    new SecurityGroup(scope, id, { vpc, description, allowAllOutbound: false })
  const balancer = group("BalancerGroup", "Load balancer")
  const tasks = group("TaskGroup", "Tasks of both apps")
  const endpoints = group("EndpointGroup", "Interface endpoints")
  const cache = group("CacheGroup", "Answer cache")
  const monitoring = group("MonitoringGroup", "Readers of pages for operators")

  if (options.domain === undefined) {
    balancer.addIngressRule(Peer.ipv4(networkCidr), Port.tcp(80), "HTTP from the network")
  } else {
    balancer.addIngressRule(Peer.anyIpv4(), Port.tcp(443), "HTTPS from customers")
    balancer.addIngressRule(Peer.anyIpv4(), Port.tcp(80), "Redirected to HTTPS")
  }
  if (options.signIn !== undefined) {
    balancer.addEgressRule(Peer.anyIpv4(), Port.tcp(443), "The identity provider")
  }
  balancer.addEgressRule(tasks, Port.tcp(chatPort), "Tasks")
  tasks.addIngressRule(balancer, Port.tcp(chatPort), "Load balancer")
  for (const port of Object.values(operatorPorts)) {
    monitoring.addEgressRule(tasks, Port.tcp(port), "Pages for operators")
    tasks.addIngressRule(monitoring, Port.tcp(port), "Pages for operators")
  }
  // Gateway endpoints have public addresses; without NAT no route leads anywhere else.
  tasks.addEgressRule(Peer.anyIpv4(), Port.tcp(443), "AWS services by endpoints")
  endpoints.addIngressRule(tasks, Port.tcp(443), "Tasks")
  const range = Port.tcpRange(cachePorts.write, cachePorts.read)
  tasks.addEgressRule(cache, range, "Answer cache")
  cache.addIngressRule(tasks, range, "Tasks")
  return { balancer, tasks, endpoints, cache, monitoring }
}

export const addNetwork = (scope: Construct, options: Options): Network => {
  const vpc = new Vpc(scope, "Network", {
    ipAddresses: IpAddresses.cidr(networkCidr),
    maxAzs: options.zones,
    reservedAzs: zoneNumbers.length - options.zones,
    natGateways: options.nat ? options.zones : 0,
    subnetConfiguration: subnets(options),
    restrictDefaultSecurityGroup: false,
  })
  vpc.addFlowLog("Refused", {
    trafficType: FlowLogTrafficType.REJECT,
    destination: FlowLogDestination.toCloudWatchLogs(
      new LogGroup(scope, "FlowLogs", {
        retention: RetentionDays.TWO_WEEKS,
        removalPolicy: RemovalPolicy.DESTROY,
      }),
    ),
  })
  const groups = addSecurityGroups(scope, vpc, options)
  const taskSubnets = {
    subnetType: options.nat ? SubnetType.PRIVATE_WITH_EGRESS : SubnetType.PRIVATE_ISOLATED,
  }
  for (const [id, service] of Object.entries(wantedServices(options))) {
    vpc
      .addInterfaceEndpoint(id, {
        service,
        subnets: taskSubnets,
        securityGroups: [groups.endpoints],
        open: false,
        privateDnsEnabled: true,
      })
      .addToPolicy(endpointPolicy(id))
  }
  addGatewayEndpoints(vpc, options)
  return { vpc, taskSubnets, ...groups }
}

/** Each lets through only what tasks ask of it, whoever holds a key. */
const addGatewayEndpoints = (vpc: Vpc, { catalogueBucket }: Options): void => {
  const everybody = [new AnyPrincipal()]
  vpc
    .addGatewayEndpoint("DynamoDb", { service: GatewayVpcEndpointAwsService.DYNAMODB })
    .addToPolicy(
      new PolicyStatement({
        principals: everybody,
        actions: ["dynamodb:*"],
        resources: [`arn:${Aws.PARTITION}:dynamodb:${Aws.REGION}:${Aws.ACCOUNT_ID}:table/*`],
      }),
    )
  // Layers of images come from this bucket of ECR's.
  const buckets = [`prod-${Aws.REGION}-starport-layer-bucket`, catalogueBucket ?? []].flat()
  vpc.addGatewayEndpoint("S3", { service: GatewayVpcEndpointAwsService.S3 }).addToPolicy(
    new PolicyStatement({
      principals: everybody,
      actions: ["s3:GetObject"],
      resources: buckets.map((bucket) => `arn:${Aws.PARTITION}:s3:::${bucket}/*`),
    }),
  )
}
