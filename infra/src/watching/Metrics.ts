/** The CloudWatch metrics that alarms and the dashboard look at, each named once. */
import { Aws, Duration } from "aws-cdk-lib"
import { MathExpression, Metric } from "aws-cdk-lib/aws-cloudwatch"
import type { ILogGroup } from "aws-cdk-lib/aws-logs"
import type { Balancer } from "../network/Balancer.ts"
import type { Options } from "../options/Options.ts"
import type { Resources } from "../service/Permissions.ts"
import { collectionName } from "../data/Search.ts"
import type { Services } from "../service/Services.ts"

export interface Watched {
  readonly resources: Resources
  readonly balancer: Balancer
  readonly services: Services
  /** Of the chat server. */
  readonly chatLogs: ILogGroup
  readonly options: Options
}

const minute = Duration.minutes(1)
const fiveMinutes = Duration.minutes(5)
const hour = Duration.hours(1)

type Statistic = "Sum" | "Average" | "Maximum" | "Minimum" | "p50" | "p90" | "p95" | "p99"

const of = (
  namespace: string,
  metricName: string,
  dimensionsMap: Readonly<Record<string, string>>,
  statistic: Statistic,
  period = fiveMinutes,
): Metric =>
  new Metric({ namespace, metricName, dimensionsMap: { ...dimensionsMap }, statistic, period })

export const healthyTasks = ({ balancer: { targets } }: Watched) =>
  targets.metrics.healthyHostCount({ statistic: "Minimum", period: minute })

export const unhealthyTasks = ({ balancer: { targets } }: Watched) =>
  targets.metrics.unhealthyHostCount({ statistic: "Maximum", period: minute })

const balanced = ({ balancer: { balancer } }: Watched, name: string, statistic: Statistic) =>
  of("AWS/ApplicationELB", name, { LoadBalancer: balancer.loadBalancerFullName }, statistic, minute)

export const serverErrors = (watched: Watched) =>
  new MathExpression({
    expression: "FILL(targets, 0) + FILL(balancer, 0)",
    label: "5xx",
    period: fiveMinutes,
    usingMetrics: {
      targets: balanced(watched, "HTTPCode_Target_5XX_Count", "Sum"),
      balancer: balanced(watched, "HTTPCode_ELB_5XX_Count", "Sum"),
    },
  })

export const sockets = (watched: Watched) =>
  new MathExpression({
    expression: "sockets / 2",
    label: "sockets",
    period: minute,
    usingMetrics: { sockets: balanced(watched, "ActiveConnectionCount", "Sum") },
  })

/** Share of the sockets that ready tasks accept, in percent. */
export const socketsUsed = (watched: Watched) =>
  new MathExpression({
    expression: `100 * sockets / 2 / (tasks * ${watched.options.size.maxConnections})`,
    label: "sockets used, %",
    period: minute,
    usingMetrics: {
      sockets: balanced(watched, "ActiveConnectionCount", "Sum"),
      tasks: healthyTasks(watched),
    },
  })

export const processor = ({ services: { chat } }: Watched) =>
  chat.metricCpuUtilization({ period: fiveMinutes, statistic: "Average" })

export const memory = ({ services: { chat } }: Watched) =>
  chat.metricMemoryUtilization({ period: fiveMinutes, statistic: "Maximum" })

export const runningWorkers = ({ services: { cluster, worker } }: Watched) =>
  worker === undefined
    ? undefined
    : of(
        "ECS/ContainerInsights",
        "RunningTaskCount",
        { ClusterName: cluster.clusterName, ServiceName: worker.serviceName },
        "Minimum",
      )

/** Of both chat models. */
const ofModels = (
  { resources }: Watched,
  names: ReadonlyArray<string>,
  label: string,
  period = fiveMinutes,
) => {
  const metrics = Object.fromEntries(
    (["BEDROCK_MODEL_COMPLEX", "BEDROCK_MODEL_SIMPLE"] as const).flatMap((setting, model) =>
      names.map((name) => [
        // Unique among all metrics that one graph shows.
        `${name.charAt(0).toLowerCase()}${name.slice(1)}${model}`,
        of("AWS/Bedrock", name, { ModelId: resources.models[setting].measured }, "Sum", period),
      ]),
    ),
  )
  const expression = Object.keys(metrics)
    .map((id) => `FILL(${id}, 0)`)
    .join(" + ")
  return new MathExpression({ expression, label, period, usingMetrics: metrics })
}

export const modelThrottles = (watched: Watched) =>
  ofModels(watched, ["InvocationThrottles"], "throttled calls")

