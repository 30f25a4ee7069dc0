/** Notifications and dashboard: alarms, failed deployments and the budget notify one topic. */
import { Aws } from "aws-cdk-lib"
import { CfnBudget } from "aws-cdk-lib/aws-budgets"
import { Alarm, Dashboard, GraphWidget, type IMetric, Row } from "aws-cdk-lib/aws-cloudwatch"
import { SnsAction } from "aws-cdk-lib/aws-cloudwatch-actions"
import { AlarmBehavior } from "aws-cdk-lib/aws-ecs"
import { Rule } from "aws-cdk-lib/aws-events"
import { SnsTopic } from "aws-cdk-lib/aws-events-targets"
import { ServicePrincipal } from "aws-cdk-lib/aws-iam"
import { FilterPattern, MetricFilter } from "aws-cdk-lib/aws-logs"
import { Topic } from "aws-cdk-lib/aws-sns"
import { EmailSubscription } from "aws-cdk-lib/aws-sns-subscriptions"
import type { Construct } from "constructs"
import { alarmRules } from "./AlarmList.ts"
import { comparisonOf, descriptionOf, missingOf } from "./AlarmRule.ts"
import {
  degradedTurns,
  failedTurns,
  modelBudgetUsed,
  modelQuotaUsed,
  refusedModelCalls,
  slowTurns,
} from "./CustomerAlarms.ts"
import * as of from "./Metrics.ts"
import type { Options } from "../options/Options.ts"

const addTopic = (scope: Construct, { alarmEmail }: Options): Topic => {
  const topic = new Topic(scope, "Alarms", { enforceSSL: true })
  if (alarmEmail !== undefined) topic.addSubscription(new EmailSubscription(alarmEmail))
  topic.grantPublish(new ServicePrincipal("cloudwatch.amazonaws.com"))
  topic.grantPublish(new ServicePrincipal("budgets.amazonaws.com"))
  return topic
}

const addAlarms = (scope: Construct, watched: of.Watched, topic: Topic): void => {
  const action = new SnsAction(topic)
  const { chat } = watched.services
  const rollBack: Array<string> = []
  for (const rule of alarmRules(watched)) {
    if (rule.metric === undefined) continue
    const alarm = new Alarm(scope, `${rule.id}Alarm`, {
      alarmName: `manga-assist-${watched.options.stage}-${rule.id}`,
      alarmDescription: descriptionOf(rule),
      metric: rule.metric,
      threshold: rule.threshold,
      comparisonOperator: comparisonOf(rule),
      evaluationPeriods: rule.outOf ?? rule.periods,
      datapointsToAlarm: rule.periods,
      treatMissingData: missingOf(rule),
    })
    alarm.addAlarmAction(action)
    alarm.addOkAction(action)
    if (rule.rollsBack === true) rollBack.push(alarm.alarmName)
  }
  chat.enableDeploymentAlarms(rollBack, { behavior: AlarmBehavior.ROLLBACK_ON_ALARM })
}

/** The task is gone when its line is read: no metric of its own could say it. */
const addLogFilter = (scope: Construct, watched: of.Watched): void => {
  const { metricName, namespace } = of.recordsLeft(watched)
  new MetricFilter(scope, "RecordsLeft", {
    logGroup: watched.chatLogs,
    filterPattern: FilterPattern.literal('"records could not be delivered before the stop"'),
    metricName,
    metricNamespace: namespace,
    metricValue: "1",
  })
}

/** The circuit breaker has rolled back: the event is the only sign. */
const addFailedDeployments = (scope: Construct, watched: of.Watched, topic: Topic): void => {
  const { chat, worker } = watched.services
  new Rule(scope, "FailedDeployments", {
    description: "A new version did not become ready and was rolled back",
    eventPattern: {
      source: ["aws.ecs"],
      detailType: ["ECS Deployment State Change"],
      detail: { eventName: ["SERVICE_DEPLOYMENT_FAILED"] },
      resources: [chat.serviceArn, ...(worker === undefined ? [] : [worker.serviceArn])],
    },
    targets: [new SnsTopic(topic)],
  })
}

