/**
 * Reads the columns by which the products table tells of series, from its index of names: all of them, or those that were
 * written since a moment, or only which series there are. A row that breaks a rule is left out and told.
 */
import { QueryCommand } from "@aws-sdk/lib-dynamodb"
import { NamedRow, namesIndex, nameShards, type Series, seriesOfRow } from "@manga-assist/catalogue"
import { type ConnectionError, DynamoDocuments } from "@manga-assist/connections"
import { Effect, Result, Schema } from "effect"
import { StoreTables } from "../conversation/session/StoreTables.ts"

export interface NamesPage {
  readonly series: ReadonlyArray<Series>
  /** Each names its row, the field and the rule. */
  readonly broken: ReadonlyArray<string>
}

/** For a page of at most a megabyte. */
const pageMs = 3_000
const atOnce = 4
export const beginning = "1970-01-01T00:00:00.000Z"

const decode = Schema.decodeUnknownResult(NamedRow)

const pageOf = (items: ReadonlyArray<Record<string, unknown>>): NamesPage => {
  const series: Array<Series> = []
  const broken: Array<string> = []
  for (const item of items) {
    const row = decode(item)
    if (Result.isSuccess(row)) series.push(seriesOfRow(row.success))
    else broken.push(`${String(item["id"])}: ${row.failure.message.replaceAll(/\s+/gu, " ")}`)
  }
  return { series, broken }
}

export const makeNamesTable = Effect.gen(function* () {
  const dynamo = yield* DynamoDocuments
  const { products } = yield* StoreTables

  const readShard = Effect.fnUntraced(function* (
    shard: string,
    since: string,
    isOfIds: boolean,
    take: (items: ReadonlyArray<Record<string, unknown>>) => Effect.Effect<void>,
  ) {
    let from: Record<string, unknown> | undefined
    do {
      const command = new QueryCommand({
        TableName: products,
        IndexName: namesIndex,
        KeyConditionExpression: "#named = :shard AND #at >= :since",
        ExpressionAttributeNames: { "#named": "named", "#at": "namedAt" },
        ExpressionAttributeValues: { ":shard": shard, ":since": since },
        ...(isOfIds ? { ProjectionExpression: "id" } : {}),
        ...(from === undefined ? {} : { ExclusiveStartKey: from }),
      })
      const reply = yield* dynamo.run("Query", pageMs, (client, abortSignal) =>
        client.send(command, { abortSignal }),
      )
      yield* take(reply.Items ?? [])
      from = reply.LastEvaluatedKey
    } while (from !== undefined)
  })

  const readAll = (
    since: string,
    isOfIds: boolean,
    take: (items: ReadonlyArray<Record<string, unknown>>) => Effect.Effect<void>,
  ): Effect.Effect<void, ConnectionError> =>
    Effect.forEach(nameShards, (shard) => readShard(shard, since, isOfIds, take), {
      concurrency: atOnce,
      discard: true,
    })

  return {
    /** `since`: ISO 8601, UTC. What was taken before a failure stays taken. */
    read: (
      since: string,
      take: (page: NamesPage) => Effect.Effect<void>,
    ): Effect.Effect<void, ConnectionError> =>
      readAll(since, false, (items) => take(pageOf(items))),

    /** Of all series, broken rows among them. It reads as much of the table as `read` and sends a fraction of it. */
    ids: Effect.suspend(() => {
      const ids = new Set<unknown>()
      return readAll(beginning, true, (items) =>
        Effect.sync(() => {
          for (const { id } of items) ids.add(id)
        }),
      ).pipe(Effect.as<ReadonlySet<unknown>>(ids))
    }),
  }
})
