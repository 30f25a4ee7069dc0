/**
 * The table's rows of products, as the file has them, with the titles of the series on every row and the `source` that
 * wrote it. Reads the whole table; writes and removes in batches of 25, eight at a time.
 */
import type { DynamoDBClient } from "@aws-sdk/client-dynamodb"
import {
  BatchWriteCommand,
  type BatchWriteCommandInput,
  DynamoDBDocumentClient,
  ScanCommand,
} from "@aws-sdk/lib-dynamodb"
import { nameKeys } from "@manga-assist/catalogue"
import { isSeries, type ProductRow, type SeriesRow } from "@manga-assist/catalogue/rows"
import { Effect, Option, Stream } from "effect"
import { chunksOf } from "./Chunks.ts"
import { attempt, busy, untilDone } from "./Call.ts"
import type { CatalogueError } from "../CatalogueError.ts"

/** DynamoDB's bound on a batch. */
const batchSize = 25
const batchesAtATime = 8
const segments = 4

export type Item = Readonly<Record<string, unknown>>
type Writes = NonNullable<BatchWriteCommandInput["RequestItems"]>

/** `at` is the time of writing: servers look for the names that were written since they looked last. */
export const itemOf = (row: ProductRow, series: SeriesRow, source: string, at: Date): Item => ({
  ...row,
  ...(isSeries(row) ? nameKeys(row.id, at.toISOString()) : {}),
  title: series.title,
  japaneseTitle: series.japaneseTitle,
  source,
})

export interface ProductTable {
  /** All rows, those of other sources among them. */
  readonly items: Stream.Stream<Item, CatalogueError>
  readonly put: (items: ReadonlyArray<Item>) => Effect.Effect<void, CatalogueError>
  readonly remove: (ids: ReadonlyArray<string>) => Effect.Effect<void, CatalogueError>
}

export const documentsOf = (client: DynamoDBClient): DynamoDBDocumentClient =>
  DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } })

const writeBatch = (client: DynamoDBDocumentClient, given: Writes) =>
  Effect.suspend(() => {
    let left = given
    return attempt("dynamodb: writing rows", (abortSignal) =>
      client.send(new BatchWriteCommand({ RequestItems: left }), { abortSignal }),
    ).pipe(
      Effect.flatMap(({ UnprocessedItems = {} }) => {
        left = UnprocessedItems
        const count = Object.values(left).flat().length
        return count === 0
          ? Effect.void
          : Effect.fail(busy(`dynamodb: ${count} rows stay unprocessed`))
      }),
      Effect.retry(untilDone),
    )
  })

const write = (client: DynamoDBDocumentClient, table: string, requests: Writes[string]) =>
  Effect.forEach(
    chunksOf(requests, batchSize),
    (some) => writeBatch(client, { [table]: [...some] }),
    { concurrency: batchesAtATime, discard: true },
  )

/** Items that are there are overwritten. */
export const putItems = (
  client: DynamoDBDocumentClient,
  table: string,
  items: ReadonlyArray<object>,
): Effect.Effect<void, CatalogueError> =>
  write(
    client,
    table,
    items.map((item) => ({ PutRequest: { Item: { ...item } } })),
  )

export const productTable = (dynamoDb: DynamoDBClient, prefix: string): ProductTable => {
  const TableName = `${prefix}Products`
  const client = documentsOf(dynamoDb)

  const page = (Segment: number, from: Item | undefined) =>
    attempt("dynamodb: reading rows", (abortSignal) =>
      client.send(
        new ScanCommand({
          TableName,
          Segment,
          TotalSegments: segments,
          ConsistentRead: true,
          ...(from === undefined ? {} : { ExclusiveStartKey: { ...from } }),
        }),
        { abortSignal },
      ),
    ).pipe(Effect.retry(untilDone))

  const segment = (number: number): Stream.Stream<Item, CatalogueError> =>
    Stream.paginate<Item | undefined, Item, CatalogueError>(undefined, (from) =>
      Effect.map(page(number, from), ({ Items = [], LastEvaluatedKey }) => [
        Items,
        LastEvaluatedKey === undefined ? Option.none() : Option.some(LastEvaluatedKey),
      ]),
    )

  return {
    items: Stream.mergeAll(
      Array.from({ length: segments }, (_, at) => segment(at)),
      { concurrency: "unbounded" },
    ),
    put: (items) => putItems(client, TableName, items),
    remove: (ids) =>
      write(
        client,
        TableName,
        ids.map((id) => ({ DeleteRequest: { Key: { id } } })),
      ),
  }
}