const addBudget = (scope: Construct, options: Options, topic: Topic): void => {
  const notify = (notificationType: "ACTUAL" | "FORECASTED", threshold: number) => ({
    notification: {
      notificationType,
      comparisonOperator: "GREATER_THAN",
      threshold,
      thresholdType: "PERCENTAGE",
    },
    subscribers: [{ subscriptionType: "SNS", address: topic.topicArn }],
  })
  new CfnBudget(scope, "Budget", {
    budget: {
      budgetName: `manga-assist-${options.stage}`,
      budgetType: "COST",
      timeUnit: "MONTHLY",
      budgetLimit: { amount: options.monthlyBudgetUsd, unit: "USD" },
      costFilters: { TagKeyValue: [`user:stage$${options.stage}`] },
    },
    notificationsWithSubscribers: [notify("ACTUAL", 80), notify("FORECASTED", 100)],
  })
}

const addDashboard = (scope: Construct, watched: of.Watched): void => {
  const graph = (title: string, left: ReadonlyArray<IMetric>, right: ReadonlyArray<IMetric> = []) =>
    new GraphWidget({ title, left: [...left], right: [...right], width: 8, height: 6 })
  const workers = of.runningWorkers(watched)
  const { options } = watched
  new Dashboard(scope, "Dashboard", {
    dashboardName: `manga-assist-${watched.options.stage}`,
    widgets: [
      [
        new Row(
          graph("Customers, % of turns", [
            slowTurns(options),
            failedTurns(options),
            degradedTurns(options),
          ]),
          graph(
            "Calls that Bedrock refuses, budget used",
            [refusedModelCalls(options)],
            [modelBudgetUsed(options), modelQuotaUsed(options)],
          ),
          graph("Tokens an hour", [of.modelTokens(watched)]),
        ),
      ],
      [
        new Row(
          graph("Sockets and ready tasks", [of.sockets(watched)], [of.healthyTasks(watched)]),
          graph("Processor and memory, %", [of.processor(watched), of.memory(watched)]),
          graph("Errors", [of.serverErrors(watched)], [of.unhealthyTasks(watched)]),
        ),
      ],
      [
        new Row(
          graph("Model latency p95, ms", [
            of.modelLatency(watched, "BEDROCK_MODEL_COMPLEX"),
            of.modelLatency(watched, "BEDROCK_MODEL_SIMPLE"),
          ]),
          graph("Model errors", [of.modelErrors(watched)]),
        ),
      ],
      [
        new Row(
          graph("Search", [of.searchLatency(watched)], [of.searchErrors(watched)]),
          graph("Cache", [of.cacheHits(watched)], [of.cacheBytes(watched)]),
          graph("Tables throttled", [of.tableThrottles(watched)]),
        ),
      ],
      [
        new Row(
          graph("Sinks, oldest record, ms", [of.sinkMetric(watched, "SinkOldestAge", "Maximum")]),
          graph("Sinks, lost", [
            of.sinkMetric(watched, "SinkDropped", "Sum"),
            of.sinkMetric(watched, "SinkRefused", "Sum"),
            of.deadLetters(watched),
          ]),
          graph("Workers", workers === undefined ? [] : [workers]),
        ),
      ],
    ],
  })
}

export const addWatching = (scope: Construct, watched: of.Watched): Topic => {
  const topic = addTopic(scope, watched.options)
  addLogFilter(scope, watched)
  addAlarms(scope, watched, topic)
  addFailedDeployments(scope, watched, topic)
  addBudget(scope, watched.options, topic)
  addDashboard(scope, watched)
  return topic
}

export const dashboardUrl = ({ stage }: Options): string =>
  `https://${Aws.REGION}.console.aws.amazon.com/cloudwatch/home#dashboards:name=manga-assist-${stage}`
