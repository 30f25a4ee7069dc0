/**
 * Writes products, and on request the demo's customers and orders, to DynamoDB tables that exist. Items are
 * overwritten, so writing again changes nothing; throttled items are retried.
 */
import {
  type AttributeValue,
  BatchWriteItemCommand,
  type DynamoDBClient,
  type WriteRequest,
} from "@aws-sdk/client-dynamodb"
import { orders, products, users } from "@manga-assist/catalogue"
import { setTimeout as sleep } from "node:timers/promises"
import { chunksOf, eachOf } from "./EachOf.ts"
import { type Progress } from "./Progress.ts"

/** DynamoDB's bound on a batch. */
const batchSize = 25
const concurrency = 8
const maxAttempts = 8

/** Rejects when a table cannot be written, or stays throttled for eight attempts (about six seconds). */
export const writeTables = async (options: {
  readonly client: DynamoDBClient
  readonly prefix: string
  /** The twenty customers of the demo and their orders. */
  readonly demoCustomers: boolean
  readonly progress: Progress
}): Promise<void> => {
  const { client, prefix, progress } = options
  const customers = options.demoCustomers
    ? [
        ...batches(
          `${prefix}Users`,
          users().map((user) => Object.assign({ user: user.id }, { ...user, id: undefined })),
        ),
        ...batches(`${prefix}Orders`, orders()),
      ]
    : []
  const all = [...batches(`${prefix}Products`, products().map(productItem)), ...customers]
  let done = 0
  await eachOf(all, concurrency, async (batch) => {
    await writeBatch(client, batch)
    done += 1
    progress("products", done, all.length)
  })
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

const batches = (table: string, items: ReadonlyArray<object>): ReadonlyArray<Batch> =>
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
