import { assert, describe, it } from "@effect/vitest"
import { SignatureV4 } from "@smithy/signature-v4"
import { ConfigProvider, Context, Effect, Exit, Layer, Queue } from "effect"
import { TestClock } from "effect/testing"
import { createHash, createHmac, type Hash } from "node:crypto"
import { AwsCredentials } from "../src/aws/AwsCredentials.ts"
import { RedisConnection } from "../src/redis/RedisConnection.ts"
import { redisIamToken } from "../src/redis/RedisIamToken.ts"
import { certificateFile } from "./redisHarness.ts"
import { respServer, type RespServer } from "./RespServer.ts"

class Sha256 {
  readonly #hash: Hash | ReturnType<typeof createHmac>
  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.#hash =
      secret === undefined
        ? createHash("sha256")
        : createHmac(
            "sha256",
            typeof secret === "string" ? secret : new Uint8Array(secret as ArrayBuffer),
          )
  }
  update(data: Uint8Array) {
    this.#hash.update(data)
  }
  digest() {
    return Promise.resolve(new Uint8Array(this.#hash.digest()))
  }
  reset() {}
}

describe("the token", () => {
  const at = Date.UTC(2026, 10, 24, 19, 0, 1)

  it.each([
    ["long-lived keys", false, undefined],
    ["keys of a role", false, "Token/with+every=kind of character!'()*~"],
    ["a serverless cache", true, "short"],
  ] as const)("is what the official signer makes for %s", async (_, serverless, sessionToken) => {
    const keys = {
      accessKeyId: "AKIDEXAMPLE",
      secretAccessKey: "secret/key",
      ...(sessionToken === undefined ? {} : { sessionToken }),
    }
    const signer = new SignatureV4({
      service: "elasticache",
      region: "ap-northeast-1",
      credentials: keys,
      sha256: Sha256,
    })
    const presigned = await signer.presign(
      {
        method: "GET",
        protocol: "http:",
        hostname: "answers",
        path: "/",
        headers: { host: "answers" },
        query: {
          Action: "connect",
          User: "shop",
          ...(serverless ? { ResourceType: "ServerlessCache" } : {}),
        },
      },
      { expiresIn: 900, signingDate: new Date(at) },
    )
    const settings = { user: "shop", cache: "answers", serverless, region: "ap-northeast-1" }
    const token = redisIamToken(settings, keys, at)
    assert.match(token, /^answers\/\?Action=connect&/)
    const parameters = Object.fromEntries(new URL(`http://${token}`).searchParams)
    assert.deepStrictEqual(parameters, { ...presigned.query } as Record<string, string>)
  })
})

/** What the loop has ready by now is done. */
const turn = Effect.promise(() => new Promise((done) => setImmediate(done)))

/** Until a command of that name arrives; its words. */
const nextOf = Effect.fnUntraced(function* ({ commands }: RespServer, name: string) {
  for (;;) {
    const words = yield* Queue.take(commands)
    if (words[0]?.toLowerCase() === name) return words
  }
})

const minuteOf = (token: string | undefined) =>
  new URL(`http://${token ?? ""}`).searchParams.get("X-Amz-Date")?.slice(9, 13)

it.effect("signs in anew with a fresh token: at each connect, and every hour", () =>
  Effect.gen(function* () {
    const server = yield* respServer
    const asked = yield* Queue.unbounded<void>()
    let broken = false
    const provider = () => {
      Queue.offerUnsafe(asked, undefined)
      return broken
        ? Promise.reject(new Error("no role"))
        : Promise.resolve({ accessKeyId: "a", secretAccessKey: "b" })
    }
    /** One step of the clock, and what it sets off. */
    const fourMinutes = Effect.gen(function* () {
      yield* TestClock.adjust("4 minutes")
      yield* Queue.take(asked)
      yield* turn
    })
    const context = yield* Layer.build(RedisConnection.layer).pipe(
      Effect.provideService(AwsCredentials, provider),
      Effect.provide(
        ConfigProvider.layer(
          ConfigProvider.fromUnknown({
            REDIS_URL: `rediss://localhost:${server.port}`,
            REDIS_CA: yield* certificateFile,
            REDIS_IAM_USER: "shop",
            REDIS_IAM_CACHE: "answers",
            AWS_REGION: "ap-northeast-1",
          }),
        ),
      ),
    )
    yield* Queue.take(asked)
    const { run } = Context.get(context, RedisConnection)
    const ping = run("PING", 1_000, (redis) => redis.ping())
    assert.strictEqual(yield* ping, "OK")
    const [, , , user, token] = yield* nextOf(server, "hello")
    assert.strictEqual(user, "shop")
    assert.strictEqual(minuteOf(token), "0000")

    yield* fourMinutes
    yield* server.cut
    const [, , , , second] = yield* nextOf(server, "hello")
    assert.strictEqual(minuteOf(second), "0004")

    yield* nextOf(server, "info")
    while (Exit.isFailure(yield* Effect.exit(ping))) yield* turn
    for (let minute = 8; minute <= 60; minute += 4) yield* fourMinutes
    const [, again, third] = yield* nextOf(server, "auth")
    assert.strictEqual(again, "shop")
    assert.strictEqual(minuteOf(third), "0100")

    // Without credentials the old token stays; when they are back, the next one is made.
    broken = true
    yield* fourMinutes
    broken = false
    yield* TestClock.adjust("20 seconds")
    yield* fourMinutes
    yield* server.cut
    const [, , , , last] = yield* nextOf(server, "hello")
    assert.strictEqual(minuteOf(last), "0108")
  }),
)
