/**
 * `META` of a session counts: `version` grows by one with each new turn, `last` names the newest.
 *
 * Counting a turn again changes nothing, since turns of a session arrive in order. Who owns the
 * session is set only where nobody does.
 */
import { UpdateCommand } from "@aws-sdk/lib-dynamodb"
import type { ConnectionError, DynamoDocuments } from "@manga-assist/connections"
import { Effect } from "effect"
import type { PastTurn } from "./Conversation.ts"

/** As `SessionStore` has them. */
const keepSeconds = 30 * 24 * 60 * 60
const anonymous = "#anonymous"

export const countTurn = (
  dynamo: DynamoDocuments["Service"],
  table: string,
  turn: {
    readonly session: string
    readonly user?: string
    readonly turn: Pick<PastTurn, "at" | "turn">
  },
  deadlineMs: number,
): Effect.Effect<void, ConnectionError> =>
  dynamo
    .run("UpdateItem", deadlineMs, (client, abortSignal) =>
      client.send(
        new UpdateCommand({
          TableName: table,
          Key: { pk: `SESSION#${turn.session}`, sk: "META" },
          UpdateExpression:
            "SET #last = :last, #version = if_not_exists(#version, :none) + :one, #owner = if_not_exists(#owner, :owner), #ttl = :ttl",
          ConditionExpression: "attribute_not_exists(#last) OR #last < :last",
          ExpressionAttributeNames: {
            "#last": "last",
            "#version": "version",
            "#owner": "owner",
            "#ttl": "ttl",
          },
          ExpressionAttributeValues: {
            ":last": `${String(turn.turn.at).padStart(15, "0")}#${turn.turn.turn}`,
            ":none": 0,
            ":one": 1,
            ":owner": turn.user ?? anonymous,
            ":ttl": Math.ceil(turn.turn.at / 1000) + keepSeconds,
          },
        }),
        { abortSignal },
      ),
    )
    .pipe(
      Effect.asVoid,
      Effect.catchIf(
        (error) => error.reason === "conditional-check-failed",
        () => Effect.void,
      ),
    )
