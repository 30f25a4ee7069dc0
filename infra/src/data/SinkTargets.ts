/**
 * The targets of sinks besides the tables: a stream for analytics, a log group for the audit, a queue for dead
 * letters.
 */
import { Duration, RemovalPolicy } from "aws-cdk-lib"
import { Stream, StreamEncryption, StreamMode } from "aws-cdk-lib/aws-kinesis"
import { LogGroup, RetentionDays } from "aws-cdk-lib/aws-logs"
import { Queue, QueueEncryption } from "aws-cdk-lib/aws-sqs"
import type { Construct } from "constructs"
import type { Options } from "../options/Options.ts"

export interface SinkTargets {
  readonly analytics: Stream
  readonly audit: LogGroup
  readonly deadLetters: Queue
}

export const addSinkTargets = (scope: Construct, { isProduction }: Options): SinkTargets => {
  const removalPolicy = isProduction ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY
  return {
    analytics: new Stream(scope, "Analytics", {
      streamMode: StreamMode.ON_DEMAND,
      encryption: StreamEncryption.MANAGED,
      retentionPeriod: Duration.days(1),
      removalPolicy,
    }),
    audit: new LogGroup(scope, "Audit", { retention: RetentionDays.ONE_YEAR, removalPolicy }),
    deadLetters: new Queue(scope, "DeadLetters", {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      // The longest there is: it is emptied by hand (`pnpm sinks replay --queue`).
      retentionPeriod: Duration.days(14),
      removalPolicy,
    }),
  }
}
