/**
 * Writes products, and on request the demo's customers and orders, to DynamoDB tables that exist. Items are
 * overwritten, so writing again changes nothing; throttled items are retried.
 */
import type { DynamoDBClient } from "@aws-sdk/client-dynamodb"
import {
  BatchWriteCommand,
  type BatchWriteCommandInput,
  DynamoDBDocumentClient,
} from "@aws-sdk/lib-dynamodb"
import { demoCatalogue, orders, products, rowOfSeries, users } from "@manga-assist/catalogue"
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
  const { prefix, progress } = options
  const marshallOptions = { removeUndefinedValues: true }
  const client = DynamoDBDocumentClient.from(options.client, { marshallOptions })
  const customers = options.demoCustomers
    ? [
        ...batches(
          `${prefix}Users`,
          users().map((user) => Object.assign({ user: user.id }, { ...user, id: undefined })),
        ),
        ...batches(`${prefix}Orders`, orders()),
      ]
    : []
  const all = [
    ...batches(`${prefix}Products`, products().map(productItem(new Date().toISOString()))),
    ...customers,
  ]
  let done = 0
  await eachOf(all, concurrency, async (batch) => {
    await writeBatch(client, batch)
    done += 1
    progress("products", done, all.length)
  })
}

const productItem = (namedAt: string) => (product: ReturnType<typeof products>[number]) => ({
  ...seriesColumns(product.id, namedAt),
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

/** Of the bundle of a series alone, whose id is the series'. */
const seriesColumns = (id: string, namedAt: string): object => {
  const series = demoCatalogue().of(id)
  return series === undefined ? {} : rowOfSeries(series, namedAt)
}

type Batch = NonNullable<BatchWriteCommandInput["RequestItems"]>

const batches = (table: string, items: ReadonlyArray<object>): ReadonlyArray<Batch> =>
  chunksOf(items, batchSize).map((some) => ({
    [table]: some.map((item) => ({ PutRequest: { Item: { ...item } } })),
  }))

const writeBatch = async (client: DynamoDBDocumentClient, given: Batch): Promise<void> => {
  let left = given
  for (let attempt = 1; Object.keys(left).length > 0; attempt++) {
    if (attempt > maxAttempts) throw new Error("dynamodb: items stay unprocessed after 8 attempts")
    if (attempt > 1) await sleep(25 * 2 ** attempt)
    const answer = await client.send(new BatchWriteCommand({ RequestItems: left }))
    left = answer.UnprocessedItems ?? {}
  }
}
