/**
 * Writes the demo catalogue to the emulated tables, once for each version of the catalogue. A new version replaces what
 * was seeded before.
 *
 * The marker of the version is written last, so that a seed that was interrupted is done again.
 */
import { type DynamoDBClient, GetItemCommand, PutItemCommand } from "@aws-sdk/client-dynamodb"
import { catalogueVersion } from "@manga-assist/catalogue"
import { type Progress, writeTables } from "catalogue-writer"
import { createTables, dropSeededTables } from "./Tables.ts"

const marker = { id: { S: "catalogue" } }

/** Rejects when the tables cannot be written. */
export const seedTables = async (options: {
  readonly client: DynamoDBClient
  readonly prefix: string
  readonly progress: Progress
}): Promise<void> => {
  const { client, prefix } = options
  await createTables(client, prefix)
  const seed = { TableName: `${prefix}Seed` }
  const found = await client.send(new GetItemCommand({ ...seed, Key: marker }))
  const written = found.Item?.["version"]?.S
  if (written === catalogueVersion()) return
  if (written !== undefined) {
    await dropSeededTables(client, prefix)
    await createTables(client, prefix)
  }
  await writeTables({ ...options, demoCustomers: true })
  await client.send(
    new PutItemCommand({ ...seed, Item: { ...marker, version: { S: catalogueVersion() } } }),
  )
}
