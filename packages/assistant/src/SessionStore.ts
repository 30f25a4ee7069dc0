/**
 * Sessions in DynamoDB: who owns one, and its turns, one item each.
 *
 * `pk = SESSION#<id>`, `sk = META` (owner) or `TURN#<epoch ms, 15 digits>#<turn>`. A turn is put
 * with a condition on its absence, so writing it twice leaves one.
 */
import { PutCommand, QueryCommand } from "@aws-sdk/lib-dynamodb"
import { Context, Effect, Layer, Option, Schema } from "effect"
import { type ConnectionError, DynamoDocuments } from "@manga-assist/connections"
import { type Conversation, PastTurn } from "./Conversation.ts"
import { StoreTables } from "./StoreTables.ts"

const decodeTurn = Schema.decodeUnknownOption(PastTurn)

/** Sessions are forgotten 30 days after their last turn. */
const keepSeconds = 30 * 24 * 60 * 60
const loadedTurns = 20
/** What an anonymous visitor is called in `META`. No user id can hold a `#`. */
const anonymous = "#anonymous"

const partition = (session: string) => `SESSION#${session}`
const sortKey = (turn: PastTurn) => `TURN#${String(turn.at).padStart(15, "0")}#${turn.turn}`
const expiry = (atMs: number) => Math.ceil(atMs / 1000) + keepSeconds

export class SessionStore extends Context.Service<
  SessionStore,
  {
    /** The newest 20 turns that this user had in the session, oldest first. */
    readonly load: (
      session: string,
      user: string | undefined,
      deadlineMs: number,
    ) => Effect.Effect<Conversation, ConnectionError>
    readonly append: (
      session: string,
      user: string | undefined,
      turn: PastTurn,
      deadlineMs: number,
    ) => Effect.Effect<void, ConnectionError>
    /** True when `user` owns the session, which the first to ask does from then on. */
    readonly claim: (
      session: string,
      user: string | undefined,
      nowMs: number,
      deadlineMs: number,
    ) => Effect.Effect<boolean, ConnectionError>
  }
>()("@manga-assist/assistant/SessionStore") {
  static readonly layer: Layer.Layer<SessionStore, never, DynamoDocuments | StoreTables> =
    Layer.effect(
      SessionStore,
      Effect.gen(function* () {
        const dynamo = yield* DynamoDocuments
        const { sessions: TableName } = yield* StoreTables
        return SessionStore.of({
          load: (session, user, deadlineMs) =>
            dynamo
              .run("Query", deadlineMs, (client, abortSignal) =>
                client.send(
                  new QueryCommand({
                    TableName,
                    KeyConditionExpression: "pk = :pk AND begins_with(sk, :turn)",
                    ExpressionAttributeValues: { ":pk": partition(session), ":turn": "TURN#" },
                    ScanIndexForward: false,
                    ConsistentRead: true,
                    Limit: loadedTurns,
                  }),
                  { abortSignal },
                ),
              )
              .pipe(
                Effect.map((reply) => ({
                  turns: (reply.Items ?? [])
                    // Claims are taken on trust while the table is down; what was written is not.
                    .filter((item) => item["owner"] === (user ?? anonymous))
                    .flatMap((item) => Option.toArray(decodeTurn(item)))
                    .toReversed(),
                })),
              ),
          append: (session, user, turn, deadlineMs) =>
            dynamo
              .run("PutItem", deadlineMs, (client, abortSignal) =>
                client.send(
                  new PutCommand({
                    TableName,
                    Item: {
                      pk: partition(session),
                      sk: sortKey(turn),
                      ...turn,
                      owner: user ?? anonymous,
                      ttl: expiry(turn.at),
                    },
                    ConditionExpression: "attribute_not_exists(pk)",
                  }),
                  { abortSignal },
                ),
              )
              .pipe(
                Effect.asVoid,
                Effect.catchIf(isConditionFailure, () => Effect.void),
              ),
          claim: (session, user, nowMs, deadlineMs) => {
            const owner = user ?? anonymous
            return dynamo
              .run("PutItem", deadlineMs, (client, abortSignal) =>
                client.send(
                  new PutCommand({
                    TableName,
                    Item: { pk: partition(session), sk: "META", owner, ttl: expiry(nowMs) },
                    ConditionExpression: "attribute_not_exists(pk) OR #owner = :owner",
                    ExpressionAttributeNames: { "#owner": "owner" },
                    ExpressionAttributeValues: { ":owner": owner },
                  }),
                  { abortSignal },
                ),
              )
              .pipe(
                Effect.as(true),
                Effect.catchIf(isConditionFailure, () => Effect.succeed(false)),
              )
          },
        })
      }),
    )
}

const isConditionFailure = (error: ConnectionError) => error.reason === "conditional-check-failed"
