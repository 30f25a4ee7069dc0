/**
 * Every alarm as data: its threshold, what it means, what customers see and what to do. The description goes into
 * the alarm itself, so that whoever is woken reads it without looking for a page.
 */
import { ComparisonOperator, type IMetric, TreatMissingData } from "aws-cdk-lib/aws-cloudwatch"
import * as of from "./Metrics.ts"

export interface AlarmRule {
  readonly id: string
  readonly metric: IMetric | undefined
  readonly threshold: number
  /** Alarms when the metric is below the threshold instead of above it. */
  readonly below?: boolean
  /** Periods of the metric that must be bad, and out of how many. */
  readonly periods: number
  readonly outOf?: number
  readonly missingIsBad?: boolean
  readonly means: string
  readonly customers: string
  readonly action: string
}

export const alarmRules = (watched: of.Watched): ReadonlyArray<AlarmRule> => {
  const { options } = watched
  return [
    {
      id: "NoReadyTask",
      metric: of.healthyTasks(watched),
      threshold: 1,
      below: true,
      periods: 2,
      missingIsBad: true,
      means:
        "No task answers /readyz with 200: a bad deployment, or new tasks miss a critical service.",
      customers: "Connections are refused.",
      action:
        "Read /readyz of a task's operators' port and the newest deployment's events; roll back.",
    },
    {
      id: "UnreadyTasks",
      metric: of.unhealthyTasks(watched),
      threshold: 0,
      periods: 5,
      means: "Some tasks have not been ready for five minutes.",
      customers: "Nothing while others are ready; new sockets take longer.",
      action:
        "Read /readyz of an unready task's operators' port: the service that it waits for is named.",
    },
    {
      id: "ServerErrors",
      metric: of.serverErrors(watched),
      threshold: 10,
      periods: 1,
      means: "Requests or upgrades answered with 5xx by tasks or the load balancer.",
      customers: "Connections or streamed answers fail and are tried again.",
      action: "502 and 503 of the balancer: tasks leave or are full. 5xx of tasks: their log.",
    },
    {
      id: "Processor",
      metric: of.processor(watched),
      threshold: 85,
      periods: 2,
      means: "Tasks are busy although scaling begins at 60 %: the most tasks are running.",
      customers: "First words come later; over-budget turns appear.",
      action: "Raise the size or its maximum; look for a loop in misses of the answer cache.",
    },
    {
      id: "Memory",
      metric: of.memory(watched),
      threshold: 85,
      periods: 3,
      means: "A task is near the end of its memory and will be killed at 100 %.",
      customers: "Sockets of that task break and reconnect when it is killed.",
      action: "Compare process_resident_memory_bytes of the tasks; restart the one that grew.",
    },
    {
      id: "SocketsUsed",
      metric: of.socketsUsed(watched),
      threshold: 85,
      periods: 3,
      means: "Ready tasks hold 85 % of the sockets that they accept.",
      customers: "Nothing yet; at 100 % new sockets get busy.",
      action: "Raise the most tasks of the size. One address with many sockets is an attack.",
    },
    {
      id: "ModelThrottled",
      metric: of.modelThrottles(watched),
      threshold: 5,
      periods: 2,
      means: "Bedrock refuses calls: the quota of requests or tokens is used up.",
      customers: "Answers of the smaller model, or the catalogue's own words.",
      action: "Ask for quota; meanwhile lower ALIAS_TOKENS_PER_HOUR and HIT_CHECK_PERCENT.",
    },
    {
      id: "ModelErrors",
      metric: of.modelErrors(watched),
      threshold: 10,
      periods: 2,
      means: "Bedrock answers with server errors.",
      customers: "Answers of the other model, or the catalogue's own words.",
      action: "AWS's health page; another profile by BEDROCK_MODEL_COMPLEX or _SIMPLE.",
    },
    {
      id: "ModelTokens",
      metric: of.modelTokens(watched),
      threshold: 20_000_000 * options.size.chat.min,
      periods: 1,
      means: "Far more tokens than the size should need in an hour: costs run away.",
      customers: "Nothing.",
      action: "Find the source: hit rate fell, or one customer asks in a loop (rate limits).",
    },
    {
      id: "TablesThrottled",
      metric: of.tableThrottles(watched),
      threshold: 10,
      periods: 2,
      means: "DynamoDB refuses reads or writes: a hot partition or a limit of the account.",
      customers: "Answers without history or with prices from the index; facts-late.",
      action: "Which table: the dashboard. A hot product: its key is read without the cache.",
    },
    {
      id: "SearchSlow",
      metric: of.searchLatency(watched),
      threshold: 300,
      periods: 3,
      means: "The index answers slowly: too few units, or it wakes from zero.",
      customers: "retrieval-late: answers without products that the index alone knows.",
      action: "Raise the most search units of the account; see that standby is on.",
    },
    {
      id: "SearchErrors",
      metric: of.searchErrors(watched),
      threshold: 10,
      periods: 2,
      means: "The index refuses requests: access policy, network policy, or it is away.",
      customers: "retrieval-failed: answers without products, or from the table by name.",
      action: "403: the role is missing in SearchAccess. Else AWS's health page.",
    },
    {
      id: "CacheThrottled",
      metric: of.cacheThrottles(watched),
      threshold: 0,
      periods: 3,
      means: "The cache's limit of units a second is reached.",
      customers: "recall-late: more answers come from the model.",
      action: "Raise maxEcpuPerSecond of the size.",
    },
    {
      id: "DeadLetters",
      metric: of.deadLetters(watched),
      threshold: 0,
      periods: 1,
      means: "A record was given up by its sink and waits in the queue.",
      customers: "Nothing.",
      action: "pnpm sinks inspect --queue says why; mend, then replay.",
    },
    {
      id: "SinksLose",
      metric: of.sinkMetric("SinkDropped", "Sum"),
      threshold: 0,
      periods: 1,
      means: "A sink dropped records: its target was away for longer than it may wait.",
      customers: "Nothing, unless it is the session's sink: a forgotten conversation.",
      action: "manga_assist_sink_records names the sink; see its target.",
    },
    {
      id: "SinksRefuse",
      metric: of.sinkMetric("SinkRefused", "Sum"),
      threshold: 0,
      periods: 1,
      means: "A sink that must keep its records could not: disk full or spool broken.",
      customers: "Conversations may be forgotten.",
      action: "Disk of the task (DATA_DIR); replace the task when it is full.",
    },
    {
      id: "DiskRefuses",
      metric: of.sinkMetric("SinkUnjournaled", "Sum"),
      threshold: 0,
      periods: 1,
      means: "Records went to their target without being on disk first: the disk refuses.",
      customers: "Nothing while the target answers; when both fail a conversation is forgotten.",
      action: "The task's log names the cause once a minute; replace the task.",
    },
    {
      id: "SinksLate",
      metric: of.sinkMetric("SinkOldestAge", "Maximum"),
      threshold: 300_000,
      periods: 2,
      means: "A record has waited for five minutes.",
      customers: "A conversation read by another task lacks its newest turns.",
      action: "See the sink's target: table throttled, stream or queue away.",
    },
    {
      id: "CacheWrites",
      metric: of.cacheWriteFailures(),
      threshold: 20,
      periods: 2,
      means: "Answers could not be written to the cache.",
      customers: "The same question is answered by the model again: slower, and paid for.",
      action: "Cache away or full: its limits, its security group, the IAM user.",
    },
    {
      id: "AnalyticsThrottled",
      metric: of.analyticsThrottles(watched),
      threshold: 0,
      periods: 3,
      means: "The stream takes fewer records than are offered.",
      customers: "Nothing; analytics are late, then dropped.",
      action: "The stream grows by itself to twice its peak; a step of more needs shards.",
    },
    {
      id: "NoWorker",
      metric: of.runningWorkers(watched),
      threshold: 1,
      below: true,
      periods: 2,
      missingIsBad: true,
      means: "No precompute worker runs.",
      customers: "Popular questions are answered by the model: slower.",
      action: "Its log; its image; whether both tasks fail at start.",
    },
    {
      id: "CertificateEnds",
      metric: of.certificateDays(watched),
      threshold: 30,
      below: true,
      periods: 1,
      means: "The certificate ends within 30 days and was not renewed.",
      customers: "Nothing yet; then no browser connects.",
      action: "Its validation record in DNS must exist; renew or import one.",
    },
  ]
}

/** What CloudWatch shows; at most 1,024 characters. */
export const descriptionOf = ({ action, customers, means }: AlarmRule): string =>
  `${means} Customers: ${customers} Do: ${action}`

export const comparisonOf = ({ below }: AlarmRule): ComparisonOperator =>
  below === true
    ? ComparisonOperator.LESS_THAN_THRESHOLD
    : ComparisonOperator.GREATER_THAN_THRESHOLD

export const missingOf = ({ missingIsBad }: AlarmRule): TreatMissingData =>
  missingIsBad === true ? TreatMissingData.BREACHING : TreatMissingData.NOT_BREACHING
