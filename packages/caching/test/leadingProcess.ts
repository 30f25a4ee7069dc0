/**
 * A process of its own that joins a flight and says what happens, to be killed or paused by a test.
 *
 * `node leadingProcess.ts <redis url> <key>`: a line of input is the next chunk, an empty one the end.
 */
import * as readline from "node:readline"
import { ConfigProvider, Effect, Layer, Schema } from "effect"
import { RedisConnection, RedisSubscriber } from "@manga-assist/connections"
import { makeSharedFlight } from "../src/index.ts"

const [, , url = "", key = ""] = process.argv
const say = (line: string) => process.stdout.write(`${line}\n`)
const lines = readline.createInterface({ input: process.stdin })

const main = Effect.gen(function* () {
  const flight = yield* makeSharedFlight({
    chunk: Schema.String,
    value: Schema.String,
    error: Schema.Never,
  })
  say("ready")
  const compute = (push: (chunk: string) => void) =>
    Effect.callback<string>((resume) => {
      say("leads")
      lines.on("line", (line) => {
        if (line === "") resume(Effect.succeed("done"))
        else push(line)
      })
    })
  const exit = yield* Effect.exit(flight.join(key, compute, (chunk) => say(`heard ${chunk}`)))
  say(exit._tag === "Success" ? `ended ${exit.value.value}` : "failed")
})

Effect.runFork(
  main.pipe(
    Effect.scoped,
    Effect.provide(
      Layer.mergeAll(RedisConnection.layer, RedisSubscriber.layerOptional).pipe(
        Layer.provide(ConfigProvider.layer(ConfigProvider.fromUnknown({ REDIS_URL: url }))),
      ),
    ),
    Effect.ensuring(Effect.sync(() => lines.close())),
  ),
)
