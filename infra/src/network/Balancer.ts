/**
 * The load balancer: forwards WebSockets and HTTP from customers to tasks that report themselves ready.
 *
 * Customers cannot ask whether a task is ready: the chat port's health pages are refused here, and so are the paths of
 * the operators' pages, which are on a port that no listener forwards to.
 */
import { Aws, Duration, RemovalPolicy, SecretValue } from "aws-cdk-lib"
import {
  type ApplicationListener,
  ApplicationLoadBalancer,
  ApplicationProtocol,
  ApplicationTargetGroup,
  ListenerAction,
  ListenerCertificate,
  ListenerCondition,
  SslPolicy,
  TargetGroupLoadBalancingAlgorithmType,
  TargetType,
} from "aws-cdk-lib/aws-elasticloadbalancingv2"
import { PolicyStatement, ServicePrincipal } from "aws-cdk-lib/aws-iam"
import { ARecord, HostedZone, RecordTarget } from "aws-cdk-lib/aws-route53"
import { LoadBalancerTarget } from "aws-cdk-lib/aws-route53-targets"
import { BlockPublicAccess, Bucket, BucketEncryption } from "aws-cdk-lib/aws-s3"
import type { Construct } from "constructs"
import { chatPort, type Network } from "./Network.ts"
import type { Domain, Options, SignIn } from "../options/Options.ts"

export interface Balancer {
  readonly balancer: ApplicationLoadBalancer
  readonly targets: ApplicationTargetGroup
  /** The name in `url`. */
  readonly host: string
  readonly url: string
}

/** The server pings sockets more often, and ends a turn that is silent for longer. */
const idleTimeout = Duration.seconds(120)
/** About the longest answer. */
export const deregistrationDelay = Duration.seconds(60)

const operatorPages = ["/metrics", "/endpoints", "/readyz", "/healthz"]

const signInAction = (signIn: SignIn, next: ListenerAction): ListenerAction =>
  ListenerAction.authenticateOidc({
    issuer: signIn.issuer,
    authorizationEndpoint: signIn.authorizationEndpoint,
    tokenEndpoint: signIn.tokenEndpoint,
    userInfoEndpoint: signIn.userInfoEndpoint,
    clientId: signIn.clientId,
    clientSecret: SecretValue.secretsManager(signIn.clientSecretName),
    next,
  })

const listen = (
  balancer: ApplicationLoadBalancer,
  domain: Domain | undefined,
  defaultAction: ListenerAction,
): ApplicationListener => {
  if (domain === undefined) {
    return balancer.addListener("Http", {
      port: 80,
      protocol: ApplicationProtocol.HTTP,
      open: false,
      defaultAction,
    })
  }
  balancer.addListener("Redirect", {
    port: 80,
    protocol: ApplicationProtocol.HTTP,
    open: false,
    defaultAction: ListenerAction.redirect({ protocol: "HTTPS", port: "443", permanent: true }),
  })
  return balancer.addListener("Https", {
    port: 443,
    protocol: ApplicationProtocol.HTTPS,
    certificates: [ListenerCertificate.fromArn(domain.certificateArn)],
    sslPolicy: SslPolicy.TLS13_RES,
    open: false,
    defaultAction,
  })
}

export const addBalancer = (scope: Construct, network: Network, options: Options): Balancer => {
  const { domain, signIn } = options
  // A balancer cannot turn from internal to public, nor its targets be of two: the other pair is made, then this one goes.
  const kind = domain === undefined ? "" : "Public"
  const balancer = new ApplicationLoadBalancer(scope, `${kind}Balancer`, {
    vpc: network.vpc,
    internetFacing: domain !== undefined,
    securityGroup: network.balancer,
    vpcSubnets: domain === undefined ? network.taskSubnets : { subnetGroupName: "public" },
    idleTimeout,
    dropInvalidHeaderFields: true,
  })
  addAccessLogs(scope, balancer)
  const targets = new ApplicationTargetGroup(scope, `${kind}ChatTargets`, {
    vpc: network.vpc,
    port: chatPort,
    protocol: ApplicationProtocol.HTTP,
    targetType: TargetType.IP,
    // An open WebSocket is an outstanding request: new ones go where the fewest are.
    loadBalancingAlgorithmType: TargetGroupLoadBalancingAlgorithmType.LEAST_OUTSTANDING_REQUESTS,
    deregistrationDelay,
    healthCheck: {
      path: "/readyz",
      healthyHttpCodes: "200",
      interval: Duration.seconds(10),
      timeout: Duration.seconds(5),
      healthyThresholdCount: 2,
      unhealthyThresholdCount: 3,
    },
  })
  const forward = ListenerAction.forward([targets])
  const listener = listen(
    balancer,
    domain,
    signIn === undefined ? forward : signInAction(signIn, forward),
  )
  listener.addAction("OperatorPages", {
    priority: 1,
    conditions: [ListenerCondition.pathPatterns(operatorPages)],
    action: ListenerAction.fixedResponse(404, {
      contentType: "application/json",
      messageBody: '{"error":{"message":"no such path"}}',
    }),
  })
  if (domain?.hostedZoneId !== undefined) addName(scope, domain, domain.hostedZoneId, balancer)
  const host = domain === undefined ? balancer.loadBalancerDnsName : domain.name
  return { balancer, targets, host, url: `${domain === undefined ? "http" : "https"}://${host}` }
}

/** Who asked what, when and with which answer; without bodies, and only for a month. */
const addAccessLogs = (scope: Construct, balancer: ApplicationLoadBalancer): void => {
  const bucket = new Bucket(scope, "AccessLogs", {
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    encryption: BucketEncryption.S3_MANAGED,
    enforceSSL: true,
    lifecycleRules: [{ expiration: Duration.days(30) }],
    removalPolicy: RemovalPolicy.RETAIN,
  })
  const written = bucket.addToResourcePolicy(
    new PolicyStatement({
      principals: [new ServicePrincipal("logdelivery.elasticloadbalancing.amazonaws.com")],
      actions: ["s3:PutObject"],
      resources: [bucket.arnForObjects(`AWSLogs/${Aws.ACCOUNT_ID}/*`)],
    }),
  )
  balancer.setAttribute("access_logs.s3.enabled", "true")
  balancer.setAttribute("access_logs.s3.bucket", bucket.bucketName)
  if (written.policyDependable !== undefined) balancer.node.addDependency(written.policyDependable)
}

const addName = (
  scope: Construct,
  { name }: Domain,
  hostedZoneId: string,
  balancer: ApplicationLoadBalancer,
): void => {
  const zoneName = name.split(".").slice(1).join(".")
  new ARecord(scope, "Name", {
    zone: HostedZone.fromHostedZoneAttributes(scope, "Zone", { hostedZoneId, zoneName }),
    recordName: name,
    target: RecordTarget.fromAlias(new LoadBalancerTarget(balancer)),
  })
}
