/**
 * One item of the session table for each customer (`pk = CUSTOMER#<user>`, `sk = KEY`): the random key under which audit
 * and analytics name them, and when they were last erased. Without its key a record there is nobody's.
 *
 * Turns, `META` items and ratings hold their customer in `user`, and the tables an index of that name over it. A
 * visitor without an account is in no index.
 */
import { UpdateCommand } from "@aws-sdk/lib-dynamodb"
import type { ConnectionError, DynamoDocuments } from "@manga-assist/connections"
import { Effect, Option, Schema } from "effect"
import { randomBytes } from "node:crypto"

/** The index of the tables of sessions and feedback, and the attribute that it is over. */
export const userIndex = "user"

const daySeconds = 24 * 60 * 60
/** Counted from the last use, which is at most minutes before the last audit record: that is kept for 365 days. */
const keepKeySeconds = 400 * daySeconds
/** Beyond the dead-letter queue (14 days), whose records may be replayed until then. */
const keepErasedSeconds = 60 * daySeconds

export const customerItem = (user: string) => ({ pk: `CUSTOMER#${user}`, sk: "KEY" })

export const userAttribute = (user: string | undefined): { readonly [userIndex]?: string } =>
  user === undefined ? {} : { [userIndex]: user }

export const CustomerKey = Schema.Struct({
  key: Schema.String,
  /** Epoch milliseconds: nothing of before is written any more. */
  erasedAt: Schema.optionalKey(Schema.Finite),
})
export type CustomerKey = typeof CustomerKey.Type

const decodeKey = Schema.decodeUnknownOption(CustomerKey)

interface Asked {
  readonly table: string
  readonly user: string
  readonly nowMs: number
  readonly deadlineMs: number
}

const update = (
  dynamo: DynamoDocuments["Service"],
  { deadlineMs, table, user }: Asked,
  UpdateExpression: string,
  values: Readonly<Record<string, unknown>>,
  ConditionExpression?: string,
) =>
  dynamo.run("UpdateItem", deadlineMs, (client, abortSignal) =>
    client.send(
      new UpdateCommand({
        TableName: table,
        Key: customerItem(user),
        UpdateExpression,
        ConditionExpression,
        ExpressionAttributeNames: { "#key": "key", "#ttl": "ttl" },
        ExpressionAttributeValues: { ...values },
        ReturnValues: "ALL_NEW",
      }),
      { abortSignal },
    ),
  )

/**
 * The customer's key, made where there is none, in one request. `erased`: none was made, because the customer has been
 * erased and was not back by `saidAt` (epoch milliseconds).
 */
export const useCustomerKey = (
  dynamo: DynamoDocuments["Service"],
  asked: Asked & { readonly saidAt: number },
): Effect.Effect<Option.Option<CustomerKey | "erased">, ConnectionError> =>
  update(
    dynamo,
    asked,
    "SET #key = if_not_exists(#key, :made), #ttl = :ttl",
    {
      ":made": randomBytes(32).toString("base64url"),
      ":ttl": Math.ceil(asked.nowMs / 1000) + keepKeySeconds,
      ":said": asked.saidAt,
    },
    "attribute_exists(#key) OR attribute_not_exists(erasedAt) OR erasedAt < :said",
  ).pipe(
    Effect.map(({ Attributes }) => decodeKey(Attributes)),
    Effect.catch((error) =>
      error.reason === "conditional-check-failed"
        ? Effect.succeed(Option.some("erased" as const))
        : Effect.fail(error),
    ),
  )

/** Removes the key, and tells writers that nothing from before `nowMs` is to be written. */
export const eraseCustomerKey = (
  dynamo: DynamoDocuments["Service"],
  asked: Asked,
): Effect.Effect<void, ConnectionError> =>
  Effect.asVoid(
    update(dynamo, asked, "SET erasedAt = :now, #ttl = :ttl REMOVE #key", {
      ":now": asked.nowMs,
      ":ttl": Math.ceil(asked.nowMs / 1000) + keepErasedSeconds,
    }),
  )
