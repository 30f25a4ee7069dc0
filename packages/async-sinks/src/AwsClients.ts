/**
 * AWS SDK clients for sinks: Kinesis, CloudWatch, CloudWatch Logs and SQS, without retries of their own (a sink's
 * retries would multiply them), with one credentials provider. Closing the scope closes the clients.
 *
 * All but Kinesis give up connecting after 1 s and a request after 10 s. The Kinesis client speaks HTTP/2 by default
 * and opens a session for each request: give it a pooled handler as `requestHandler`. The SDK packages are optional
 * peers: import this only where they are installed.
 */
import "@manga-assist/options/node"
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
