/**
 * The running services on ECS: chat tasks behind the load balancer, whose number grows with sockets and processor load,
 * and the precompute worker, which renews answers ahead of demand. The worker is a service of two tasks, of which one
 * leads and the other stands by, or one task started by a schedule every minute.
 *
 * While the option `serve` is off, none of them runs.
 */
import { Duration, Fn } from "aws-cdk-lib"
import { CfnScalingPolicy, ServiceNamespace } from "aws-cdk-lib/aws-applicationautoscaling"
import {
  AvailabilityZoneRebalancing,
  Cluster,
  ContainerInsights,
  FargatePlatformVersion,
  FargateService,
  PropagatedTagSource,
} from "aws-cdk-lib/aws-ecs"
import { Role, ServicePrincipal } from "aws-cdk-lib/aws-iam"
import { Schedule, ScheduleExpression } from "aws-cdk-lib/aws-scheduler"
import { EcsRunFargateTask } from "aws-cdk-lib/aws-scheduler-targets"
import type { Construct } from "constructs"
import type { Balancer } from "../network/Balancer.ts"
import type { Network } from "../network/Network.ts"
import type { Options } from "../options/Options.ts"
import type { Apps } from "./Tasks.ts"

export interface Services {
  readonly cluster: Cluster
  readonly chat: FargateService
  /** None when it runs on a schedule. */
  readonly worker: FargateService | undefined
}

/** Of one core; a task serves from one, and a new one takes about a minute to be ready. */
const busyPercent = 60
/** Of the sockets that a task accepts. */
const fullShare = 0.6
const scaleOutCooldown = 60
const scaleInCooldown = 600

const addService = (
  scope: Construct,
  id: "ChatService" | "WorkerService",
  cluster: Cluster,
  network: Network,
  app: Apps["chat"],
  desiredCount: number | undefined,
): FargateService =>
  new FargateService(scope, id, {
    cluster,
    taskDefinition: app.definition,
    platformVersion: FargatePlatformVersion.VERSION1_4,
    ...(desiredCount === undefined ? {} : { desiredCount }),
    // Two versions run side by side while one replaces the other.
    minHealthyPercent: 100,
    maxHealthyPercent: 200,
    circuitBreaker: { rollback: true },
    // Tasks are what is billed.
    propagateTags: PropagatedTagSource.SERVICE,
    availabilityZoneRebalancing: AvailabilityZoneRebalancing.ENABLED,
    assignPublicIp: false,
    vpcSubnets: network.taskSubnets,
    securityGroups: [network.tasks],
    ...(id === "ChatService" ? { healthCheckGracePeriod: Duration.seconds(120) } : {}),
  })

/** Sockets of one ready task. The balancer counts each twice: the customer's side and the task's. */
const socketsPerTask = (balancer: Balancer) => [
  {
    id: "sockets",
    metricStat: {
      stat: "Sum",
      metric: {
        namespace: "AWS/ApplicationELB",
        metricName: "ActiveConnectionCount",
        dimensions: [{ name: "LoadBalancer", value: balancer.balancer.loadBalancerFullName }],
      },
    },
    returnData: false,
  },
  {
    id: "tasks",
    metricStat: {
      stat: "Average",
      metric: {
        namespace: "AWS/ApplicationELB",
        metricName: "HealthyHostCount",
        dimensions: [
          { name: "LoadBalancer", value: balancer.balancer.loadBalancerFullName },
          { name: "TargetGroup", value: balancer.targets.targetGroupFullName },
        ],
      },
    },
    returnData: false,
  },
  { id: "each", expression: "sockets / 2 / tasks", returnData: true },
]

const addScaling = (
  scope: Construct,
  service: FargateService,
  balancer: Balancer,
  { size }: Options,
): void => {
  const scaling = service.autoScaleTaskCount({
    minCapacity: size.chat.min,
    maxCapacity: size.chat.max,
  })
  scaling.scaleOnCpuUtilization("Processor", {
    targetUtilizationPercent: busyPercent,
    scaleOutCooldown: Duration.seconds(scaleOutCooldown),
    scaleInCooldown: Duration.seconds(scaleInCooldown),
  })
  const policy = new CfnScalingPolicy(scope, "Sockets", {
    policyName: Fn.join("-", [service.serviceName, "sockets"]),
    policyType: "TargetTrackingScaling",
    serviceNamespace: ServiceNamespace.ECS,
    scalableDimension: "ecs:service:DesiredCount",
    resourceId: `service/${service.cluster.clusterName}/${service.serviceName}`,
    targetTrackingScalingPolicyConfiguration: {
      targetValue: Math.round(size.maxConnections * fullShare),
      scaleOutCooldown,
      scaleInCooldown,
      customizedMetricSpecification: { metrics: socketsPerTask(balancer) },
    },
  })
  policy.node.addDependency(scaling)
}

export const addServices = (
  scope: Construct,
  network: Network,
  apps: Apps,
  balancer: Balancer,
  options: Options,
): Services => {
  const cluster = new Cluster(scope, "Cluster", {
    vpc: network.vpc,
    containerInsightsV2: ContainerInsights.ENABLED,
  })
  // Scaling sets how many there are, unless there are to be none.
  const chats = options.serve ? undefined : 0
  const chat = addService(scope, "ChatService", cluster, network, apps.chat, chats)
  chat.attachToApplicationTargetGroup(balancer.targets)
  chat.node.addDependency(balancer.balancer)
  if (options.serve) addScaling(scope, chat, balancer, options)
  if (options.worker === "service") {
    const worker = addService(
      scope,
      "WorkerService",
      cluster,
      network,
      apps.worker,
      options.serve ? 2 : 0,
    )
    return { cluster, chat, worker }
  }
  new Schedule(scope, "WorkerSchedule", {
    description: "Renews what is due; the shortest lead of the schedule is 100 s",
    enabled: options.serve,
    schedule: ScheduleExpression.rate(Duration.minutes(1)),
    target: new EcsRunFargateTask(cluster, {
      taskDefinition: apps.worker.definition,
      propagateTags: true,
      role: new Role(scope, "ScheduleRole", {
        assumedBy: new ServicePrincipal("scheduler.amazonaws.com"),
      }),
      vpcSubnets: network.taskSubnets,
      securityGroups: [network.tasks],
      assignPublicIp: false,
      platformVersion: FargatePlatformVersion.VERSION1_4,
    }),
  })
  return { cluster, chat, worker: undefined }
}

/** The line of the AWS CLI that runs a task once, in the tasks' subnets; with arguments of its program, if given. */
export const runOnce = (
  { container, definition, script }: Apps["chat"],
  cluster: Cluster,
  network: Network,
  args?: ReadonlyArray<string>,
): string => {
  const { subnetIds } = network.vpc.selectSubnets(network.taskSubnets)
  const where = `subnets=[${subnetIds.join(",")}],securityGroups=[${network.tasks.securityGroupId}]`
  const command = [script, ...(args ?? [])]
  const overridden = { containerOverrides: [{ name: container.containerName, command }] }
  const overrides = args === undefined ? "" : ` --overrides '${JSON.stringify(overridden)}'`
  return `aws ecs run-task --launch-type FARGATE --cluster ${cluster.clusterName} --task-definition ${definition.family} --network-configuration "awsvpcConfiguration={${where}}"${overrides}`
}
