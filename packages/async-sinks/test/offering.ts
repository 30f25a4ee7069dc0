/**
 * A process that uses a sink until it is killed. `offer`: offers records and says the number of each
 * one accepted; `drain`: writes what is left and says the counters; `stop`: offers with a target that
 * hangs until it is told to end; `full`: offers with a target that is away until one is refused; `hold`: has
 * the folder.
 */
import * as fs from "node:fs"
import { Effect } from "effect"
import { fileWriter, makeSink, type WriteAnswer } from "../src/index.ts"
import { spoolIn, type Entry } from "./harness.ts"

const [directory = "", mode = "offer", from = "0"] = process.argv.slice(2)
const writer = fileWriter({ directory, name: "target", files: 100 })
let writes = 0

const write = (
  batch: ReadonlyArray<Entry>,
  json: (index: number) => string,
): Effect.Effect<WriteAnswer, unknown> => {
  writes += 1
  if (mode === "stop") return Effect.never
  if (mode === "full") return Effect.fail("away")
  // Every third write is refused, and every seventh taken with its answer lost, so that records
  // wait in memory, on disk and under way, and come again.
  if (mode === "offer" && writes % 3 === 0) return Effect.fail("refused")
  const answer = writer(batch, json)
  return mode === "offer" && writes % 7 === 0 ? Effect.andThen(answer, Effect.fail("lost")) : answer
}

const say = (text: string) => Effect.sync(() => void fs.writeSync(1, text))

const program = Effect.gen(function* () {
  const sink = yield* makeSink({
    name: "kept",
    class: "must-keep",
    capacity: 50,
    batch: { count: 20, ageMs: 1 },
    write,
    orderKey: (entry) => entry.key,
    // A spool is left by one kind of life and found by the other.
    sameKey: Number(from) % 200_000 === 0 ? "together" : "apart",
    retry: { attempts: 2, baseMs: 1, maxMs: 5 },
    spool: { ...spoolIn(directory, 4_000_000), syncMs: 5 },
    drainDeadlineMs: mode === "stop" || mode === "full" ? 300 : 20_000,
  })
  if (mode === "hold") {
    yield* say("ready\n")
    return yield* Effect.never
  }
  if (mode === "drain") {
    yield* sink.drain(20_000)
    return yield* say(JSON.stringify(sink.counters()))
  }
  for (let n = Number(from); ; n += 1) {
    const accepted = sink.offer({ id: `r${n}`, key: `k${n % 11}` })
    // Said only after the offer returned true: what the parent reads was accepted.
    if (accepted) fs.writeSync(1, `${n}\n`)
    else if (mode === "full") return yield* say(`refused: ${sink.report().lastRefusal}\n`)
    if (n % 50 === 0) yield* Effect.sleep(1)
    if (mode === "stop" && n - Number(from) === 500) return yield* Effect.never
  }
}).pipe(
  Effect.catchTag("SinkError", (error) => say(`${error.reason}: ${error.message}\n`)),
  Effect.scoped,
)

const running = Effect.runFork(program)
process.once("SIGTERM", () => running.interruptUnsafe())
// A running fiber does not hold the process.
const held = setInterval(() => {}, 1_000)
running.addObserver(() => clearInterval(held))
