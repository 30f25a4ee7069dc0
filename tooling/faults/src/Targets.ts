/** What sinks write to, in moto, and the settings of a server that writes there. */
import { awsCall } from "./AwsCall.ts"

export const targets = { stream: "analytics", group: "audit", queue: "letters" }

export const prepareTargets = async (moto: string): Promise<void> => {
  await awsCall(moto, "kinesis", "CreateStream", { StreamName: targets.stream, ShardCount: 1 })
  await awsCall(moto, "logs", "CreateLogGroup", { logGroupName: targets.group })
  await awsCall(moto, "sqs", "CreateQueue", { QueueName: targets.queue })
}

/** By the addresses of the services. */
export const targetSettings = (at: Readonly<Record<"kinesis" | "logs" | "sqs", string>>) => ({
  AWS_ENDPOINT_URL_KINESIS: at.kinesis,
  AWS_ENDPOINT_URL_SQS: at.sqs,
  AWS_ENDPOINT_URL_CLOUDWATCH_LOGS: at.logs,
  SINK_ANALYTICS_STREAM: targets.stream,
  SINK_AUDIT_LOG_GROUP: targets.group,
  SINK_DEAD_LETTER_QUEUE_URL: `${at.sqs}/123456789012/${targets.queue}`,
})
