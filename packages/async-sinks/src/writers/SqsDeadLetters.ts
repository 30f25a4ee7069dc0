/**
 * Sends dead letters of sinks to an SQS queue. `parseDeadLetter` makes a letter of a message again.
 *
 * A message's body is the letter as JSON. A queue of either kind does not keep the order of the records, since requests
 * run side by side; their `at` tells it. A standard queue may repeat a message; the `id` tells. A FIFO queue drops
 * repetitions within five minutes.
 */
import { createHash } from "node:crypto"
import { methods, needed, object, text } from "@manga-assist/options"
import { Effect } from "effect"
import { check } from "../contract/CheckOptions.ts"
import { call, chunksOf, sendChunks } from "./Chunks.ts"
import type { DeadLetter } from "../contract/DeadLetter.ts"
import type { WriteAnswer } from "../contract/WriteAnswer.ts"
import type { SqsEntry, SqsOptions } from "./WriterOptions.ts"

/** SendMessageBatch: 10 messages, 1 MiB together and each. */
const LIMITS = { service: "SQS", count: 10, bytes: 1_048_576, recordBytes: 1_048_576 }

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
      const entries = letters.map((letter, index): SqsEntry => ({
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
