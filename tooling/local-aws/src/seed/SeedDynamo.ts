/**
 * Writes products, users and orders to DynamoDB, once for each state of the catalogue.
 *
 * The marker is written last, so that a seed that was interrupted is done again.
 */
import {
  type AttributeValue,
  BatchWriteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  type WriteRequest,
} from "@aws-sdk/client-dynamodb"
import { catalogueVersion, orders, products, users } from "@manga-assist/catalogue"
import { setTimeout as sleep } from "node:timers/promises"
import { chunksOf, eachOf } from "./EachOf.ts"
import { type Progress } from "./Progress.ts"
import { createTables, dropSeededTables } from "./Tables.ts"

/** DynamoDB's bound on a batch. */
const batchSize = 25
const concurrency = 8
const maxAttempts = 8
const marker = { id: { S: "catalogue" } }

/** Rejects when the tables cannot be written. */
export const seedDynamo = async (options: {
  readonly client: DynamoDBClient
  readonly prefix: string
  readonly progress: Progress
}): Promise<void> => {
  const { client, prefix, progress } = options
  await createTables(client, prefix)
  const seed = { TableName: `${prefix}Seed` }
  const found = await client.send(new GetItemCommand({ ...seed, Key: marker }))
  const written = found.Item?.["version"]?.S
  if (written === catalogueVersion()) return
  if (written !== undefined) {
    await dropSeededTables(client, prefix)
    await createTables(client, prefix)
  }

  const batches = [
    ...batch(`${prefix}Products`, products().map(productItem)),
    ...batch(
      `${prefix}Users`,
      users().map((user) => Object.assign({ user: user.id }, { ...user, id: undefined })),
    ),
    ...batch(`${prefix}Orders`, orders()),
  ]
  let done = 0
  await eachOf(batches, concurrency, async (current) => {
    await writeBatch(client, current)
    done += 1
    progress("products", done, batches.length)
  })
  await client.send(
    new PutItemCommand({ ...seed, Item: { ...marker, version: { S: catalogueVersion() } } }),
  )
}

const productItem = (product: ReturnType<typeof products>[number]) => ({
  id: product.id,
  seriesId: product.seriesId,
  title: product.title,
  japaneseTitle: product.japaneseTitle,
  volume: product.kind === "series" ? undefined : product.volume,
  format: product.format,
  price: product.price,
  stock: product.stock,
  releaseDate: product.releaseDate,
})

type Batch = Readonly<Record<string, Array<WriteRequest>>>

const batch = (table: string, items: ReadonlyArray<object>): ReadonlyArray<Batch> =>
  chunksOf(items, batchSize).map((some) => ({
    [table]: some.map((item) => ({ PutRequest: { Item: attributesOf(item) } })),
  }))

const writeBatch = async (client: DynamoDBClient, given: Batch): Promise<void> => {
  let left: Record<string, Array<WriteRequest>> = given
  for (let attempt = 1; Object.keys(left).length > 0; attempt++) {
    if (attempt > maxAttempts) throw new Error("dynamodb: items stay unprocessed after 8 attempts")
    if (attempt > 1) await sleep(25 * 2 ** attempt)
    const answer = await client.send(new BatchWriteItemCommand({ RequestItems: left }))
    left = answer.UnprocessedItems ?? {}
  }
}

const attributesOf = (item: object): Record<string, AttributeValue> =>
  Object.fromEntries(
    Object.entries(item)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [name, attributeOf(value)]),
  )

const attributeOf = (value: unknown): AttributeValue => {
  if (typeof value === "number") return { N: String(value) }
  if (typeof value === "boolean") return { BOOL: value }
  if (Array.isArray(value)) return { L: value.map(attributeOf) }
  if (typeof value === "object" && value !== null) return { M: attributesOf(value) }
  return { S: String(value) }
}
