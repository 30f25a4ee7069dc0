/** Writes the demo's customers and their orders to their tables; items are overwritten. */
import type { DynamoDBClient } from "@aws-sdk/client-dynamodb"
import { orders, users } from "@manga-assist/catalogue"
import { Effect } from "effect"
import type { CatalogueError } from "../CatalogueError.ts"
import { documentsOf, putItems } from "./ProductTable.ts"

export const writeDemoCustomers = (
  dynamoDb: DynamoDBClient,
  prefix: string,
): Effect.Effect<void, CatalogueError> => {
  const client = documentsOf(dynamoDb)
  return Effect.andThen(
    putItems(
      client,
      `${prefix}Users`,
      users().map((user) => Object.assign({ user: user.id }, user, { id: undefined })),
    ),
    putItems(client, `${prefix}Orders`, orders()),
  )
}
