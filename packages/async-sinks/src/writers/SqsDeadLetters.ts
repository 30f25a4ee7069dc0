/**
 * Sends dead letters of sinks to an SQS queue, and parses a message of that queue back into a letter.
 *
 * A message's body is the letter as JSON. A queue of either kind does not keep the order of the records, since requests
 * run side by side; their `at` tells it. A standard queue may repeat a message; the `id` tells. A FIFO queue drops
 * repetitions within five minutes.
 */
import { createHash } from "node:crypto"
import { methods, needed, object, text } from "@manga-assist/options"
import { Effect } from "effect"
import { check } from "../contract/CheckOptions.ts"
import { call, type CallOptions, chunksOf, sendChunks } from "./Chunks.ts"
import type { DeadLetter } from "../contract/DeadLetter.ts"
import type { WriteAnswer } from "../contract/WriteAnswer.ts"

/** SendMessageBatch: 10 messages, 1 MiB together and each. */
const LIMITS = { service: "SQS", count: 10, bytes: 1_048_576, recordBytes: 1_048_576 }

interface Entry {
  Id: string
  MessageBody: string
  MessageGroupId?: string
  MessageDeduplicationId?: string
}

/** What `new SQS(…)` of `@aws-sdk/client-sqs` offers. */
export interface SqsCalls {
  sendMessageBatch(
    input: { QueueUrl: string; Entries: Array<Entry> },
    options: CallOptions,
  ): Promise<{
    Failed?:
      | ReadonlyArray<{
          Id: string | undefined
          SenderFault: boolean | undefined
          Code: string | undefined
          Message?: string | undefined
        }>
      | undefined
  }>
}

interface SqsOptions {
  readonly client: SqsCalls
  readonly queueUrl: string
}

const rules = object<SqsOptions>({
  client: needed(methods("sendMessageBatch")),
  queueUrl: needed(text),
})

/** @throws OptionError */
export const sqsDeadLetters = (
  options: SqsOptions,
): ((letters: ReadonlyArray<DeadLetter>) => Effect.Effect<WriteAnswer>) => {
  check("sqsDeadLetters", rules, options)
  return (letters) =>
    Effect.suspend(() => {
      const isFifo = options.queueUrl.endsWith(".fifo")
      const entries = letters.map((letter, index): Entry => ({
        Id: String(index),
        MessageBody: bodyOf(letter),
        ...(isFifo
          ? {
              MessageGroupId: letter.sink,
              MessageDeduplicationId: createHash("sha256")
                .update(`${letter.sink}\n${letter.id}`)
                .digest("hex"),
            }
          : {}),
      }))
      const sizes = entries.map(({ MessageBody }) => Buffer.byteLength(MessageBody))
      return sendChunks(chunksOf(sizes, LIMITS), (indexes) =>
        call(LIMITS.service, (signal) =>
          options.client.sendMessageBatch(
            {
              QueueUrl: options.queueUrl,
              Entries: indexes.flatMap((index) => entries[index] ?? []),
            },
            signal,
          ),
        ).pipe(
          // A success may hold failures.
          Effect.map(({ Failed = [] }) => {
            const bad = Failed.map(({ Code, Id, Message, SenderFault }) => ({
              index: indexes.indexOf(Number(Id)),
              reason: `${Code}: ${Message ?? ""}`,
              SenderFault,
            }))
            return {
              failed: bad.filter((each) => each.SenderFault !== true).map(({ index }) => index),
              rejected: bad.filter((each) => each.SenderFault === true),
              reason: bad[0]?.reason,
            }
          }),
        ),
      )
    })
}

/** SQS takes the characters of XML only; JSON escapes all others but these two. */
const bodyOf = (letter: DeadLetter): string =>
  JSON.stringify(letter).replaceAll(
    /[\uFFFE\uFFFF]/gu,
    (character) => `\\u${character.charCodeAt(0).toString(16)}`,
  )

/** The letter that a message's body is, if it is one. */
export const parseDeadLetter = (body: string): DeadLetter | undefined => {
  try {
    const value: unknown = JSON.parse(body)
    if (typeof value !== "object" || value === null) return undefined
    const { at, attempts, id, reason, record, sink } = { ...EMPTY, ...value }
    const texts = [sink, id, reason, record].every((text) => typeof text === "string")
    if (!texts || typeof at !== "number" || typeof attempts !== "number") return undefined
    return {
      sink: String(sink),
      id: String(id),
      at,
      attempts,
      reason: String(reason),
      record: String(record),
    }
  } catch {
    return undefined
  }
}

const EMPTY: Record<keyof DeadLetter, unknown> = {
  sink: undefined,
  id: undefined,
  at: undefined,
  attempts: undefined,
  reason: undefined,
  record: undefined,
}
