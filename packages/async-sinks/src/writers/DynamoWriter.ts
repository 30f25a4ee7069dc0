/**
 * Writes records to a DynamoDB table, one item each, on the condition that it is absent: a repeated write changes
 * nothing and counts as a duplicate.
 *
 * With `summary`, another item counts them: `version` grows by one with each new item, `last` names the newest. A
 * crash between the two writes is repaired when the record comes again.
 */
import { func, methods, needed, object, text } from "@manga-assist/options"
import { Effect } from "effect"
import { check } from "../contract/CheckOptions.ts"
import { isNamed } from "./Chunks.ts"
import { reasonOf } from "../contract/DeadLetter.ts"
import type { SinkRecord } from "../contract/Sink.ts"
import type { WriteAnswer } from "../contract/WriteAnswer.ts"
import type { DynamoOptions, DynamoPut, DynamoSummary, DynamoUpdate } from "./WriterOptions.ts"

/** An item's size is counted with its attribute names; JSON is a little more than that. */
const MAX_ITEM_BYTES = 400 * 1024
/** Items are written side by side; those of one order key never are in one batch. */
const CONCURRENCY = 8

/** The two calls, as the document client's `put` and `update` take them. */
export interface DynamoCalls<E> {
  readonly put: (input: DynamoPut) => Effect.Effect<unknown, E>
  readonly update: (input: DynamoUpdate) => Effect.Effect<unknown, E>
}

export const dynamoRules = object<DynamoOptions<never, unknown>>({
  calls: needed(methods("put", "update")),
  table: needed(text),
  partitionKey: needed(text),
  item: needed(func),
  summary: func,
})

/** @throws OptionError */
export const dynamoWriter = <A extends SinkRecord, E>(
  options: DynamoOptions<A, DynamoCalls<E>>,
): ((batch: ReadonlyArray<A>, json: (index: number) => string) => Effect.Effect<WriteAnswer>) => {
  check("dynamoWriter", dynamoRules, options)
  const { calls, summary, table: TableName } = options

  const count = ({ key, last, set }: DynamoSummary) => {
    const names = Object.keys(set)
    return calls.update({
      TableName,
      Key: key,
      UpdateExpression: [
        "SET #last = :last, #version = if_not_exists(#version, :none) + :one",
        ...names.map((_, index) => `#s${index} = :s${index}`),
      ].join(", "),
      ConditionExpression: "attribute_not_exists(#last) OR #last < :last",
      ExpressionAttributeNames: {
        "#last": "last",
        "#version": "version",
        ...Object.fromEntries(names.map((name, index) => [`#s${index}`, name])),
      },
      ExpressionAttributeValues: {
        ":last": last,
        ":none": 0,
        ":one": 1,
        ...Object.fromEntries(names.map((name, index) => [`:s${index}`, set[name]])),
      },
    })
  }

  /** True when the record was there already. */
  const write = Effect.fnUntraced(function* (record: A) {
    const there = yield* calls
      .put({
        TableName,
        Item: options.item(record),
        ConditionExpression: "attribute_not_exists(#partition)",
        ExpressionAttributeNames: { "#partition": options.partitionKey },
      })
      .pipe(
        Effect.as(false),
        Effect.catchIf(isConditionFailure, () => Effect.succeed(true)),
      )
    if (summary !== undefined) {
      yield* count(summary(record)).pipe(Effect.catchIf(isConditionFailure, () => Effect.void))
    }
    return there
  })

  const outcome = (record: A, bytes: number): Effect.Effect<Outcome> =>
    bytes > MAX_ITEM_BYTES
      ? Effect.succeed({
          rejected: `${bytes} bytes, DynamoDB takes at most ${MAX_ITEM_BYTES} an item`,
        })
      : write(record).pipe(
          Effect.match({
            onSuccess: (duplicate): Outcome => ({ duplicate }),
            onFailure: (error): Outcome =>
              isInvalid(error) ? { rejected: reasonOf(error) } : { failed: reasonOf(error) },
          }),
        )

  return (batch, json) =>
    Effect.forEach(batch, (record, index) => outcome(record, Buffer.byteLength(json(index))), {
      concurrency: CONCURRENCY,
    }).pipe(
      Effect.map((outcomes) => ({
        failed: outcomes.flatMap(({ failed }, index) => (failed === undefined ? [] : [index])),
        rejected: outcomes.flatMap(({ rejected }, index) =>
          rejected === undefined ? [] : [{ index, reason: rejected }],
        ),
        duplicates: outcomes.filter(({ duplicate }) => duplicate === true).length,
        reason: outcomes.find(({ failed }) => failed !== undefined)?.failed,
      })),
    )
}

/** Of one record: taken (and whether it was there), failed, or rejected, each with why. */
interface Outcome {
  readonly duplicate?: boolean
  readonly failed?: string
  readonly rejected?: string
}

const isConditionFailure = (error: unknown): boolean =>
  isNamed(error, "ConditionalCheckFailedException")

/** It is about the item, and will be said of it again. */
const isInvalid = (error: unknown): boolean => isNamed(error, "ValidationException")
