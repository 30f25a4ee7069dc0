/**
 * AWS SDK clients for sinks: without retries of their own (a sink's retries would multiply them), with deadlines, one
 * credentials provider, and the caller's transport if given.
 *
 * The SDK packages are optional peers: import this only where they are installed. Kinesis uses HTTP/2 by default and
 * opens a session for each request: give it a pooled handler, or keep-alive over HTTP/1.1 as here. Closing the scope
 * closes the clients.
 */
import { CloudWatch } from "@aws-sdk/client-cloudwatch"
import { CloudWatchLogs } from "@aws-sdk/client-cloudwatch-logs"
import { Kinesis, type KinesisClientConfig } from "@aws-sdk/client-kinesis"
import { SQS } from "@aws-sdk/client-sqs"
import { Effect, type Scope } from "effect"

export interface AwsClientOptions {
  readonly region?: string | undefined
  readonly credentials?: KinesisClientConfig["credentials"]
  /** Another server for all of them, for tests. */
  readonly endpoint?: string | undefined
  /** For Kinesis. */
  readonly requestHandler?: KinesisClientConfig["requestHandler"]
}

export interface AwsClients {
  readonly kinesis: Kinesis
  readonly logs: CloudWatchLogs
  readonly metrics: CloudWatch
  readonly sqs: SQS
}

const handler = { connectionTimeout: 1_000, requestTimeout: 10_000, throwOnRequestTimeout: true }

/** Sends nothing yet. */
export const awsClients = (
  options: AwsClientOptions = {},
): Effect.Effect<AwsClients, never, Scope.Scope> =>
  Effect.acquireRelease(
    Effect.sync(() => {
      const { credentials, endpoint, region } = options
      const shared = {
        maxAttempts: 1,
        ...(region === undefined ? {} : { region }),
        ...(credentials === undefined ? {} : { credentials }),
        ...(endpoint === undefined ? {} : { endpoint }),
      }
      const requestHandler = options.requestHandler
      const kinesis = new Kinesis(
        requestHandler === undefined ? shared : { ...shared, requestHandler },
      )
      const rest = { ...shared, credentials: kinesis.config.credentials, requestHandler: handler }
      return {
        kinesis,
        logs: new CloudWatchLogs(rest),
        metrics: new CloudWatch(rest),
        sqs: new SQS(rest),
      }
    }),
    ({ kinesis, logs, metrics, sqs }) =>
      Effect.sync(() => {
        for (const client of [kinesis, logs, metrics, sqs]) client.destroy()
      }),
  )