export const modelErrors = (watched: Watched) =>
  ofModels(watched, ["InvocationServerErrors"], "failed calls")

export const modelTokens = (watched: Watched) =>
  ofModels(watched, ["InputTokenCount", "OutputTokenCount"], "tokens an hour", hour)

export const modelLatency = (
  { resources }: Watched,
  setting: "BEDROCK_MODEL_COMPLEX" | "BEDROCK_MODEL_SIMPLE",
) => of("AWS/Bedrock", "InvocationLatency", { ModelId: resources.models[setting].measured }, "p95")

/** Reads and writes of all tables that were refused: a hot partition, or a limit of the account. */
export const tableThrottles = ({ resources: { tables } }: Watched) => {
  const metrics = Object.fromEntries(
    Object.values(tables).flatMap((table, index) =>
      ["ReadThrottleEvents", "WriteThrottleEvents"].map((name) => [
        `t${index}${name.charAt(0).toLowerCase()}`,
        of("AWS/DynamoDB", name, { TableName: table.tableName }, "Sum"),
      ]),
    ),
  )
  const expression = Object.keys(metrics)
    .map((id) => `FILL(${id}, 0)`)
    .join(" + ")
  return new MathExpression({
    expression,
    label: "throttled",
    period: fiveMinutes,
    usingMetrics: metrics,
  })
}

const ofSearch = ({ resources: { search }, options }: Watched, name: string, by: Statistic) =>
  of(
    "AWS/AOSS",
    name,
    {
      CollectionId: search.collection.attrId,
      CollectionName: collectionName(options),
      ClientId: Aws.ACCOUNT_ID,
    },
    by,
  )

export const searchLatency = (watched: Watched) => ofSearch(watched, "SearchRequestLatency", "p90")
export const searchErrors = (watched: Watched) => ofSearch(watched, "SearchRequestErrors", "Sum")

const ofCache = ({ resources: { cache } }: Watched, name: string, by: Statistic) =>
  of("AWS/ElastiCache", name, { clusterId: cache.name }, by)

export const cacheThrottles = (watched: Watched) => ofCache(watched, "ThrottledCmds", "Sum")
export const cacheBytes = (watched: Watched) => ofCache(watched, "BytesUsedForCache", "Maximum")
export const cacheHits = (watched: Watched) => ofCache(watched, "CacheHitRate", "Average")

export const deadLetters = ({ resources: { sinks } }: Watched) =>
  sinks.deadLetters.metricApproximateNumberOfMessagesVisible({
    period: fiveMinutes,
    statistic: "Maximum",
  })

export const analyticsThrottles = ({ resources: { sinks } }: Watched) =>
  sinks.analytics.metricWriteProvisionedThroughputExceeded({
    period: fiveMinutes,
    statistic: "Sum",
  })

/** Sinks of the chat server; each reports by its own name. */
const sinkNames = ["session", "audit", "feedback", "analytics", "cache", "metrics"] as const

/** As CloudWatch wants the name of a metric in an expression. */
const idOf = (sink: string, name: string) => sink.replaceAll("-", "") + name

export const sinkMetric = (
  { options: { stage } }: Watched,
  name: "SinkDropped" | "SinkRefused" | "SinkDeadLettered" | "SinkOldestAge" | "SinkUnjournaled",
  by: "Sum" | "Maximum",
) => {
  const usingMetrics = Object.fromEntries(
    sinkNames.map((sink) => [
      idOf(sink, name),
      of("MangaAssist", name, { Sink: sink, Stage: stage }, by),
    ]),
  )
  const filled = sinkNames.map((sink) => `FILL(${idOf(sink, name)}, 0)`)
  const expression = by === "Sum" ? filled.join(" + ") : `MAX([${filled.join(", ")}])`
  return new MathExpression({ expression, label: name, period: fiveMinutes, usingMetrics })
}

/** By a filter of the log, whose metrics cannot have the stage as a dimension: it is in the namespace. */
export const recordsLeft = ({ options: { stage } }: Watched) =>
  of(`MangaAssist/${stage}`, "StopsWithRecordsLeft", {}, "Sum")

export const cacheWriteFailures = ({ options: { stage } }: Watched) =>
  of("MangaAssist", "CacheWriteFailure", { Stage: stage }, "Sum")

export const certificateDays = ({ options: { domain } }: Watched) =>
  domain === undefined
    ? undefined
    : of(
        "AWS/CertificateManager",
        "DaysToExpiry",
        { CertificateArn: domain.certificateArn },
        "Minimum",
        Duration.days(1),
      )
