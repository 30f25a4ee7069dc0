/** The command that manages learned wordings, as a process beside a real Redis. */
import { WordingBook, wordingId, RedisWordingBook } from "@manga-assist/caching"
import { RedisConnection, RedisSubscriber } from "@manga-assist/connections"
import { redisServer } from "@manga-assist/real-servers"
import { assert, describe, it } from "@effect/vitest"
import { ConfigProvider, Context, Effect, Layer } from "effect"
import { execFile } from "node:child_process"
import { fileURLToPath } from "node:url"
import { wordingVersion } from "../../../../packages/assistant/src/answers/StoreWordings.ts"

const main = fileURLToPath(new URL("../../src/main.ts", import.meta.url))

const run = (environment: Readonly<Record<string, string>>, ...words: ReadonlyArray<string>) =>
  Effect.callback<{ readonly code: number; readonly out: string; readonly errors: string }>(
    (resume) => {
      const env = { ...process.env, PRECOMPUTE_SCHEDULE: "/nowhere/at/all", ...environment }
      const child = execFile(
        process.execPath,
        [main, "wordings", ...words],
        { env, timeout: 200_000 },
        (_error, out, errors) => {
          resume(Effect.succeed({ code: child.exitCode ?? -1, out, errors }))
        },
      )
      return Effect.sync(() => child.kill("SIGKILL"))
    },
  )

const wordingFor = (text: string, sentence: string) => ({
  locale: "en",
  text,
  sentence,
  version: wordingVersion,
  approvedAt: Date.UTC(2026, 10, 1),
  expiresAt: Date.UTC(2126, 10, 1),
  approvedBy: "worker-1, rules 1",
  model: "haiku",
})

const bookAt = (url: string) =>
  Layer.build(
    Layer.fresh(RedisWordingBook.layer({ version: wordingVersion })).pipe(
      Layer.provide([RedisConnection.layer, RedisSubscriber.layerOptional]),
      Layer.provide(ConfigProvider.layer(ConfigProvider.fromUnknown({ REDIS_URL: url }))),
    ),
  ).pipe(Effect.map((context) => Context.get(context, WordingBook)))

describe("precompute wordings", () => {
  it.live("lists, removes by name and clears, whatever stands in the schedule", () =>
    Effect.gen(function* () {
      const { url } = yield* redisServer()
      const redis = { REDIS_URL: url }
      const book = yield* bookAt(url)
      const one = wordingFor("who is {SERIES1} by", "who is the author of {SERIES1}")
      const two = wordingFor("can books be sent back", "can i return a book")
      yield* book.approve({ lead: 1, wordings: [one, two] })

      const listed = yield* run(redis)
      assert.strictEqual(listed.code, 0, listed.errors)
      assert.include(
        listed.out,
        `${wordingId(one)}  en  "who is {SERIES1} by" asks "who is the author of {SERIES1}"`,
      )
      assert.include(listed.out, "wordings: 2, used 0 times")

      const json = yield* run(redis, "--json")
      const lines = json.out
        .trim()
        .split("\n")
        .map((line): { text: string } => JSON.parse(line))
      assert.sameMembers(
        lines.map(({ text }) => text),
        [one.text, two.text],
      )

      assert.strictEqual((yield* run(redis, "remove", wordingId(one))).code, 0)
      const left = yield* book.state
      assert.deepStrictEqual(
        left.wordings.map(({ text }) => text),
        [two.text],
      )
      assert.strictEqual((yield* run(redis, "clear")).code, 0)
      assert.deepStrictEqual((yield* book.state).wordings, [])
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
