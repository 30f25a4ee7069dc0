/**
 * Reads a customer's profile and newest 20 orders from DynamoDB, each within a deadline. Items of another shape are
 * ignored.
 */
import { GetCommand, QueryCommand } from "@aws-sdk/lib-dynamodb"
import { Context, Effect, Layer, Option, Schema } from "effect"
import type { Order, User } from "@manga-assist/catalogue"
import { type ConnectionError, DynamoDocuments } from "@manga-assist/connections"
import { StoreTables } from "../conversation/session/StoreTables.ts"

const UserItem = Schema.Struct({
  user: Schema.String,
  name: Schema.String,
  language: Schema.Literals(["en", "ja"]),
  preferredGenres: Schema.Array(Schema.String),
  preferredDemographic: Schema.Literals(["shonen", "seinen", "shojo", "josei", "kodomo"]),
  priceMax: Schema.Int,
})

const OrderItem = Schema.Struct({
  id: Schema.String,
  user: Schema.String,
  placedOn: Schema.String,
  status: Schema.Literals(["processing", "shipped", "delivered", "cancelled"]),
  items: Schema.Array(
    Schema.Struct({
      productId: Schema.String,
      title: Schema.String,
      quantity: Schema.Int,
      price: Schema.Int,
    }),
  ),
  total: Schema.Int,
  expectedOn: Schema.optionalKey(Schema.String),
})

const decodeUser = Schema.decodeUnknownOption(UserItem)
const decodeOrder = Schema.decodeUnknownOption(OrderItem)

/** From a table's item; `undefined` when it has another shape. */
export const userOf = (item: unknown): User | undefined => {
  const found = Option.getOrUndefined(decodeUser(item))
  if (found === undefined) return undefined
  const { user: id, ...rest } = found
  return { id, ...rest }
}

export const orderOf = (item: unknown): Order | undefined =>
  Option.getOrUndefined(decodeOrder(item))

/** More orders than a customer asks about at once, and a bound on what a prompt can grow to. */
const maxOrders = 20

export class Customers extends Context.Service<
  Customers,
  {
    readonly profile: (
      user: string,
      deadlineMs: number,
    ) => Effect.Effect<User | undefined, ConnectionError>
    /** Newest first by id, at most 20. */
    readonly orders: (
      user: string,
      deadlineMs: number,
    ) => Effect.Effect<ReadonlyArray<Order>, ConnectionError>
  }
>()("@manga-assist/assistant/Customers") {
  static readonly layer: Layer.Layer<Customers, never, DynamoDocuments | StoreTables> =
    Layer.effect(
      Customers,
      Effect.gen(function* () {
        const dynamo = yield* DynamoDocuments
        const tables = yield* StoreTables
        return Customers.of({
          profile: (user, deadlineMs) =>
            dynamo
              .run("GetItem", deadlineMs, (client, abortSignal) =>
                client.send(new GetCommand({ TableName: tables.users, Key: { user } }), {
                  abortSignal,
                }),
              )
              .pipe(Effect.map((reply) => userOf(reply.Item))),
          orders: (user, deadlineMs) =>
            dynamo
              .run("Query", deadlineMs, (client, abortSignal) =>
                client.send(
                  new QueryCommand({
                    TableName: tables.orders,
                    KeyConditionExpression: "#user = :user",
                    ExpressionAttributeNames: { "#user": "user" },
                    ExpressionAttributeValues: { ":user": user },
                    ScanIndexForward: false,
                    Limit: maxOrders,
                  }),
                  { abortSignal },
                ),
              )
              .pipe(
                Effect.map((reply) =>
                  (reply.Items ?? [])
                    .flatMap((item) => orderOf(item) ?? [])
                    // Their numbers need not grow with time.
                    .toSorted((a, b) => b.placedOn.localeCompare(a.placedOn)),
                ),
              ),
        })
      }),
    )
}
