/**
 * Fills the emulated tables and search index with the demo catalogue; safe to run at every start. After a failure the
 * next start continues where it stopped.
 *
 * Tables are written once for each version of the demo; a new version replaces what was seeded before. The marker of the
 * version is written last, so that a seed that was interrupted is done again. With it, the index, which is in memory, is made
 * of the rows of the table: what was imported or changed since is not undone. The demo customers' orders are written again on
 * each new day, around which they lie.
 */
import { BedrockRuntimeClient } from "@aws-sdk/client-bedrock-runtime"
import { DynamoDBClient, GetItemCommand, PutItemCommand } from "@aws-sdk/client-dynamodb"
import { catalogueVersion, shopAt } from "@manga-assist/catalogue"
import { NodeHttp2Handler, NodeHttpHandler } from "@smithy/node-http-handler"
import {
  concurrency,
  defaultSource,
  embedWith,
  indexWritten,
  type Places,
  productIndex,
  productTable,
  type Progress,
  searchClient,
  writeDemo,
  writeDemoOrders,
  writeFile,
} from "catalogue-writer"
import { Effect } from "effect"
import { createHash } from "node:crypto"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { createTables, dropSeededTables } from "./Tables.ts"

interface Client {
  readonly region: string
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string }
}

export interface SeedOptions extends Client {
  readonly dynamoDb: { readonly endpoint: string; readonly prefix: string }
  readonly search: { readonly url: string; readonly index: string }
  readonly bedrock: {
    readonly endpoint: string
    readonly caFile: string
    readonly model: string
    /** What the endpoint offers; HTTP/2 where it can. */
    readonly protocols: ReadonlyArray<"h2" | "http/1.1">
  }
  /** Folder of the shop, whose `products.csv` is written; the demo without one. */
  readonly shop?: string | undefined
  /** ISO date around which the demo's orders lie. */
  readonly day: string
  readonly progress: Progress
}

/** Rejects with the first failure; what was written stays, and the next start goes on. */
export const seed = async (options: SeedOptions): Promise<void> => {
  const { bedrock, dynamoDb, progress, search } = options
  const ca = readFileSync(bedrock.caFile)
  const client = new BedrockRuntimeClient({
    region: options.region,
    endpoint: bedrock.endpoint,
    credentials: options.credentials,
    requestHandler: bedrock.protocols.includes("h2")
      ? new NodeHttp2Handler({ disableConcurrentStreams: false, nodeHttp2ConnectOptions: { ca } })
      : new NodeHttpHandler({ httpsAgent: { ca, maxSockets: concurrency } }),
  })
  const searching = await searchClient(search.url, "none", client)
  try {
    await withTables(dynamoDb.endpoint, options, async (tables) => {
      await seedAll({
        client: tables,
        prefix: dynamoDb.prefix,
        places: {
          table: productTable(tables, dynamoDb.prefix),
          index: productIndex(searching, search.index),
          embed: embedWith(client, bedrock.model, shopAt(options.shop).genres),
          model: bedrock.model,
          source: defaultSource,
        },
        file: options.shop === undefined ? undefined : join(options.shop, "products.csv"),
        day: options.day,
        progress,
      })
    })
  } finally {
    client.destroy()
    await searching.close()
  }
}

/** Only the empty tables, for those who bring their own data. */
export const prepareTables = (endpoint: string, prefix: string, client: Client): Promise<void> =>
  withTables(endpoint, client, (tables) => createTables(tables, prefix))

const withTables = async (
  endpoint: string,
  { region, credentials }: Client,
  use: (client: DynamoDBClient) => Promise<void>,
): Promise<void> => {
  const client = new DynamoDBClient({ endpoint, region, credentials })
  try {
    await use(client)
  } finally {
    client.destroy()
  }
}

/** The demo's customers have orders of the demo's products. */
const versionOf = (file: string): string =>
  createHash("sha256").update(readFileSync(file)).digest("hex").slice(0, 12)

const marker = { id: { S: "catalogue" } }

/** Rejects when tables or index cannot be written. */
const seedAll = async (options: {
  readonly client: DynamoDBClient
  readonly prefix: string
  readonly places: Places
  readonly file: string | undefined
  readonly day: string
  readonly progress: Progress
}): Promise<void> => {
  const { client, day, file, places, prefix, progress } = options
  const version = file === undefined ? catalogueVersion() : versionOf(file)
  await createTables(client, prefix)
  const seed = { TableName: `${prefix}Seed` }
  const found = await client.send(new GetItemCommand({ ...seed, Key: marker }))
  const written = found.Item?.["version"]?.S
  const mark = () =>
    client.send(
      new PutItemCommand({
        ...seed,
        Item: { ...marker, version: { S: version }, day: { S: day } },
      }),
    )
  if (written === version) {
    if (file === undefined && found.Item?.["day"]?.S !== day) {
      await Effect.runPromise(writeDemoOrders(client, prefix, day))
      await mark()
    }
    await Effect.runPromise(indexWritten(places, progress))
    return
  }
  if (written !== undefined) {
    await dropSeededTables(client, prefix)
    await createTables(client, prefix)
  }
  await Effect.runPromise(
    file === undefined
      ? writeDemo({ dynamoDb: client, prefix, places, customersOn: day, progress })
      : writeFile({ file, places, progress }),
  )
  await mark()
}
