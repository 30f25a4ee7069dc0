/**
 * API Gateway's WebSocket API in front of the chat, where the options ask for one: its routes, what they map into
 * headers, and the way to tasks by a VPC link and a network load balancer.
 *
 * The chat itself authenticates customers at `$connect`. Answers go through `@connections`, which has only a public
 * address; that is why NAT is needed.
 */
import { Aws, Duration, RemovalPolicy, SecretValue, Stack } from "aws-cdk-lib"
import { VpcLink } from "aws-cdk-lib/aws-apigateway"
import { CfnApi, CfnIntegration, CfnRoute, CfnStage } from "aws-cdk-lib/aws-apigatewayv2"
import { Port, SecurityGroup } from "aws-cdk-lib/aws-ec2"
import type { FargateService } from "aws-cdk-lib/aws-ecs"
import {
  NetworkLoadBalancer,
  NetworkTargetGroup,
  Protocol,
  TargetType,
} from "aws-cdk-lib/aws-elasticloadbalancingv2"
import { LogGroup, RetentionDays } from "aws-cdk-lib/aws-logs"
import type { Construct } from "constructs"
import type { Options } from "../options/Options.ts"
import { deregistrationDelay } from "./Balancer.ts"
import { chatPort, type Network } from "./Network.ts"

export interface Gateway {
  readonly api: CfnApi
  /** `https:` address of the stage, below which `@connections` are. */
  readonly endpoint: string
  /** Where customers connect. */
  readonly url: string
  /** What may be done to connections, for a policy. */
  readonly connections: ReadonlyArray<string>
  /** The secret that is shown to the chat. */
  readonly secretName: string
}

const stageName = "chat"

/** Of every event; a header that is missing would leave the event unread. */
const everyEvent = {
  "integration.request.header.x-connection-id": "context.connectionId",
  "integration.request.header.x-source-ip": "context.identity.sourceIp",
}

/** What a customer shows can be read while connecting and never again. */
const onConnect = {
  "integration.request.header.authorization": "route.request.header.Authorization",
  "integration.request.header.cookie": "route.request.header.Cookie",
  "integration.request.header.sec-websocket-protocol":
    "route.request.header.Sec-WebSocket-Protocol",
  "integration.request.querystring.accepts": "route.request.querystring.accepts",
  "integration.request.querystring.session": "route.request.querystring.session",
  "integration.request.querystring.user": "route.request.querystring.user",
}

const onDisconnect = {
  "integration.request.header.x-disconnect-code": "context.disconnectStatusCode",
}

const routes: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  connect: onConnect,
  default: {},
  disconnect: onDisconnect,
}

/** The API alone, which tasks know by its address; undefined where none is wanted. */
export const addGateway = (scope: Construct, options: Options): Gateway | undefined => {
  if (options.gatewaySecret === undefined) return undefined
  const api = new CfnApi(scope, "Gateway", {
    name: `MangaAssist-${options.stage}`,
    protocolType: "WEBSOCKET",
    // There is no route but `$default` for messages.
    routeSelectionExpression: "$request.body.type",
  })
  const logs = new LogGroup(scope, "GatewayLogs", {
    retention: RetentionDays.ONE_MONTH,
    removalPolicy: RemovalPolicy.DESTROY,
  })
  new CfnStage(scope, "GatewayStage", {
    apiId: api.ref,
    stageName,
    autoDeploy: true,
    accessLogSettings: {
      destinationArn: logs.logGroupArn,
      format: JSON.stringify({
        time: "$context.requestTime",
        event: "$context.eventType",
        connection: "$context.connectionId",
        status: "$context.status",
        error: "$context.integrationErrorMessage",
      }),
    },
  })
  const host = `${api.ref}.execute-api.${Aws.REGION}.${Aws.URL_SUFFIX}`
  const arn = Stack.of(scope).formatArn({ service: "execute-api", resource: api.ref })
  return {
    api,
    endpoint: `https://${host}/${stageName}`,
    url: `wss://${host}/${stageName}`,
    connections: ["POST", "DELETE"].map((method) => `${arn}/${stageName}/${method}/@connections/*`),
    secretName: options.gatewaySecret,
  }
}

/** The way of events from the API to the tasks of the service. */
export const joinGateway = (
  scope: Construct,
  { api, secretName }: Gateway,
  network: Network,
  chat: FargateService,
): void => {
  const group = new SecurityGroup(scope, "GatewayGroup", {
    vpc: network.vpc,
    description: "Network load balancer of the gateway",
    allowAllOutbound: false,
  })
  group.addEgressRule(network.tasks, Port.tcp(chatPort), "Tasks")
  network.tasks.addIngressRule(group, Port.tcp(chatPort), "Network load balancer of the gateway")
  const balancer = new NetworkLoadBalancer(scope, "GatewayBalancer", {
    vpc: network.vpc,
    vpcSubnets: network.taskSubnets,
    internetFacing: false,
    crossZoneEnabled: true,
    securityGroups: [group],
    // The link's traffic has no address that a rule could name.
    enforceSecurityGroupInboundRulesOnPrivateLinkTraffic: false,
  })
  const targets = new NetworkTargetGroup(scope, "GatewayTargets", {
    vpc: network.vpc,
    port: chatPort,
    protocol: Protocol.TCP,
    targetType: TargetType.IP,
    deregistrationDelay,
    healthCheck: {
      protocol: Protocol.HTTP,
      path: "/readyz",
      interval: Duration.seconds(10),
      timeout: Duration.seconds(5),
      healthyThresholdCount: 2,
      unhealthyThresholdCount: 2,
    },
  })
  balancer.addListener("Events", { port: 80, defaultTargetGroups: [targets] })
  chat.attachToNetworkTargetGroup(targets)
  chat.node.addDependency(balancer)
  const link = new VpcLink(scope, "GatewayLink", { targets: [balancer] })
  const secret = SecretValue.secretsManager(secretName).unsafeUnwrap()
  for (const [event, parameters] of Object.entries(routes)) {
    const integration = new CfnIntegration(scope, `Gateway-${event}`, {
      apiId: api.ref,
      integrationType: "HTTP_PROXY",
      integrationMethod: "POST",
      integrationUri: `http://${balancer.loadBalancerDnsName}/gateway/${event}`,
      connectionType: "VPC_LINK",
      connectionId: link.vpcLinkId,
      payloadFormatVersion: "1.0",
      requestParameters: {
        ...everyEvent,
        "integration.request.header.x-gateway-secret": `'${secret}'`,
        ...parameters,
      },
    })
    new CfnRoute(scope, `GatewayRoute-${event}`, {
      apiId: api.ref,
      routeKey: `$${event}`,
      authorizationType: "NONE",
      target: `integrations/${integration.ref}`,
    })
  }
}
