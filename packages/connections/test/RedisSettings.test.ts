import { assert, describe, it } from "@effect/vitest"
import { Cause, ConfigProvider, Effect, Exit } from "effect"
import { optionalRedisSettings, requiredRedisSettings } from "../src/redis/RedisSettings.ts"

const read = (environment: Readonly<Record<string, string>>) =>
  requiredRedisSettings.pipe(
    Effect.provide(ConfigProvider.layer(ConfigProvider.fromUnknown(environment))),
  )

const iam = {
  REDIS_URL: "rediss://cache.example:6379",
  REDIS_IAM_USER: "shop",
  REDIS_IAM_CACHE: "answers",
  AWS_REGION: "ap-northeast-1",
}

describe("understands", () => {
  it.effect.each([
    ["redis://localhost", { kind: "single", host: "localhost", port: 6379, database: 0 }],
    ["redis://[::1]:7000/2", { kind: "single", host: "::1", port: 7000, database: 2 }],
    ["redis+cluster://a:1", { kind: "cluster", host: "a", port: 1, database: 0 }],
    ["rediss+cluster://a:1/", { kind: "cluster", host: "a", port: 1, database: 0, tls: {} }],
    [
      "rediss://me:p%40ss@a:1/0",
      {
        kind: "single",
        host: "a",
        port: 1,
        database: 0,
        tls: {},
        username: "me",
        password: "p@ss",
      },
    ],
  ] as const)("%s", ([url, expected]) =>
    Effect.gen(function* () {
      assert.deepStrictEqual(yield* read({ REDIS_URL: url }), expected)
    }),
  )

  it.effect("a prefix", () =>
    Effect.gen(function* () {
      const url = { REDIS_URL: "redis://localhost" }
      assert.strictEqual((yield* read({ ...url, REDIS_KEY_PREFIX: "staging:" })).prefix, "staging:")
      assert.isUndefined((yield* read({ ...url, REDIS_KEY_PREFIX: "" })).prefix)
    }),
  )

  it.effect("IAM", () =>
    Effect.gen(function* () {
      const expected = { user: "shop", cache: "answers", serverless: false }
      assert.deepInclude((yield* read(iam)).iam, expected)
      const serverless = yield* read({ ...iam, REDIS_IAM_SERVERLESS: "true" })
      assert.isTrue(serverless.iam?.serverless)
      const empty = yield* read({ ...iam, REDIS_IAM_SERVERLESS: "" })
      assert.isFalse(empty.iam?.serverless)
    }),
  )

  it.effect("nothing, when nothing is set", () =>
    Effect.gen(function* () {
      assert.isUndefined(yield* optionalRedisSettings)
    }).pipe(Effect.provide(ConfigProvider.layer(ConfigProvider.fromUnknown({})))),
  )
})

describe("refuses, by name and rule", () => {
  it.effect.each([
    [{}, "REDIS_URL must be set"],
    [{ REDIS_URL: "localhost:6379" }, "REDIS_URL must be a URL that begins with redis://"],
    [{ REDIS_URL: "redis://a/first" }, "REDIS_URL must have no path but the number of a database"],
    [{ REDIS_URL: "redis+cluster://a/1" }, "REDIS_URL must have no path: a Cluster has one"],
    [{ REDIS_URL: "redis://a/0?db=1" }, "REDIS_URL must end after the path"],
    [{ REDIS_URL: "redis://a:%ZZ@b" }, "REDIS_URL must have its password percent-encoded"],
    [{ REDIS_URL: "redis://:a@b", REDIS_PASSWORD: "c" }, "REDIS_PASSWORD must not be set"],
    [{ REDIS_URL: "redis://a", REDIS_CA: "/ca.pem" }, "REDIS_CA needs a REDIS_URL"],
    [{ REDIS_URL: "rediss://a", REDIS_CA: "/nowhere/ca.pem" }, "REDIS_CA must be the path"],
    [{ REDIS_URL: "rediss://a", REDIS_CA: import.meta.filename }, "REDIS_CA must be a file"],
    [{ ...iam, REDIS_URL: "redis://a" }, "REDIS_IAM_USER needs a REDIS_URL"],
    [{ ...iam, REDIS_PASSWORD: "p" }, "REDIS_IAM_USER must not be set together"],
    [{ ...iam, REDIS_IAM_CACHE: "" }, "REDIS_IAM_CACHE must be set"],
    [{ ...iam, REDIS_IAM_CACHE: "a/b" }, "REDIS_IAM_CACHE must be 1 to 60 of"],
    [{ ...iam, REDIS_IAM_USER: "" }, "REDIS_IAM_CACHE needs a REDIS_IAM_USER"],
    [{ ...iam, REDIS_IAM_SERVERLESS: "yes" }, "REDIS_IAM_SERVERLESS must be true or false"],
    [{ REDIS_URL: "redis://a", REDIS_KEY_PREFIX: "{a}:" }, "REDIS_KEY_PREFIX must be 1 to 64"],
    [{ ...iam, AWS_REGION: "" }, "AWS_REGION must be set"],
  ] as ReadonlyArray<readonly [Record<string, string>, string]>)("%j", ([environment, message]) =>
    Effect.gen(function* () {
      const exit = yield* Effect.exit(read(environment))
      const error = Exit.isFailure(exit) ? Cause.squash(exit.cause) : undefined
      assert.propertyVal(error, "_tag", "ConfigError")
      assert.include(String(error), message)
    }),
  )

  it.effect("without repeating a password", () =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(read({ REDIS_URL: "http://:secret-word@a" }))
      assert.notInclude(String(error), "secret-word")
    }),
  )
})
