/**
 * Reports every change of one table before its writer gets the response, in the format that DynamoDB Streams would
 * report it later.
 *
 * Writes to that table are serialised, so that each change has the item's images before and after it. A write with an
 * unknown outcome is reported without images. All other requests pass unchanged.
 */
import { isDeepStrictEqual } from "node:util"
import {
  type FrontResponse,
  isObject,
  type JsonObject,
  parsedJson,
} from "@manga-assist/bedrock-emulator/services"
import { type FrontRequest } from "../HttpFront.ts"

/** Reads a request's DynamoDB operation from `x-amz-target: DynamoDB_20120810.PutItem`; `Unknown` for anything else. */
export const operation = (target: string | ReadonlyArray<string> | undefined): string =>
  /^DynamoDB_\d{8}\.([A-Za-z]{1,64})$/.exec(String(target))?.[1] ?? "Unknown"

/** As in `Records` of a stream event. */
export interface ChangeRecord {
  readonly eventName: "INSERT" | "MODIFY" | "REMOVE"
  readonly dynamodb: {
    readonly Keys?: JsonObject
    readonly OldImage?: JsonObject
    readonly NewImage?: JsonObject
  }
}

export interface WatchedTable {
  readonly table: string
  /** Names of its key attributes. */
  readonly key: ReadonlyArray<string>
  /** The writer waits for it. Must not reject. */
  readonly changed: (records: ReadonlyArray<ChangeRecord>) => Promise<void>
}

type Handle = (request: FrontRequest) => Promise<FrontResponse>

const parse = (body: Buffer | string): JsonObject => {
  const value = parsedJson(body.toString())
  return isObject(value) ? value : {}
}

const fieldOf = (value: unknown, name: string): unknown =>
  isObject(value) ? value[name] : undefined

const unseen: ChangeRecord = { eventName: "MODIFY", dynamodb: {} }

/** The keys that a request may write in the table; `undefined` where it writes none, or not there. */
const keysOf = (
  request: FrontRequest,
  { key, table }: WatchedTable,
): ReadonlyArray<JsonObject> | "whole table" | undefined => {
  const body = parse(request.body)
  const pick = (item: unknown): ReadonlyArray<JsonObject> =>
    isObject(item) ? [Object.fromEntries(key.map((name) => [name, item[name]]))] : []
  switch (operation(request.headers["x-amz-target"])) {
    case "PutItem":
      return body["TableName"] === table ? pick(body["Item"]) : undefined
    case "UpdateItem":
    case "DeleteItem":
      return body["TableName"] === table ? pick(body["Key"]) : undefined
    case "DeleteTable":
      return body["TableName"] === table ? "whole table" : undefined
    case "BatchWriteItem": {
      const writes = fieldOf(body["RequestItems"], table)
      if (!Array.isArray(writes)) return undefined
      const put = (write: unknown) => pick(fieldOf(fieldOf(write, "PutRequest"), "Item"))
      const deleted = (write: unknown) => pick(fieldOf(fieldOf(write, "DeleteRequest"), "Key"))
      return [...writes.flatMap(put), ...writes.flatMap(deleted)]
    }
    default:
      return undefined
  }
}

const recordOf = (
  Keys: JsonObject,
  before: JsonObject | undefined,
  after: JsonObject | undefined,
) => {
  if (isDeepStrictEqual(before, after)) return []
  const images = {
    Keys,
    ...(before === undefined ? {} : { OldImage: before }),
    ...(after === undefined ? {} : { NewImage: after }),
  }
  const eventName = before === undefined ? "INSERT" : after === undefined ? "REMOVE" : "MODIFY"
  return [{ eventName, dynamodb: images } satisfies ChangeRecord]
}

/** `handle`, with `watched.changed` called in between. */
export const tellingOfChanges = (handle: Handle, watched: WatchedTable): Handle => {
  const { key, table } = watched

  /** The items under the keys, as they are now; rejects when that cannot be said. */
  const read = async (request: FrontRequest, keys: ReadonlyArray<JsonObject>) => {
    const RequestItems = { [table]: { Keys: keys, ConsistentRead: true } }
    const body = Buffer.from(JSON.stringify({ RequestItems }))
    const { status, body: answer } = await handle({
      ...request,
      headers: {
        ...request.headers,
        "x-amz-target": "DynamoDB_20120810.BatchGetItem",
        "content-length": String(body.length),
      },
      body,
    })
    const items = fieldOf(parse(String(answer))["Responses"], table)
    if (status !== 200 || !Array.isArray(items)) throw new Error(`not read: ${status}`)
    return keys.map((one) =>
      items
        .filter(isObject)
        .find((item) => key.every((name) => isDeepStrictEqual(item[name], one[name]))),
    )
  }
  const readOrNot = (request: FrontRequest, keys: ReadonlyArray<JsonObject>) =>
    read(request, keys).catch(() => undefined)

  const write = async (request: FrontRequest, keys: ReadonlyArray<JsonObject>) => {
    const distinct = keys.filter(
      (one, index) => keys.findIndex((other) => isDeepStrictEqual(one, other)) === index,
    )
    const before = await readOrNot(request, distinct)
    const [answer] = await Promise.allSettled([handle(request)])
    // Refused, and so nothing was written: a condition, a key that is no key.
    const isRefused =
      answer.status === "fulfilled" && answer.value.status >= 400 && answer.value.status < 500
    const after = isRefused ? before : await readOrNot(request, distinct)
    const records = isRefused
      ? []
      : before === undefined || after === undefined
        ? [unseen]
        : distinct.flatMap((one, index) => recordOf(one, before[index], after[index]))
    return { answer, records }
  }

  let last: Promise<unknown> = Promise.resolve()
  const inTurn = <A>(work: () => Promise<A>): Promise<A> => {
    const result = last.then(work)
    last = result.catch(() => undefined)
    return result
  }

  return async (request) => {
    const keys = keysOf(request, watched)
    if (keys === undefined || keys.length === 0) return handle(request)
    const { answer, records } = await inTurn(async () =>
      keys === "whole table"
        ? { answer: (await Promise.allSettled([handle(request)]))[0], records: [unseen] }
        : write(request, keys),
    )
    if (records.length > 0) await watched.changed(records)
    if (answer.status === "rejected") throw answer.reason
    return answer.value
  }
}
