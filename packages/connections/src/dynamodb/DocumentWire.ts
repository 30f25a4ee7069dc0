/**
 * Converts the input and output of DynamoDB document commands to and from DynamoDB's JSON; for each command it lists
 * the fields that contain attribute values.
 *
 * Old-style parameters such as `Expected`, which hold attribute values elsewhere, are refused.
 */
import {
  BatchGetCommand,
  BatchWriteCommand,
  DeleteCommand,
  GetCommand,
  PutCommand,
  QueryCommand,
  ScanCommand,
  UpdateCommand,
} from "@aws-sdk/lib-dynamodb"
import { type Attributes, fromAttributes, toAttributes } from "./AttributeValue.ts"

type Fields = Readonly<Record<string, unknown>>

const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value)

const mapped = (fields: Fields, change: (value: unknown) => unknown): Fields =>
  Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, change(value)]))

const eachOf = (change: (value: unknown) => unknown) => (value: unknown) =>
  Array.isArray(value) ? value.map(change) : value

/** Marshals one field's value; what is no record is left for the service to refuse. */
const item = (value: unknown): unknown => (isFields(value) ? toAttributes(value) : value)
/** What the service answers is as its protocol says. */
const plain = (value: unknown): unknown =>
  isFields(value) ? fromAttributes(value as Attributes) : value

const keysOfTables = (change: (value: unknown) => unknown) => (value: unknown) =>
  isFields(value)
    ? mapped(value, (table) =>
        isFields(table) ? { ...table, Keys: eachOf(change)(table["Keys"]) } : table,
      )
    : value

const writesOfTables = (change: (value: unknown) => unknown) => {
  const changeWrite = (value: unknown): unknown => {
    if (!isFields(value)) return value
    const { DeleteRequest: removal, PutRequest: put } = value
    return {
      ...value,
      ...(isFields(put) ? { PutRequest: { ...put, Item: change(put["Item"]) } } : {}),
      ...(isFields(removal) ? { DeleteRequest: { ...removal, Key: change(removal["Key"]) } } : {}),
    }
  }
  return (value: unknown) => (isFields(value) ? mapped(value, eachOf(changeWrite)) : value)
}

interface Shape {
  readonly operation: string
  readonly input: Readonly<Record<string, (value: unknown) => unknown>>
  readonly output: Readonly<Record<string, (value: unknown) => unknown>>
}

const values = { ExpressionAttributeValues: item }
const attributes = { Attributes: plain }
const pages = {
  input: { ExclusiveStartKey: item, ...values },
  output: { Items: eachOf(plain), LastEvaluatedKey: plain },
}

const shapes: ReadonlyArray<readonly [new (input: never) => { readonly input: object }, Shape]> = [
  [GetCommand, { operation: "GetItem", input: { Key: item }, output: { Item: plain } }],
  [
    BatchGetCommand,
    {
      operation: "BatchGetItem",
      input: { RequestItems: keysOfTables(item) },
      output: {
        Responses: (value) => (isFields(value) ? mapped(value, eachOf(plain)) : value),
        UnprocessedKeys: keysOfTables(plain),
      },
    },
  ],
  [
    BatchWriteCommand,
    {
      operation: "BatchWriteItem",
      input: { RequestItems: writesOfTables(item) },
      output: { UnprocessedItems: writesOfTables(plain) },
    },
  ],
  [QueryCommand, { operation: "Query", ...pages }],
  [ScanCommand, { operation: "Scan", ...pages }],
  [PutCommand, { operation: "PutItem", input: { Item: item, ...values }, output: attributes }],
  [UpdateCommand, { operation: "UpdateItem", input: { Key: item, ...values }, output: attributes }],
  [DeleteCommand, { operation: "DeleteItem", input: { Key: item, ...values }, output: attributes }],
]

const byClass = new Map<unknown, Shape>(shapes)

const changed = (fields: Fields, by: Shape["input"]): Record<string, unknown> => {
  const result: Record<string, unknown> = { ...fields }
  for (const [name, change] of Object.entries(by)) {
    if (result[name] !== undefined) result[name] = change(result[name])
  }
  return result
}

export interface DocumentCall {
  readonly operation: string
  /** JSON. @throws TypeError for what cannot be an attribute */
  readonly body: () => string
  /** @throws TypeError for an answer that is no object, or an attribute that is none */
  readonly answer: (json: unknown) => Record<string, unknown>
}

/** @throws TypeError for a command that is none of those, or has old-style parameters in it */
export const documentCall = (command: object): DocumentCall => {
  const shape = byClass.get(command.constructor)
  const input = "input" in command ? command.input : undefined
  if (shape === undefined || !isFields(input)) {
    throw new TypeError(`${command.constructor.name} is no command of documents`)
  }
  const old = oldParameters.find((name) => name in input)
  if (old !== undefined) throw new TypeError(`${shape.operation} with ${old} is not sent`)
  return {
    operation: shape.operation,
    body: () => JSON.stringify(changed(input, shape.input)),
    answer: (json) => {
      if (!isFields(json)) throw new TypeError("the answer is no object")
      return changed(json, shape.output)
    },
  }
}

/** Parameters from before expressions hold attributes as well, in other places. */
const oldParameters = [
  "Expected",
  "AttributeUpdates",
  "KeyConditions",
  "QueryFilter",
  "ScanFilter",
  // Of tables with local indexes; its answer holds keys.
  "ReturnItemCollectionMetrics",
]
