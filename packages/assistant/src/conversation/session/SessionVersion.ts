/**
 * Counts the turns of a session in its `META` item: `version` grows by one with each new turn, `last` names the
 * newest.
 *
 * Counting a turn again changes nothing, because turns of a session arrive in order. The owner is set only when there
 * is none.
 */
import { UpdateCommand } from "@aws-sdk/lib-dynamodb"
import type { ConnectionError, DynamoDocuments } from "@manga-assist/connections"
import { Effect } from "effect"
import type { PastTurn } from "../Conversation.ts"
import { userIndex } from "./CustomerKey.ts"
import { expiryOf, orderOf, ownerOf, partitionOf } from "./SessionKeys.ts"

export interface CountedTurns {
  readonly session: string
  readonly user?: string | undefined
  /** At least one, in their order, each once. */
  readonly turns: ReadonlyArray<Pick<PastTurn, "at" | "turn">>
}

/** All in one update; where some of them were counted before, one by one. */
export const countTurns = (
  dynamo: DynamoDocuments["Service"],
  table: string,
  { session, turns, user }: CountedTurns,
  deadlineMs: number,
): Effect.Effect<void, ConnectionError> => {
  const first = turns.at(0)
  const last = turns.at(-1)
  // Found by the index of whose it is, also where the session was never claimed.
  const inIndex = user === undefined ? "" : ", #user = if_not_exists(#owner, :owner)"
  if (first === undefined || last === undefined) return Effect.void
  return dynamo
    .run("UpdateItem", deadlineMs, (client, abortSignal) =>
      client.send(
        new UpdateCommand({
          TableName: table,
          Key: { pk: partitionOf(session), sk: "META" },
          UpdateExpression: `SET #last = :last, #version = if_not_exists(#version, :none) + :more, #owner = if_not_exists(#owner, :owner), #ttl = :ttl${inIndex}`,
          ConditionExpression: "attribute_not_exists(#last) OR #last < :first",
          ExpressionAttributeNames: {
            "#last": "last",
            "#version": "version",
            "#owner": "owner",
            "#ttl": "ttl",
            ...(user === undefined ? {} : { "#user": userIndex }),
          },
          ExpressionAttributeValues: {
            ":first": orderOf(first),
            ":last": orderOf(last),
            ":none": 0,
            ":more": turns.length,
            ":owner": ownerOf(user),
            ":ttl": expiryOf(last.at),
          },
        }),
        { abortSignal },
      ),
    )
    .pipe(
      Effect.asVoid,
      Effect.catchIf(
        (error) => error.reason === "conditional-check-failed",
        () =>
          turns.length === 1
            ? Effect.void
            : Effect.forEach(
                turns,
                (turn) => countTurns(dynamo, table, { session, turns: [turn], user }, deadlineMs),
                { discard: true },
              ),
      ),
    )
}
