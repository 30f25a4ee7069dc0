/** Two processes with the AI SDK over a real Redis, and an emulated Bedrock that counts its calls. */
import { mkdtempSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { chatLatency, startBedrockEmulator } from "@manga-assist/bedrock-emulator"
import { processOf } from "./processOf.ts"
import { redisServer } from "./realRedis.ts"

interface Told {
  readonly text: string
  readonly chunks: number
  readonly source: string
  readonly finish: string
  readonly error: string
}

const text = "It was a quiet evening, and nobody knew what the letter said."

const guardrails = [
  {
    id: "rules",
    versions: ["1"],
    topics: [],
    filters: [{ type: "VIOLENCE", patterns: ["kill"] }],
    blocked: "No.",
  },
]

const two = Effect.gen(function* () {
  const redis = yield* redisServer()
  const dataDir = mkdtempSync(join(tmpdir(), "safe-cache-"))
  const emulator = yield* Effect.acquireRelease(
    Effect.promise(() =>
      startBedrockEmulator({
        dataDir,
        answers: [{ text }],
        guardrails,
        latency: chatLatency(300, 20),
      }),
    ),
    (started) => Effect.promise(() => started.close()),
  )
  const started = () => processOf("askingProcess.ts", [redis.url, "50"], emulator.environment)
  const processes = [yield* started(), yield* started()]
  for (const each of processes) assert.strictEqual(yield* each.next, "ready")
  const ask = Effect.fnUntraced(function* (prompt: string, settings: object = {}) {
    for (const each of processes) yield* each.say(JSON.stringify({ prompt, ...settings }))
    const answers = yield* Effect.forEach(processes, ({ next }) => next, { concurrency: 2 })
    return answers.flatMap((line): ReadonlyArray<Told> => JSON.parse(line))
  })
  return { ask, emulator, calls: () => emulator.stats().requests["ConverseStream"] ?? 0 }
})

describe("50 + 50 equal calls in two processes", () => {
  it.live("make one call of the model, and every one streams it", () =>
    Effect.gen(function* () {
      const { ask, calls } = yield* two
      const answers = yield* ask("What happened?")
      assert.strictEqual(calls(), 1)
      assert.strictEqual(answers.length, 100)
      for (const { chunks, error, finish, text: said } of answers) {
        assert.deepStrictEqual([said, finish, error], [text, "stop", ""])
        assert.isAbove(chunks, 5)
      }
      assert.strictEqual(answers.filter(({ source }) => source === "model").length, 1)
      const again = yield* ask("What happened?")
      assert.isTrue(again.every(({ chunks, source }) => source === "cache" && chunks > 5))
      assert.strictEqual(calls(), 1)
    }),
  )

  it.live("never keep an answer that was cut: all hear so, and it is asked for anew", () =>
    Effect.gen(function* () {
      const { ask, calls, emulator } = yield* two
      emulator.break({ kind: "reset", afterEvents: 6, operation: "ConverseStream" })
      const cut = yield* ask("And then?")
      assert.isTrue(cut.every(({ error, finish }) => error !== "" && finish === ""))
      emulator.break()
      const before = calls()
      const whole = yield* ask("And then?")
      assert.isTrue(whole.every((each) => each.text === text && each.error === ""))
      assert.strictEqual(calls(), before + 1)
    }),
  )

  it.live("never keep an answer that was cut at its length or blocked", () =>
    Effect.gen(function* () {
      const { ask, calls } = yield* two
      const guardrailConfig = { guardrailIdentifier: "rules", guardrailVersion: "1" }
      const unfit = [
        ["length", "What then?", { maxOutputTokens: 3 }],
        ["content-filter", "Whom to kill?", { providerOptions: { bedrock: { guardrailConfig } } }],
      ] as const
      for (const [finish, question, settings] of unfit) {
        const before = calls()
        const first = yield* ask(question, settings)
        assert.isTrue(first.every((each) => each.finish === finish && each.error === ""))
        const second = yield* ask(question, settings)
        assert.isTrue(second.every(({ source }) => source !== "cache"))
        assert.isAtLeast(calls(), before + 2)
      }
    }),
  )
})
