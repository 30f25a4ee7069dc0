/** Writes the demo's customers and their orders to their tables; items are overwritten. */
import type { DynamoDBClient } from "@aws-sdk/client-dynamodb"
import { orders, users } from "@manga-assist/catalogue"
import { Effect } from "effect"
import type { CatalogueError } from "../CatalogueError.ts"
import { documentsOf, putItems } from "./ProductTable.ts"

/** `day`: an ISO date around which the orders lie. */
export const writeDemoOrders = (
  dynamoDb: DynamoDBClient,
  prefix: string,
  day: string,
): Effect.Effect<void, CatalogueError> =>
  putItems(documentsOf(dynamoDb), `${prefix}Orders`, orders(day))

export const writeDemoCustomers = (
  dynamoDb: DynamoDBClient,
  prefix: string,
  day: string,
): Effect.Effect<void, CatalogueError> =>
  Effect.andThen(
    putItems(
      documentsOf(dynamoDb),
      `${prefix}Users`,
      users().map((user) => Object.assign({ user: user.id }, user, { id: undefined })),
    ),
    writeDemoOrders(dynamoDb, prefix, day),
  )
