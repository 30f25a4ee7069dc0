/**
 * Operators' client of the SQS dead-letter queue, which holds records that the store's sinks could not write: counts,
 * receives and deletes messages, or purges all.
 *
 * A received message is hidden from others for two minutes and reappears unless it is deleted.
 */
import { SQS } from "@aws-sdk/client-sqs"
import { deadLetterQueueUrl } from "@manga-assist/assistant"
import { type DeadLetter, parseDeadLetter } from "@manga-assist/async-sinks"
import { type Config, Effect, type Scope } from "effect"
import { SinksError } from "./SinksError.ts"

const HIDDEN_SECONDS = 120

export interface ReceivedLetter {
  readonly receipt: string
  /** Absent when the message is not one of ours. */
  readonly letter: DeadLetter | undefined
}

export interface DeadLetterQueue {
  readonly url: string
  /** About how many: waiting, and hidden because somebody has them. */
  readonly counts: Effect.Effect<{ readonly waiting: number; readonly hidden: number }, SinksError>
  /** Up to ten. `peek`: they stay visible, but count as received once more. */
  readonly receive: (peek: boolean) => Effect.Effect<ReadonlyArray<ReceivedLetter>, SinksError>
  /** Away with them; how many are not. */
  readonly remove: (receipts: ReadonlyArray<string>) => Effect.Effect<number, SinksError>
  readonly purge: Effect.Effect<void, SinksError>
}

/** `undefined` without `SINK_DEAD_LETTER_QUEUE_URL`. */
export const openQueue: Effect.Effect<
  DeadLetterQueue | undefined,
  Config.ConfigError,
  Scope.Scope
> = Effect.gen(function* () {
  const url = yield* deadLetterQueueUrl
  if (url === "") return undefined
  const client = yield* Effect.acquireRelease(
    Effect.sync(
      () =>
        new SQS({
          maxAttempts: 3,
          requestHandler: {
            connectionTimeout: 2_000,
            requestTimeout: 10_000,
            throwOnRequestTimeout: true,
          },
        }),
    ),
    (owned) => Effect.sync(() => owned.destroy()),
  )
  const ask = <A>(call: (abortSignal: AbortSignal) => Promise<A>) =>
    Effect.tryPromise({
      try: call,
      catch: (cause) =>
        new SinksError({ reason: "queue-failed", detail: `${url}: ${String(cause)}`, cause }),
    })
  const number = (text: string | undefined) => Number(text ?? 0)
  return {
    url,
    counts: ask((abortSignal) =>
      client.getQueueAttributes(
        {
          QueueUrl: url,
          AttributeNames: ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"],
        },
        { abortSignal },
      ),
    ).pipe(
      Effect.map(({ Attributes: has }) => ({
        waiting: number(has?.["ApproximateNumberOfMessages"]),
        hidden: number(has?.["ApproximateNumberOfMessagesNotVisible"]),
      })),
    ),
    receive: (peek) =>
      ask((abortSignal) =>
        client.receiveMessage(
          {
            QueueUrl: url,
            MaxNumberOfMessages: 10,
            VisibilityTimeout: peek ? 0 : HIDDEN_SECONDS,
            WaitTimeSeconds: 1,
          },
          { abortSignal },
        ),
      ).pipe(
        Effect.map(({ Messages = [] }) =>
          Messages.flatMap(({ Body, ReceiptHandle }) =>
            ReceiptHandle === undefined
              ? []
              : [{ receipt: ReceiptHandle, letter: parseDeadLetter(Body ?? "") }],
          ),
        ),
      ),
    remove: (receipts) =>
      receipts.length === 0
        ? Effect.succeed(0)
        : ask((abortSignal) =>
            client.deleteMessageBatch(
              {
                QueueUrl: url,
                Entries: receipts.map((ReceiptHandle, index) => ({
                  Id: String(index),
                  ReceiptHandle,
                })),
              },
              { abortSignal },
            ),
          ).pipe(Effect.map(({ Failed = [] }) => Failed.length)),
    purge: Effect.asVoid(
      ask((abortSignal) => client.purgeQueue({ QueueUrl: url }, { abortSignal })),
    ),
  }
})

/** The queue, or why there is none. */
export const requireQueue = Effect.flatMap(openQueue, (queue) =>
  queue === undefined
    ? Effect.fail(
        new SinksError({ reason: "no-queue", detail: "SINK_DEAD_LETTER_QUEUE_URL is not set" }),
      )
    : Effect.succeed(queue),
)
