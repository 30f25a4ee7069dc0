import { GetCommand, PutCommand } from "@aws-sdk/lib-dynamodb"
import { Effect } from "effect"
import { describe, expect, it, vi } from "vitest"
import { DynamoDocuments } from "../src/dynamodb/DynamoDocuments.ts"
import { dynamoAt, failureOf, http, json, runWith, until } from "./storeHarness.ts"

const run = runWith(DynamoDocuments.layer)

const read = (deadlineMs: number) =>
  Effect.flatMap(DynamoDocuments, ({ run }) =>
    run("GetItem", deadlineMs, (client, abortSignal) =>
      client.send(new GetCommand({ TableName: "t", Key: { id: "1" } }), { abortSignal }),
    ),
  )

const answering = async (type: string, body: Record<string, unknown> = {}) => {
  const state = { requests: 0 }
  const server = await http((_request, response) => {
    state.requests++
    const name = `com.amazonaws.dynamodb.v20120810#${type}`
    json(response, 400, { __type: name, message: "no", ...body })
  })
  dynamoAt(server.url)
  return state
}

describe("a failure comes at once, with its reason", () => {
  it.each([
    ["ProvisionedThroughputExceededException", "throttled"],
    ["ThrottlingException", "throttled"],
    ["RequestLimitExceeded", "throttled"],
    ["ExpiredTokenException", "access-denied"],
  ])("%s", async (type, reason) => {
    const state = await answering(type)
    expect(failureOf(await run({}, read(30_000)))).toMatchObject({ service: "dynamodb", reason })
    expect(state.requests).toBe(1)
  })

  it("hands over the item that broke a condition", async () => {
    await answering("ConditionalCheckFailedException", { Item: { id: { S: "1" }, v: { N: "7" } } })
    const put = Effect.flatMap(DynamoDocuments, ({ run }) =>
      run("PutItem", 1_000, (client, abortSignal) =>
        client.send(new PutCommand({ TableName: "t", Item: { id: "1" } }), { abortSignal }),
      ),
    )
    expect(failureOf(await run({}, put))).toMatchObject({
      reason: "conditional-check-failed",
      cause: { Item: { id: { S: "1" } } },
    })
  })
})

it.each<[string, string, string]>([
  ["a name like a member of every object", "rejected", '"constructor"'],
  [
    "fields that hide its own",
    "throttled",
    '"ThrottlingException","name":{"toString":null},"code":5',
  ],
  ["another prototype", "throttled", '"ThrottlingException","__proto__":null'],
])("tells of a refusal with %s", async (_, reason, type) => {
  const server = await http((_request, response) => {
    response.writeHead(400).end(`{"__type":${type}}`)
  })
  dynamoAt(server.url)
  // A throw behind the answer would end the process, and the call by its deadline.
  expect(failureOf(await run({}, read(1_000)))).toMatchObject({ service: "dynamodb", reason })
})

it("bridges a kept socket that the server closes, once", async () => {
  let requests = 0
  const server = await http((request, response) => {
    requests++
    if (requests === 2) request.socket.destroy()
    else json(response, 200, { Item: { id: { S: "1" } } })
  })
  dynamoAt(server.url)
  expect(await run({}, Effect.all([read(5_000), Effect.delay(read(5_000), 5)]))).toMatchObject({
    value: [{}, { Item: { id: "1" } }],
  })
  expect(requests).toBe(3)
})

it("sends nothing again to a server that closes a new socket", async () => {
  let requests = 0
  const server = await http((request) => {
    requests++
    request.socket.destroy()
  })
  dynamoAt(server.url)
  expect(failureOf(await run({}, read(5_000)))).toMatchObject({ reason: "refused" })
  expect(requests).toBe(1)
})

it("stops at the deadline: every request is hung up, none waits, and the next call finds room", async () => {
  let silent = true
  let asked = 0
  let hungUp = 0
  const server = await http((_request, response) => {
    if (!silent) return json(response, 200, {})
    asked += 1
    response.once("close", () => {
      hungUp += 1
    })
  })
  dynamoAt(server.url)
  const exit = await run(
    {},
    Effect.gen(function* () {
      // More than there are sockets: the rest waits for one and must leave the queue as well.
      const many = Array.from({ length: 300 }, () => Effect.flip(read(150)))
      const errors = yield* Effect.all(many, { concurrency: "unbounded" })
      // A socket that was still connecting when its request was given up stays for the next one.
      yield* Effect.promise(() => until(() => asked > 0 && hungUp === asked))
      silent = false
      yield* read(2_000)
      return new Set(errors.map(({ reason }) => reason))
    }),
  )
  expect(exit).toMatchObject({ value: new Set(["timeout"]) })
  // One for each request, and another one where undici connects anew after a request that was left.
  expect(server.connections).toBeLessThanOrEqual(601)
})

it.each([
  ["AWS_ENDPOINT_URL", "services", "AWS_ENDPOINT_URL must be a URL"],
  ["AWS_REGION", "%%", "AWS_REGION must be set to a region such as ap-northeast-1"],
])("does not start with %s=%s", async (name, value, message) => {
  dynamoAt(undefined)
  vi.stubEnv(name, value)
  expect(String(failureOf(await run({ [name]: value }, read(1_000))))).toContain(message)
})
