/** The command that manages aliases, as a process beside a real Redis. */
import { AliasBook, aliasId, RedisAliasBook } from "@manga-assist/caching"
import { RedisConnection, RedisSubscriber } from "@manga-assist/connections"
import { redisServer } from "@manga-assist/real-servers"
import { assert, describe, it } from "@effect/vitest"
import { ConfigProvider, Context, Effect, Layer } from "effect"
import { execFile } from "node:child_process"
import { fileURLToPath } from "node:url"
import { aliasVersion } from "../../../../packages/assistant/src/answers/StoreAliases.ts"

const main = fileURLToPath(new URL("../../src/main.ts", import.meta.url))

const run = (environment: Readonly<Record<string, string>>, ...words: ReadonlyArray<string>) =>
  Effect.callback<{ readonly code: number; readonly out: string; readonly errors: string }>(
    (resume) => {
      const env = { ...process.env, PRECOMPUTE_SCHEDULE: "/nowhere/at/all", ...environment }
      const child = execFile(
        process.execPath,
        [main, "aliases", ...words],
        { env, timeout: 200_000 },
        (_error, out, errors) => {
          resume(Effect.succeed({ code: child.exitCode ?? -1, out, errors }))
        },
      )
      return Effect.sync(() => child.kill("SIGKILL"))
    },
  )

const aliasFor = (words: string, kept: string) => ({
  partition: "public",
  locale: "en",
  words,
  place: "answer:a",
  kept,
  version: aliasVersion(),
  approvedAt: Date.UTC(2026, 10, 1),
  expiresAt: Date.UTC(2126, 10, 1),
  approvedBy: "worker-1, rules 1",
  model: "haiku",
})

const bookAt = (url: string) =>
  Layer.build(
    Layer.fresh(RedisAliasBook.layer({ version: aliasVersion() })).pipe(
      Layer.provide([RedisConnection.layer, RedisSubscriber.layerOptional]),
      Layer.provide(ConfigProvider.layer(ConfigProvider.fromUnknown({ REDIS_URL: url }))),
    ),
  ).pipe(Effect.map((context) => Context.get(context, AliasBook)))

describe("precompute aliases", () => {
  it.live("lists, removes by name and clears, whatever stands in the schedule", () =>
    Effect.gen(function* () {
      const { url } = yield* redisServer()
      const redis = { REDIS_URL: url }
      const book = yield* bookAt(url)
      const one = aliasFor("who is vagabond by", "who wrote vagabond")
      const two = aliasFor("can books be sent back", "can i return a book")
      yield* book.approve({ lead: 1, aliases: [one, two], forget: [] })

      const listed = yield* run(redis)
      assert.strictEqual(listed.code, 0, listed.errors)
      assert.include(
        listed.out,
        `${aliasId(one)}  en  "who is vagabond by" asks "who wrote vagabond"`,
      )
      assert.include(listed.out, "aliases: 2, used 0 times")

      const json = yield* run(redis, "--json")
      const lines = json.out
        .trim()
        .split("\n")
        .map((line): { words: string } => JSON.parse(line))
      assert.sameMembers(
        lines.map(({ words }) => words),
        [one.words, two.words],
      )

      assert.strictEqual((yield* run(redis, "remove", aliasId(one))).code, 0)
      const left = yield* book.state
      assert.deepStrictEqual(
        left.aliases.map(({ words }) => words),
        [two.words],
      )
      assert.strictEqual((yield* run(redis, "clear")).code, 0)
      assert.deepStrictEqual((yield* book.state).aliases, [])
    }).pipe(Effect.scoped),
  )

  it.live("says what is missing where there is no Redis, and ends with 1", () =>
    Effect.gen(function* () {
      const { code, errors, out } = yield* run({ REDIS_URL: "" })
      assert.strictEqual(code, 1)
      assert.strictEqual(out, "")
      assert.include(errors, "REDIS_URL")
    }),
  )
})
