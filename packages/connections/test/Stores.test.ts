import { GetCommand } from "@aws-sdk/lib-dynamodb"
import { Effect, Fiber } from "effect"
import { once } from "node:events"
import { type AddressInfo, createServer as createTcpServer, type Socket } from "node:net"
import { text } from "node:stream/consumers"
import { describe, expect, it } from "vitest"
import { DynamoDocuments } from "../src/dynamodb/DynamoDocuments.ts"
import { OpenSearchConnection } from "../src/opensearch/OpenSearchConnection.ts"
import { RedisConnection } from "../src/redis/RedisConnection.ts"
import { onCleanup } from "./handlerHarness.ts"
import { dynamoAt, failureOf, http, json, runWith, until } from "./storeHarness.ts"

describe("OpenSearchConnection", () => {
  const run = runWith(OpenSearchConnection.layer)
  const search = Effect.flatMap(OpenSearchConnection, ({ search }) =>
    search({ query: { match_all: {} } }, 500),
  )
  const env = (url: string) => ({ OPENSEARCH_URL: url, OPENSEARCH_INDEX: "things" })

  it("returns hits with and without source and score", async () => {
    const hits = [
      { _id: "a", _score: 1.5, _source: { title: "A" } },
      { _id: "b", _score: null, sort: [1] },
    ]
    const bodies: Array<string> = []
    const server = await http(async (request, response) => {
      bodies.push(`${request.method} ${request.url} ${await text(request)}`)
      json(response, 200, { timed_out: false, hits: { hits } })
    })
    // A socket is free again one turn of the event loop after its answer.
    const exit = await run(env(server.url), Effect.all([search, Effect.delay(search, 5)]))
    expect(exit).toMatchObject({
      value: [
        [
          { id: "a", score: 1.5, source: { title: "A" } },
          { id: "b", score: null, source: {} },
        ],
        {},
      ],
    })
    expect(bodies[0]).toBe('POST /things/_search {"query":{"match_all":{}}}')
    expect(server.connections).toBe(1)
  })

  it.each([
    ["a shape without hits", 200, { took: 1 }, "invalid-reply"],
    ["hits without ids", 200, { hits: { hits: [{}] } }, "invalid-reply"],
    ["a search that gave up", 200, { timed_out: true, hits: { hits: [] } }, "timeout"],
    ["429", 429, {}, "throttled"],
    ["403", 403, {}, "access-denied"],
    ["400", 400, { error: { type: "parsing_exception" } }, "rejected"],
    ["503", 503, {}, "unavailable"],
  ])("fails on %s, without a retry", async (_, status, body, reason) => {
    let requests = 0
    const server = await http((_request, response) => {
      requests++
      json(response, status, body)
    })
    expect(failureOf(await run(env(server.url), search))).toMatchObject({
      _tag: "ConnectionError",
      service: "opensearch",
      operation: "search",
      reason,
    })
    expect(requests).toBe(1)
  })

  it("fails on an answer that is not JSON", async () => {
    const server = await http((_request, response) => {
      response.writeHead(200, { "content-type": "application/json" }).end("<html>")
    })
    expect(failureOf(await run(env(server.url), search))).toMatchObject({ reason: "invalid-reply" })
  })

  it("keeps its deadline and hangs up", async () => {
    const server = await http(() => {})
    const slow = Effect.flatMap(OpenSearchConnection, ({ search }) => search({}, 60))
    expect(failureOf(await run(env(server.url), slow))).toMatchObject({ reason: "timeout" })
    await until(() => server.closed > 0 && server.closed === server.connections)
  })

  it("hangs up when interrupted", async () => {
    const server = await http(() => {})
    await run(
      env(server.url),
      Effect.gen(function* () {
        const fiber = yield* Effect.forkChild(search, { startImmediately: true })
        yield* Effect.promise(() => until(() => server.connections === 1))
        yield* Fiber.interrupt(fiber)
        yield* Effect.promise(() => until(() => server.closed > 0))
      }),
    )
  })

  it("knows a server that is down", async () => {
    expect(failureOf(await run(env("http://127.0.0.1:1"), search))).toMatchObject({
      reason: "refused",
    })
  })

  it.each([
    [{ OPENSEARCH_INDEX: "i" }, "OPENSEARCH_URL must be set"],
    [{ OPENSEARCH_URL: "nonsense", OPENSEARCH_INDEX: "i" }, "OPENSEARCH_URL must be a URL"],
    [{ OPENSEARCH_URL: "ftp://a", OPENSEARCH_INDEX: "i" }, "OPENSEARCH_URL must be a URL"],
    [{ OPENSEARCH_URL: "http://a" }, "OPENSEARCH_INDEX must be set"],
    [{ OPENSEARCH_URL: "http://a", OPENSEARCH_INDEX: "A/../b" }, "OPENSEARCH_INDEX must be"],
  ])("does not start with %j", async (bad, message) => {
    const error = failureOf(await run(bad as Record<string, string>, search))
    expect(error).toMatchObject({ _tag: "ConfigError" })
    expect(String(error)).toContain(message)
  })
})

