/**
 * One customer's items in the tables of sessions and feedback: found by the tables' index of customers or by a scan, read,
 * and removed.
 *
 * An item is read and removed only while it says itself that it is the customer's; what an index says is where to look.
 */
import { DeleteCommand, GetCommand, QueryCommand, ScanCommand } from "@aws-sdk/lib-dynamodb"
import { customerItem, CustomerKey, StoreTables, userIndex } from "@manga-assist/assistant"
import { type ConnectionError, DynamoDocuments } from "@manga-assist/connections"
import { Effect, Option, Schema } from "effect"

export const deadlineMs = 10_000
/** Requests side by side. */
const concurrency = 8

export type Item = Readonly<Record<string, unknown>>

export interface Place {
  readonly table: string
  readonly key: Readonly<Record<string, string>>
  /** The attribute in which an item says whose it is. */
  readonly owner: "owner" | "user"
}

export interface Places {
  readonly turns: ReadonlyArray<Place>
  /** What is known of a conversation as a whole, whether or not it is there. */
  readonly conversations: ReadonlyArray<Place>
  readonly ratings: ReadonlyArray<Place>
}

interface Page {
  readonly Items?: ReadonlyArray<Item> | undefined
  readonly LastEvaluatedKey?: Record<string, unknown> | undefined
}

type From = Page["LastEvaluatedKey"]

/** All pages, one after the other; the first one begins nowhere. */
const allOf = Effect.fnUntraced(function* (
  page: (from: From) => Effect.Effect<Page, ConnectionError>,
) {
  const items: Array<Item> = []
  let from: From
  do {
    const { Items = [], LastEvaluatedKey } = yield* page(from)
    items.push(...Items)
    from = LastEvaluatedKey
  } while (from !== undefined)
  return items
})

const indexed = Effect.fnUntraced(function* (TableName: string, user: string) {
  const dynamo = yield* DynamoDocuments
  return yield* allOf((from) =>
    dynamo.run("Query", deadlineMs, (client, abortSignal) =>
      client.send(
        new QueryCommand({
          TableName,
          IndexName: userIndex,
          KeyConditionExpression: "#user = :user",
          ExpressionAttributeNames: { "#user": userIndex },
          ExpressionAttributeValues: { ":user": user },
          ExclusiveStartKey: from,
        }),
        { abortSignal },
      ),
    ),
  )
})

const scanned = Effect.fnUntraced(function* (
  TableName: string,
  user: string,
  progress: (line: string) => void,
) {
  const dynamo = yield* DynamoDocuments
  let seen = 0
  return yield* allOf((from) =>
    dynamo
      .run("Scan", deadlineMs, (client, abortSignal) =>
        client.send(
          new ScanCommand({
            TableName,
            FilterExpression: "#owner = :user",
            ProjectionExpression: "pk, sk",
            ExpressionAttributeNames: { "#owner": "owner" },
            ExpressionAttributeValues: { ":user": user },
            ExclusiveStartKey: from,
          }),
          { abortSignal },
        ),
      )
      .pipe(
        Effect.tap(({ ScannedCount = 0 }) =>
          Effect.sync(() => progress(`${(seen += ScannedCount)} items of ${TableName} read`)),
        ),
      ),
  )
})

const text = (item: Item, attribute: string): string => String(item[attribute])

/** `scan`: the table of sessions is read as a whole; ratings have had their index from the first. */
export const findPlaces = Effect.fnUntraced(function* (
  user: string,
  scan: boolean,
  progress: (line: string) => void,
) {
  const { feedback, sessions } = yield* StoreTables
  const found = yield* scan ? scanned(sessions, user, progress) : indexed(sessions, user)
  const ratings = yield* indexed(feedback, user)
  const ofSession = (pk: string, sk: string): Place => ({
    table: sessions,
    key: { pk, sk },
    owner: "owner",
  })
  const turns = found.filter((item) => text(item, "sk") !== "META")
  const partitions = new Set(found.map((item) => text(item, "pk")))
  const places: Places = {
    turns: turns.map((item) => ofSession(text(item, "pk"), text(item, "sk"))),
    conversations: [...partitions].map((pk) => ofSession(pk, "META")),
    ratings: ratings.map((item) => ({
      table: feedback,
      key: { turn: text(item, "turn"), at: text(item, "at") },
      owner: "user",
    })),
  }
  return places
})

const read = Effect.fnUntraced(function* ({ key, table }: Pick<Place, "key" | "table">) {
  const dynamo = yield* DynamoDocuments
  const { Item } = yield* dynamo.run("GetItem", deadlineMs, (client, abortSignal) =>
    client.send(new GetCommand({ TableName: table, Key: { ...key }, ConsistentRead: true }), {
      abortSignal,
    }),
  )
  return Item
})

/** Those that are there and the customer's. */
export const readPlaces = (user: string, places: ReadonlyArray<Place>) =>
  Effect.forEach(
    places,
    (place) =>
      Effect.map(read(place), (item) => (item?.[place.owner] === user ? [{ item, place }] : [])),
    { concurrency },
  ).pipe(Effect.map((found) => found.flat()))

/** How many were there, and the customer's. */
export const removePlaces = Effect.fnUntraced(function* (
  user: string,
  places: ReadonlyArray<Place>,
) {
  const dynamo = yield* DynamoDocuments
  const removed = yield* Effect.forEach(
    places,
    ({ key, owner, table }) =>
      dynamo
        .run("DeleteItem", deadlineMs, (client, abortSignal) =>
          client.send(
            new DeleteCommand({
              TableName: table,
              Key: { ...key },
              ConditionExpression: "#owner = :user",
              ExpressionAttributeNames: { "#owner": owner },
              ExpressionAttributeValues: { ":user": user },
            }),
            { abortSignal },
          ),
        )
        .pipe(
          Effect.as(1),
          Effect.catchIf(
            (error) => error.reason === "conditional-check-failed",
            () => Effect.succeed(0),
          ),
        ),
    { concurrency },
  )
  return removed.reduce<number>((sum, one) => sum + one, 0)
})

const Mark = Schema.Struct({
  key: Schema.optionalKey(CustomerKey.fields.key),
  erasedAt: CustomerKey.fields.erasedAt,
})
const decodeMark = Schema.decodeUnknownOption(Mark)
const noMark: typeof Mark.Type = {}

/** The key of audit and analytics, where there is one, and when the customer was last erased. */
export const readMark = Effect.fnUntraced(function* (user: string) {
  const { sessions } = yield* StoreTables
  const item = yield* read({ table: sessions, key: customerItem(user) })
  return Option.getOrElse(decodeMark(item), () => noMark)
})
