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
import { namesIndex } from "@manga-assist/catalogue"

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

interface Index {
  readonly name: string
  readonly keys: readonly [partition: string, sort?: string]
  readonly projection: "ALL" | "KEYS_ONLY"
}

/** By which one customer's items are found. */
const byCustomer: Index = { name: "user", keys: ["user"], projection: "KEYS_ONLY" }

const indexes: Readonly<Record<string, Index>> = {
  Products: { name: namesIndex, keys: ["named", "namedAt"], projection: "ALL" },
  Sessions: byCustomer,
  Feedback: byCustomer,
}

const schemaOf = (attributes: ReadonlyArray<string>) =>
  attributes.map((attribute, place) => ({
    AttributeName: attribute,
    KeyType: place === 0 ? ("HASH" as const) : ("RANGE" as const),
  }))

const given = ([partition, sort]: readonly [string, string?]): ReadonlyArray<string> =>
  sort === undefined ? [partition] : [partition, sort]

/** Makes those of the six tables that are missing. */
export const createTables = async (client: DynamoDBClient, prefix: string): Promise<void> => {
  const existing = await listTables(client)
  await Promise.all(
    Object.entries(keys)
      .filter(([name]) => !existing.has(prefix + name))
      .map(([name, key]) => {
        const attributes = given(key)
        const index = indexes[name]
        return client.send(
          new CreateTableCommand({
            TableName: prefix + name,
            BillingMode: "PAY_PER_REQUEST",
            AttributeDefinitions: [
              ...attributes,
              ...(index === undefined ? [] : given(index.keys)),
            ].map((attribute) => ({ AttributeName: attribute, AttributeType: "S" as const })),
            KeySchema: schemaOf(attributes),
            ...(index === undefined
              ? {}
              : {
                  GlobalSecondaryIndexes: [
                    {
                      IndexName: index.name,
                      KeySchema: schemaOf(given(index.keys)),
                      Projection: { ProjectionType: index.projection },
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
