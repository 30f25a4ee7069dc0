/**
 * A process of its own that runs one turn over a shared Redis and says what happens, to be killed by a test.
 *
 * `node leadingTurn.ts <redis url> <question>`: a line of input is what the model says next.
 */
import * as readline from "node:readline"
import { BedrockChat } from "@manga-assist/connections"
import { Effect } from "effect"
import { Turn } from "../src/Turn.ts"
import { scriptedStore } from "./scriptedStore.ts"

const [, , url = "", text = ""] = process.argv
const say = (line: string) => process.stdout.write(`${line}\n`)
const lines = readline.createInterface({ input: process.stdin })

const chat = BedrockChat.of({
  converse: (_request, { onText }) =>
    Effect.suspend(() => {
      say("asked")
      lines.on("line", onText)
      return Effect.never
    }),
})
const { layer } = scriptedStore({
  chat,
  environment: { REDIS_URL: url, LATENCY_BUDGET_MS: "60000" },
})

Effect.runFork(
  Effect.gen(function* () {
    const turn = yield* Turn
    const arrivedAt = performance.now()
    yield* turn.run({ id: "m-1", session: "leading", text, arrivedAt }, (event) => {
      if (event.type === "delta") say(`heard ${event.text}`)
    })
  }).pipe(Effect.scoped, Effect.provide(layer), Effect.ensuring(Effect.sync(() => lines.close()))),
)