describe("DynamoDocuments", () => {
  const run = runWith(DynamoDocuments.layer)
  const read = (deadlineMs = 1_000) =>
    Effect.flatMap(DynamoDocuments, ({ run }) =>
      run("GetItem", deadlineMs, (client, abortSignal) =>
        client.send(new GetCommand({ TableName: "t", Key: { id: "1" } }), { abortSignal }),
      ),
    )

  it("reads over one kept connection", async () => {
    const server = await http((_request, response) =>
      json(response, 200, { Item: { id: { S: "1" } } }),
    )
    dynamoAt(server.url)
    // A socket is free again one turn of the event loop after its answer.
    const exit = await run({}, Effect.all([read(), Effect.delay(read(), 5)]))
    expect(exit).toMatchObject({ value: [{ Item: { id: "1" } }, {}] })
    expect(server.connections).toBe(1)
  })

  it.each([
    ["ConditionalCheckFailedException", 400, "conditional-check-failed"],
    ["ValidationException", 400, "rejected"],
    ["ResourceNotFoundException", 400, "rejected"],
    ["AccessDeniedException", 400, "access-denied"],
    ["InternalServerError", 500, "unavailable"],
  ])("%s", async (type, status, reason) => {
    const server = await http((_request, response) => {
      json(response, status, { __type: `com.amazonaws.dynamodb.v20120810#${type}`, message: "no" })
    })
    dynamoAt(server.url)
    expect(failureOf(await run({}, read()))).toMatchObject({ service: "dynamodb", reason })
  })

  it("keeps its deadline and hangs up; a server that is down is refused", async () => {
    const server = await http(() => {})
    dynamoAt(server.url)
    expect(failureOf(await run({}, read(60)))).toMatchObject({ reason: "timeout" })
    await until(() => server.closed === server.connections)
    dynamoAt("http://127.0.0.1:1")
    expect(failureOf(await run({}, read()))).toMatchObject({ reason: "refused" })
  })

  it("does not start with an endpoint that is no URL", async () => {
    const error = failureOf(await run({ AWS_ENDPOINT_URL_DYNAMODB: "x" }, read()))
    expect(String(error)).toContain("AWS_ENDPOINT_URL_DYNAMODB must be a URL")
  })
})

describe("RedisConnection", () => {
  /** Enough of RESP for a client to get ready: an answer to each command by its name. */
  const redis = async (reply: (command: string, socket: Socket) => string | undefined) => {
    const sockets = new Set<Socket>()
    const server = createTcpServer((socket) => {
      sockets.add(socket)
      socket.on("error", () => {})
      socket.on("data", (chunk) => {
        for (const [, name] of chunk.toString().matchAll(/\*\d+\r\n\$\d+\r\n([A-Za-z]+)\r\n/g)) {
          const answer = reply(name!.toLowerCase(), socket)
          if (answer !== undefined) socket.write(answer)
        }
      })
    })
    server.listen(0, "127.0.0.1")
    await once(server, "listening")
    onCleanup(() => {
      for (const socket of sockets) socket.destroy()
      server.close()
    })
    return { sockets, url: `redis://127.0.0.1:${(server.address() as AddressInfo).port}` }
  }

  const handshake = (name: string): string | undefined =>
    name === "hello"
      ? "*2\r\n$5\r\nproto\r\n:3\r\n"
      : name === "info"
        ? "$23\r\nredis_version:8.0.2\r\n\r\n\r\n"
        : name === "client"
          ? "+OK\r\n"
          : undefined

  const run = runWith(RedisConnection.layer)
  const ping = Effect.flatMap(RedisConnection, ({ run }) =>
    run("PING", 500, (redis) => redis.ping()),
  )

  it("runs commands", async () => {
    const server = await redis((name) => handshake(name) ?? "+PONG\r\n")
    expect(await run({ REDIS_URL: server.url }, ping)).toMatchObject({ value: "PONG" })
    await until(() => [...server.sockets].every((socket) => socket.destroyed))
  })

  it("fails at once when nothing listens, without stopping the start", async () => {
    expect(failureOf(await run({ REDIS_URL: "redis://127.0.0.1:1" }, ping))).toMatchObject({
      service: "redis",
      operation: "PING",
      reason: "refused",
    })
  })

  it("keeps its deadline when the server falls silent", async () => {
    const server = await redis((name) => handshake(name))
    expect(failureOf(await run({ REDIS_URL: server.url }, ping))).toMatchObject({
      reason: "timeout",
    })
  })

  it("comes back after its connection broke, and after a failover", async () => {
    let pings = 0
    const server = await redis((name, socket) => {
      if (name !== "ping") return handshake(name) ?? "+OK\r\n"
      pings++
      if (pings === 1) return void socket.destroy()
      return pings === 2
        ? "-READONLY You can't write against a read only replica.\r\n"
        : "+PONG\r\n"
    })
    const reasons: Array<string> = []
    const untilPong: Effect.Effect<string, never, RedisConnection> = ping.pipe(
      Effect.catch((error) => {
        reasons.push(error.reason)
        return Effect.andThen(Effect.sleep(5), untilPong)
      }),
    )
    expect(await run({ REDIS_URL: server.url }, untilPong)).toMatchObject({ value: "PONG" })
    expect(reasons[0]).toBe("refused")
    expect(reasons).toContain("unavailable")
    expect(server.sockets.size).toBe(3)
  })

  it.each([
    [{}, "REDIS_URL must be set"],
    [{ REDIS_URL: "127.0.0.1:6379" }, "REDIS_URL must be a URL"],
    [{ REDIS_URL: "http://127.0.0.1" }, "REDIS_URL must be a URL"],
  ])("does not start with %j", async (bad, message) => {
    expect(String(failureOf(await run(bad as Record<string, string>, ping)))).toContain(message)
  })

  it("may be absent, when that is asked for", async () => {
    const optional = runWith(RedisConnection.layerOptional)
    expect(failureOf(await optional({}, ping))).toMatchObject({ reason: "not-configured" })
    const configured = Effect.map(RedisConnection, ({ configured }) => configured)
    expect(await optional({}, configured)).toMatchObject({ value: false })
    expect(String(failureOf(await optional({ REDIS_URL: "x" }, ping)))).toContain("must be a URL")
  })
})
