/** Fills the emulated services with the catalogue; safe to run at every start. */
import { DynamoDBClient } from "@aws-sdk/client-dynamodb"
import { type EmbedOptions, embedSeries } from "./Embed.ts"
import { seedDynamo } from "./SeedDynamo.ts"
import { seedSearch } from "./SeedSearch.ts"
import { createTables } from "./Tables.ts"

export interface SeedOptions {
  readonly dynamoDb: { readonly endpoint: string; readonly prefix: string }
  readonly search: { readonly url: string; readonly index: string }
  readonly bedrock: EmbedOptions
}

/** Rejects with the first failure; what was written stays, and the next start goes on. */
export const seed = async ({ dynamoDb, search, bedrock }: SeedOptions): Promise<void> => {
  const { progress } = bedrock
  await withTables(dynamoDb.endpoint, bedrock, async (client) => {
    await Promise.all([
      seedDynamo({ client, prefix: dynamoDb.prefix, progress }),
      embedSeries(bedrock).then((vectors) => seedSearch({ ...search, vectors, progress })),
    ])
  })
}

/** Only the empty tables, for those who bring their own data. */
export const prepareTables = (
  endpoint: string,
  prefix: string,
  client: Pick<EmbedOptions, "region" | "credentials">,
): Promise<void> => withTables(endpoint, client, (tables) => createTables(tables, prefix))

const withTables = async (
  endpoint: string,
  { region, credentials }: Pick<EmbedOptions, "region" | "credentials">,
  use: (client: DynamoDBClient) => Promise<void>,
): Promise<void> => {
  const client = new DynamoDBClient({ endpoint, region, credentials })
  try {
    await use(client)
  } finally {
    client.destroy()
  }
}
