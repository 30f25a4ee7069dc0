import { SignatureV4 } from "@smithy/signature-v4"
import { Effect, Layer } from "effect"
import { createHash, createHmac } from "node:crypto"
import { once } from "node:events"
import { type IncomingHttpHeaders, type IncomingMessage } from "node:http"
import { type AddressInfo, createServer, type Socket } from "node:net"
import { text } from "node:stream/consumers"
import { beforeEach, describe, expect, it } from "vitest"
import { AwsCredentials } from "../src/aws/AwsCredentials.ts"
import { OpenSearchConnection } from "../src/opensearch/OpenSearchConnection.ts"
import { onCleanup } from "./handlerHarness.ts"
import { awsKeys, failureOf, http, json, runWith, until } from "./storeHarness.ts"

const keys = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "secret/key", sessionToken: "a+b/c=" }

class Sha256 {
  readonly #hash
  constructor(secret?: unknown) {
    this.#hash =
      secret === undefined
        ? createHash("sha256")
        : createHmac("sha256", typeof secret === "string" ? secret : (secret as Uint8Array))
  }
  update(data: Uint8Array) {
    this.#hash.update(data)
  }
  digest() {
    return Promise.resolve(new Uint8Array(this.#hash.digest()))
  }
  reset() {}
}

interface Received {
  readonly method: string
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

/** What the official signer writes over the same headers at the same time. */
const expectedAuthorization = async (received: Received, service: string) => {
  const { headers } = received
  const signed = /SignedHeaders=([^,]+)/.exec(headers.authorization ?? "")?.[1]?.split(";") ?? []
  const date = String(headers["x-amz-date"])
  const signingDate = new Date(
    date.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, "$1-$2-$3T$4:$5:$6Z"),
  )
  const request = await new SignatureV4({
    service,
    region: "ap-northeast-1",
    credentials: keys,
    sha256: Sha256,
  }).sign(
    {
      method: received.method,
      protocol: "https:",
      hostname: String(headers.host),
      path: received.path,
      query: {},
      headers: Object.fromEntries(signed.map((name) => [name, String(headers[name])])),
      body: received.body,
    },
    { signingDate, signableHeaders: new Set(signed) },
  )
  return request.headers["authorization"]
}

beforeEach(awsKeys)

describe("a clock that is off by an hour", () => {
  const anHour = 3_600_000
  const timeOf = ({ headers }: IncomingMessage) =>
    Date.parse(
      String(headers["x-amz-date"]).replace(
        /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/,
        "$1-$2-$3T$4:$5:$6Z",
      ),
    )
  /** Refuses, as the service does, what was signed more than five minutes off its time; `aheadMs` of ours. */
  const serviceAt = async (aheadMs: () => number) => {
    const state = { asked: 0 }
    const { url } = await http((request, response) => {
      state.asked += 1
      const now = Date.now() + aheadMs()
      const headers = { date: new Date(now).toUTCString() }
      if (Math.abs(timeOf(request) - now) > 300_000) {
        return json(response, 403, { message: "Signature expired" }, headers)
      }
      return json(response, 200, { hits: { hits: [] } }, headers)
    })
    return { state, url }
  }
  const settings = (url: string) => ({
    OPENSEARCH_URL: url,
    OPENSEARCH_INDEX: "products",
    OPENSEARCH_SERVICE: "aoss",
    AWS_REGION: "ap-northeast-1",
  })
  const search = Effect.flatMap(OpenSearchConnection, ({ search }) => search({}, 5_000))

  it.each([anHour, -anHour])("costs one request more, then none (%i ms)", async (aheadMs) => {
    const { state, url } = await serviceAt(() => aheadMs)
    const exit = await runWith(OpenSearchConnection.layer)(
      settings(url),
      Effect.all([search, search, search]),
    )
    expect(exit).toMatchObject({ _tag: "Success", value: [[], [], []] })
    expect(state.asked).toBe(4)
  })

  it("is corrected only once in a search, however the server's time jumps", async () => {
    const { state, url } = await serviceAt(() => anHour * (state.asked % 2 === 0 ? 1 : -1))
    const exit = await runWith(OpenSearchConnection.layer)(settings(url), search)
    expect(failureOf(exit)).toMatchObject({ reason: "access-denied" })
    expect(state.asked).toBe(2)
  })
})

describe.each(["aoss", "es"] as const)("signed for %s", (service) => {
  it("a search carries the right signature", async () => {
    const received: Array<Received> = []
    const server = await http(async (request: IncomingMessage, response) => {
      const { headers, method = "", url = "" } = request
      received.push({ method, path: url, headers, body: await text(request) })
      json(response, 200, { hits: { hits: [] } })
    })
    const call = Effect.flatMap(OpenSearchConnection, ({ search }) =>
      search({ query: { match: { title: "竜" } } }, 1_000),
    )
    let asked = 0
    const layer = OpenSearchConnection.layer.pipe(
      Layer.provide(
        Layer.succeed(AwsCredentials, () => {
          asked++
          return Promise.resolve(keys)
        }),
      ),
    )
    const environment = {
      OPENSEARCH_URL: server.url,
      OPENSEARCH_INDEX: "things",
      OPENSEARCH_SERVICE: service,
      AWS_REGION: "ap-northeast-1",
    }
    expect(await runWith(layer)(environment, Effect.all([call, call]))).toMatchObject({
      _tag: "Success",
    })
    expect(received).toHaveLength(2)
    for (const each of received) {
      expect(each.headers.authorization).toContain(`/ap-northeast-1/${service}/aws4_request`)
      expect(each.headers["x-amz-security-token"]).toBe(keys.sessionToken)
      expect(each.headers["x-amz-content-sha256"]).toBe(
        createHash("sha256").update(each.body).digest("hex"),
      )
      expect(each.headers.authorization).toBe(await expectedAuthorization(each, service))
    }
    expect(asked).toBe(1)
  })
})

describe("an OpenSearch", () => {
  const search = Effect.flatMap(OpenSearchConnection, (connection) => connection.search({}, 80))
  const run = runWith(OpenSearchConnection.layer)

  it("on another host is not signed for", async () => {
    const received: Array<IncomingHttpHeaders> = []
    const server = await http((request, response) => {
      received.push(request.headers)
      json(response, 200, { hits: { hits: [] } })
    })
    await run({ OPENSEARCH_URL: server.url, OPENSEARCH_INDEX: "things" }, search)
    expect(received[0]).toBeDefined()
    expect(received[0]?.authorization).toBeUndefined()
  })

  it("is asked below the path and with the password of its address", async () => {
    const received: Array<string> = []
    const server = await http((request, response) => {
      received.push(`${request.url} ${request.headers.authorization}`)
      json(response, 200, { hits: { hits: [] } })
    })
    const address = server.url.replace("http://", "http://reader:p%40ss@")
    await run({ OPENSEARCH_URL: `${address}/search/`, OPENSEARCH_INDEX: "things" }, search)
    const basic = Buffer.from("reader:p@ss").toString("base64")
    expect(received).toEqual([`/search/things/_search Basic ${basic}`])
  })

  it("that refuses says why", async () => {
    const error = { type: "parsing_exception", reason: "unknown query [knm]" }
    const server = await http((_, response) => json(response, 400, { error, status: 400 }))
    const exit = await run({ OPENSEARCH_URL: server.url, OPENSEARCH_INDEX: "things" }, search)
    expect(failureOf(exit)).toMatchObject({
      reason: "rejected",
      detail: "400 parsing_exception: unknown query [knm]",
    })
  })

  describe("asked for several at once", () => {
    const both = Effect.flatMap(OpenSearchConnection, ({ searchAll }) =>
      searchAll([{ size: 1 }, { size: 2 }], 1_000),
    )
    const hit = { _id: "a", _score: 1.5, _source: { title: "竜" } }
    const found = { hits: { hits: [hit] }, status: 200 }
    const refused = {
      error: { type: "query_shard_exception", reason: "no vector here" },
      status: 400,
    }

    it("sends one request, and tells each by its place", async () => {
      const received: Array<string> = []
      const server = await http(async (request, response) => {
        const { headers, method, url } = request
        received.push(`${method} ${url} ${headers["content-type"]}`, await text(request))
        json(response, 200, { took: 1, responses: [found, refused] })
      })
      const exit = await run({ OPENSEARCH_URL: server.url, OPENSEARCH_INDEX: "things" }, both)
      expect(received).toEqual([
        "POST /things/_msearch application/x-ndjson",
        '{}\n{"size":1}\n{}\n{"size":2}\n',
      ])
      const detail = "400 query_shard_exception: no vector here"
      expect(exit).toMatchObject({
        _tag: "Success",
        value: [
          { _tag: "Success", success: [{ id: "a", score: 1.5, source: { title: "竜" } }] },
          { _tag: "Failure", failure: { reason: "rejected", detail } },
        ],
      })
    })

    it.each([
      [200, { responses: [found] }, "invalid-reply"],
      [200, { hits: { hits: [] } }, "invalid-reply"],
      [503, {}, "unavailable"],
      [200, { responses: [found, { hits: {} }] }, undefined],
    ])("tells what is wrong as a whole (%i %j: %s)", async (status, reply, reason) => {
      const server = await http((_, response) => json(response, status, reply))
      const exit = await run({ OPENSEARCH_URL: server.url, OPENSEARCH_INDEX: "things" }, both)
      if (reason === undefined) expect(exit).toMatchObject({ _tag: "Success" })
      else expect(failureOf(exit)).toMatchObject({ reason })
    })
  })

  it("without credentials says so", async () => {
    const server = await http((_, response) => json(response, 200, { hits: { hits: [] } }))
    const none = Object.assign(new Error("no role"), { name: "CredentialsProviderError" })
    const layer = OpenSearchConnection.layer.pipe(
      Layer.provide(Layer.succeed(AwsCredentials, () => Promise.reject(none))),
    )
    const environment = {
      OPENSEARCH_URL: server.url,
      OPENSEARCH_INDEX: "things",
      OPENSEARCH_SERVICE: "aoss",
      AWS_REGION: "ap-northeast-1",
    }
    expect(failureOf(await runWith(layer)(environment, search))).toMatchObject({
      reason: "access-denied",
    })
    expect(server.connections).toBe(0)
  })

  it("that accepts connections and says nothing, not even TLS, is left at the deadline", async () => {
    const open = new Set<Socket>()
    const dead = createServer((socket) => {
      open.add(socket)
      socket.on("error", () => {})
      socket.resume().once("close", () => open.delete(socket))
    })
    dead.listen(0, "127.0.0.1")
    await once(dead, "listening")
    onCleanup(() => dead.close())
    const environment = {
      OPENSEARCH_URL: `https://127.0.0.1:${(dead.address() as AddressInfo).port}`,
      OPENSEARCH_INDEX: "things",
    }
    const calls = Array.from({ length: 20 }, () => Effect.flip(search))
    const exit = await run(
      environment,
      Effect.gen(function* () {
        const errors = yield* Effect.all(calls, { concurrency: "unbounded" })
        // Each gave its socket back: the layer's scope is still open.
        yield* Effect.promise(() => until(() => open.size === 0))
        return new Set(errors.map(({ reason }) => reason))
      }),
    )
    expect(exit).toMatchObject({ value: new Set(["timeout"]) })
  })

  it.each(["none", "aoss"])("that drips for ever is left at the deadline (%s)", async (service) => {
    // Never silent for long: only an abort ends this.
    const server = await http((_, response) => {
      response.writeHead(200, { "content-type": "application/json" })
      const drip = setInterval(() => response.write(" "), 5)
      response.once("close", () => clearInterval(drip))
    })
    const environment = {
      OPENSEARCH_URL: server.url,
      OPENSEARCH_INDEX: "things",
      OPENSEARCH_SERVICE: service,
      AWS_REGION: "ap-northeast-1",
    }
    const exit = await run(
      environment,
      Effect.gen(function* () {
        const error = yield* Effect.flip(search)
        yield* Effect.promise(() => until(() => server.closed > 0))
        return error.reason
      }),
    )
    expect(exit).toMatchObject({ value: "timeout" })
  })

  it.each([
    [{ OPENSEARCH_SERVICE: "s3" }, "OPENSEARCH_SERVICE must be one of aoss, es, none"],
    [{ OPENSEARCH_SERVICE: "aoss" }, "AWS_REGION must be set"],
  ])("does not start with %j", async (bad, message) => {
    const environment = { OPENSEARCH_URL: "http://a", OPENSEARCH_INDEX: "i", ...bad }
    expect(String(failureOf(await run(environment as Record<string, string>, search)))).toContain(
      message,
    )
  })
})
