/**
 * A process of its own that runs turns over a shared Redis and says what happens, to be killed by a test.
 *
 * `node leadingTurn.ts <redis url> <question> <turns>`: a line of input is what the model says next, an empty
 * one its end. Told are each call of the model, when all turns wait for it, what the first turn hears, and how many ended complete.
 */
import * as readline from "node:readline"
import { BedrockChat, type ConverseOutcome, RedisConnection } from "@manga-assist/connections"
import { Effect } from "effect"
import { until } from "../../caching/test/realRedis.ts"
import { Turn } from "../src/turn/Turn.ts"
import { scriptedStore } from "./scriptedStore.ts"

const [, , url = "", text = "", turns = "1"] = process.argv
const say = (line: string) => process.stdout.write(`${line}\n`)
const lines = readline.createInterface({ input: process.stdin })

let warm = false
const chat = BedrockChat.of({
  converse: (_request, { onText }) =>
    Effect.callback<ConverseOutcome>((resume) => {
      if (!warm) return resume(Effect.succeed({ stopReason: "end_turn", text: "" }))
      say("asked")
      let said = ""
      lines.on("line", (line) => {
        if (line === "") return resume(Effect.succeed({ stopReason: "end_turn", text: said }))
        said += line
        onText(line)
      })
    }),
})
const { layer } = scriptedStore({
  chat,
  environment: { REDIS_URL: url, LATENCY_BUDGET_MS: "60000" },
})

const main = Effect.gen(function* () {
  const turn = yield* Turn
  // As a server is not ready before its connections are.
  const { run } = yield* RedisConnection
  yield* until(Effect.isSuccess(run("test", 1_000, (redis) => redis.ping())))
  // The first turn of a process takes longer than others may wait for it.
  yield* turn.run(
    { id: "m-0", session: "first", text: "Who wrote Monster?", arrivedAt: performance.now() },
    () => undefined,
  )
  warm = true
  let begun = 0
  let complete = 0
  yield* Effect.forEach(
    Array.from({ length: Number(turns) }, (_, index) => index),
    (index) =>
      Effect.andThen(
        // Messages come one by one, and replies of Redis in between.
        Effect.yieldNow,
        turn.run(
          { id: "m-1", session: `leading-${index}`, text, arrivedAt: performance.now() },
          (event) => {
            if (event.type === "model-start") begun += 1
            if (event.type === "model-start" && begun === Number(turns)) say("begun")
            if (event.type === "delta" && index === 0) say(`heard ${event.text}`)
            if (event.type === "turn-end" && event.end.finish === "complete") complete += 1
          },
        ),
      ),
    { concurrency: "unbounded", discard: true },
  )
  say(`complete ${complete}`)
})

Effect.runFork(
  main.pipe(
    Effect.scoped,
    Effect.provide(layer),
    Effect.ensuring(Effect.sync(() => lines.close())),
  ),
)
