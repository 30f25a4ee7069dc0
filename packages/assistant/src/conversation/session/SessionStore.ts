/**
 * Sessions in DynamoDB: the owner, a summary of the first turns, and one item for each turn.
 *
 * `SessionKeys.ts` has the keys. Writing a turn twice stores one. A summary is replaced only by one that covers more.
 */
import { GetCommand, QueryCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb"
import { Context, Effect, Layer, Option, Schema } from "effect"
import { type ConnectionError, DynamoDocuments } from "@manga-assist/connections"
import { type Conversation, ConversationSummary, type PastTurn } from "../Conversation.ts"
import { userIndex } from "./CustomerKey.ts"
import { expiryOf, ownerOf, partitionOf } from "./SessionKeys.ts"
import { type SessionTurn, type UnwrittenTurn, writeTurns } from "./SessionTurns.ts"
import { StoreTables } from "./StoreTables.ts"
import { turnOf } from "../TurnItem.ts"

/** In `META`: a summary is its writer's alone, whoever the session belonged to before. */
const OwnedSummary = Schema.Struct({
  summary: ConversationSummary,
  summaryOwner: Schema.String,
})
const decodeSummary = Schema.decodeUnknownOption(OwnedSummary)

const loadedTurns = 20
/** One by its id is found among so many: pages of them would be read for who asks again and again. */
const findableTurns = 200
const onlyOwners = {
  ProjectionExpression: "pk, sk, #owner",
  ExpressionAttributeNames: { "#owner": "owner" },
}

export class SessionStore extends Context.Service<
  SessionStore,
  {
    /** The newest 20 turns that this user had in the session, oldest first, and the summary if it can be read. */
    readonly load: (
      session: string,
      user: string | undefined,
      deadlineMs: number,
    ) => Effect.Effect<Conversation, ConnectionError>
    /** The turn of this id, if it is among the newest 200 of the session and this user had it. */
    readonly find: (
      session: string,
      user: string | undefined,
      turn: string,
      deadlineMs: number,
    ) => Effect.Effect<PastTurn | undefined, ConnectionError>
    /** Writes turns of any sessions, each request within `deadlineMs`; answers those that could not be. */
    readonly append: (
      turns: ReadonlyArray<SessionTurn>,
      deadlineMs: number,
    ) => Effect.Effect<ReadonlyArray<UnwrittenTurn>>
    /** Keeps a summary unless one that covers as much is there; nothing is kept of a session of somebody else. */
    readonly summarize: (
      session: string,
      user: string | undefined,
      summary: ConversationSummary,
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
        /** Items of turns, the newest first. */
        const newest = (session: string, Limit: number, deadlineMs: number, parts = {}) =>
          dynamo
            .run("Query", deadlineMs, (client, abortSignal) =>
              client.send(
                new QueryCommand({
                  TableName,
                  KeyConditionExpression: "pk = :pk AND begins_with(sk, :turn)",
                  ExpressionAttributeValues: { ":pk": partitionOf(session), ":turn": "TURN#" },
                  ScanIndexForward: false,
                  ConsistentRead: true,
                  Limit,
                  ...parts,
                }),
                { abortSignal },
              ),
            )
            .pipe(Effect.map(({ Items = [] }) => Items))

        const turns = Effect.fnUntraced(function* (
          session: string,
          owner: string,
          deadlineMs: number,
        ) {
          const items = yield* newest(session, loadedTurns, deadlineMs)
          const found = yield* Effect.forEach(items, (item) => turnOf(item, owner))
          return found.flatMap((turn) => Option.toArray(turn)).toReversed()
        })

        const summaryOf = (session: string, owner: string, deadlineMs: number) =>
          dynamo
            .run("GetItem", deadlineMs, (client, abortSignal) =>
              client.send(
                new GetCommand({
                  TableName,
                  Key: { pk: partitionOf(session), sk: "META" },
                  ProjectionExpression: "#summary, summaryOwner",
                  ExpressionAttributeNames: { "#summary": "summary" },
                }),
                { abortSignal },
              ),
            )
            .pipe(
              Effect.map((reply) => Option.getOrUndefined(decodeSummary(reply.Item))),
              Effect.map((found) => (found?.summaryOwner === owner ? found.summary : undefined)),
              // A conversation without it is still the conversation.
              Effect.orElseSucceed(() => undefined),
            )

        return SessionStore.of({
          load: (session, user, deadlineMs) => {
            const owner = ownerOf(user)
            return Effect.all(
              {
                turns: turns(session, owner, deadlineMs),
                summary: summaryOf(session, owner, deadlineMs),
              },
              { concurrency: "unbounded" },
            )
          },
          find: Effect.fnUntraced(function* (session, user, turn, deadlineMs) {
            const keys = yield* newest(session, findableTurns, deadlineMs, onlyOwners)
            const owner = ownerOf(user)
            const its = keys.find((key) => String(key["sk"]).endsWith(`#${turn}`))
            // Of somebody else's nothing more is read, so that a look takes as long as for none.
            if (its?.["owner"] !== owner) return undefined
            const { Item } = yield* dynamo.run("GetItem", deadlineMs, (client, abortSignal) =>
              client.send(new GetCommand({ TableName, Key: { pk: its["pk"], sk: its["sk"] } }), {
                abortSignal,
              }),
            )
            return Item && Option.getOrUndefined(yield* turnOf(Item, owner))
          }),
          append: (turns, deadlineMs) => writeTurns(dynamo, TableName, turns, deadlineMs),
          summarize: (session, user, summary, deadlineMs) =>
            dynamo
              .run("UpdateItem", deadlineMs, (client, abortSignal) =>
                client.send(
                  new UpdateCommand({
                    TableName,
                    Key: { pk: partitionOf(session), sk: "META" },
                    UpdateExpression: "SET #summary = :summary, summaryOwner = :owner",
                    ConditionExpression:
                      "#owner = :owner AND (attribute_not_exists(#summary) OR summaryOwner <> :owner OR #summary.covers < :covers)",
                    ExpressionAttributeNames: { "#owner": "owner", "#summary": "summary" },
                    ExpressionAttributeValues: {
                      ":owner": ownerOf(user),
                      ":summary": summary,
                      ":covers": summary.covers,
                    },
                  }),
                  { abortSignal },
                ),
              )
              .pipe(
                Effect.asVoid,
                Effect.catchIf(isConditionFailure, () => Effect.void),
              ),
          claim: (session, user, nowMs, deadlineMs) => {
            const owner = ownerOf(user)
            // Found by the customer's index, also where it never gets a turn.
            const inIndex = user === undefined ? "" : ", #user = :owner"
            return dynamo
              .run("UpdateItem", deadlineMs, (client, abortSignal) =>
                client.send(
                  // An update, because a put would take the summary with it.
                  new UpdateCommand({
                    TableName,
                    Key: { pk: partitionOf(session), sk: "META" },
                    UpdateExpression: `SET #owner = :owner, #ttl = :ttl${inIndex}`,
                    ConditionExpression: "attribute_not_exists(pk) OR #owner = :owner",
                    ExpressionAttributeNames: {
                      "#owner": "owner",
                      "#ttl": "ttl",
                      ...(user === undefined ? {} : { "#user": userIndex }),
                    },
                    ExpressionAttributeValues: { ":owner": owner, ":ttl": expiryOf(nowMs) },
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
