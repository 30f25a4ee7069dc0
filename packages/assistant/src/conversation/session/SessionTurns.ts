/**
 * Writes turns into the session table, 25 items a request, of any sessions.
 *
 * Each turn has its own key, so that a repeated write changes nothing. Unprocessed items are retried a few times; a
 * request refused because of one item is split.
 */
import { BatchWriteCommand } from "@aws-sdk/lib-dynamodb"
import { ConnectionError, type DynamoDocuments } from "@manga-assist/connections"
import { Effect, Random } from "effect"
import type { PastTurn } from "../Conversation.ts"
import { userAttribute } from "./CustomerKey.ts"
import { expiryOf, orderOf, ownerOf, partitionOf } from "./SessionKeys.ts"
import { turnAttributes } from "../TurnItem.ts"

export interface SessionTurn {
  readonly session: string
  readonly user?: string | undefined
  readonly turn: PastTurn
}

export interface UnwrittenTurn {
  /** In what was given. */
  readonly index: number
  readonly error: ConnectionError
}

/** DynamoDB takes so many items in a request, no two of one key. */
const mostItems = 25
/** Requests side by side. */
const concurrency = 8
/** Of what is left over because the table is throttled; then the caller's turn comes. */
const attempts = 4
const pauseMs = 50

type Item = Readonly<Record<string, unknown>>

interface Put {
  readonly key: string
  readonly item: Item
  /** A turn that came twice is written once. */
  readonly indexes: Array<number>
}

type Failed = ReadonlyArray<readonly [Put, ConnectionError]>

const keyOf = (pk: unknown, sk: unknown): string => `${String(pk)}\n${String(sk)}`

const putsOf = Effect.fnUntraced(function* (turns: ReadonlyArray<SessionTurn>) {
  const puts = new Map<string, Put>()
  for (const [index, { session, turn, user }] of turns.entries()) {
    const pk = partitionOf(session)
    const sk = `TURN#${orderOf(turn)}`
    const known = puts.get(keyOf(pk, sk))
    if (known !== undefined) {
      known.indexes.push(index)
      continue
    }
    const attributes = yield* turnAttributes(turn)
    const owner = { owner: ownerOf(user), ...userAttribute(user) }
    const item = { pk, sk, ...attributes, ...owner, ttl: expiryOf(turn.at) }
    puts.set(keyOf(pk, sk), { key: keyOf(pk, sk), item, indexes: [index] })
  }
  return [...puts.values()]
})

const throttled = new ConnectionError({
  service: "dynamodb",
  operation: "BatchWriteItem",
  reason: "throttled",
  detail: "items were left over",
})

/** Each request within `deadlineMs`. Answers what could not be written; never fails. */
export const writeTurns = Effect.fnUntraced(function* (
  dynamo: DynamoDocuments["Service"],
  table: string,
  turns: ReadonlyArray<SessionTurn>,
  deadlineMs: number,
): Effect.fn.Return<ReadonlyArray<UnwrittenTurn>> {
  /** What is left over of a request. */
  const send = (puts: ReadonlyArray<Put>) =>
    dynamo
      .run("BatchWriteItem", deadlineMs, (client, abortSignal) =>
        client.send(
          new BatchWriteCommand({
            RequestItems: { [table]: puts.map(({ item }) => ({ PutRequest: { Item: item } })) },
          }),
          { abortSignal },
        ),
      )
      .pipe(
        Effect.map(({ UnprocessedItems }) => {
          const left = UnprocessedItems?.[table] ?? []
          if (left.length === 0) return []
          const keys = new Set(
            left.map(({ PutRequest }) => keyOf(PutRequest?.Item?.["pk"], PutRequest?.Item?.["sk"])),
          )
          return puts.filter(({ key }) => keys.has(key))
        }),
      )

  const request = (puts: ReadonlyArray<Put>): Effect.Effect<Failed> =>
    sendAll(puts).pipe(
      Effect.map((left): Failed => left.map((put) => [put, throttled])),
      Effect.catch((error): Effect.Effect<Failed> => {
        if (error.reason !== "rejected" || puts.length === 1) {
          return Effect.succeed(puts.map((put) => [put, error]))
        }
        const half = Math.ceil(puts.length / 2)
        return Effect.map(
          Effect.forEach([puts.slice(0, half), puts.slice(half)], request),
          (parts) => parts.flat(),
        )
      }),
    )

  const sendAll = Effect.fnUntraced(function* (puts: ReadonlyArray<Put>) {
    let left = yield* send(puts)
    for (let attempt = 1; left.length > 0 && attempt < attempts; attempt += 1) {
      yield* Effect.sleep(Math.ceil((yield* Random.next) * pauseMs * 2 ** attempt))
      left = yield* send(left)
    }
    return left
  })

  const puts = yield* putsOf(turns)
  const requests = Array.from({ length: Math.ceil(puts.length / mostItems) }, (_, at) =>
    puts.slice(at * mostItems, (at + 1) * mostItems),
  )
  const failed = yield* Effect.forEach(requests, request, { concurrency })
  return failed.flat().flatMap(([{ indexes }, error]) => indexes.map((index) => ({ index, error })))
})
