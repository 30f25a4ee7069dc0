/**
 * The key schemas and indexes of the store's DynamoDB tables. Creates those that are missing, and drops those that were seeded
 * (catalogue, users, orders); sessions and feedback are kept.
 */
import {
  CreateTableCommand,
  DeleteTableCommand,
  type DynamoDBClient,
  paginateListTables,
} from "@aws-sdk/client-dynamodb"

/** Name without prefix → partition key, and sort key where there is one. All keys are strings. */
const keys: Readonly<Record<string, readonly [partition: string, sort?: string]>> = {
  Products: ["id"],
  Users: ["user"],
  Orders: ["user", "id"],
  Sessions: ["pk", "sk"],
  Feedback: ["turn", "at"],
  /** Ours: says which catalogue was written completely. */
  Seed: ["id"],
}

/** Name → attribute of its index of keys, by which one customer's items are found. */
const indexes: Readonly<Record<string, string>> = { Sessions: "user", Feedback: "user" }

/** Makes those of the six tables that are missing. */
export const createTables = async (client: DynamoDBClient, prefix: string): Promise<void> => {
  const existing = await listTables(client)
  await Promise.all(
    Object.entries(keys)
      .filter(([name]) => !existing.has(prefix + name))
      .map(([name, [partition, sort]]) => {
        const attributes = [partition, ...(sort === undefined ? [] : [sort])]
        const index = indexes[name]
        return client.send(
          new CreateTableCommand({
            TableName: prefix + name,
            BillingMode: "PAY_PER_REQUEST",
            AttributeDefinitions: [...attributes, ...(index === undefined ? [] : [index])].map(
              (attribute) => ({ AttributeName: attribute, AttributeType: "S" as const }),
            ),
            KeySchema: attributes.map((attribute, place) => ({
              AttributeName: attribute,
              KeyType: place === 0 ? ("HASH" as const) : ("RANGE" as const),
            })),
            ...(index === undefined
              ? {}
              : {
                  GlobalSecondaryIndexes: [
                    {
                      IndexName: index,
                      KeySchema: [{ AttributeName: index, KeyType: "HASH" as const }],
                      Projection: { ProjectionType: "KEYS_ONLY" as const },
                    },
                  ],
                }),
          }),
        )
      }),
  )
}

/** Drops what was seeded from another catalogue; what people wrote (sessions, feedback) stays. */
export const dropSeededTables = async (client: DynamoDBClient, prefix: string): Promise<void> => {
  for (const name of ["Seed", "Products", "Users", "Orders"]) {
    await client.send(new DeleteTableCommand({ TableName: prefix + name }))
  }
}

const listTables = async (client: DynamoDBClient): Promise<ReadonlySet<string>> => {
  const names = new Set<string>()
  for await (const page of paginateListTables({ client }, {})) {
    for (const name of page.TableNames ?? []) names.add(name)
  }
  return names
}
