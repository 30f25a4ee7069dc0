/** A process that offers records until it is killed (or, told `drain`, writes what is left). */
import * as fs from "node:fs"
import { Effect } from "effect"
import { fileWriter, makeSink } from "../src/index.ts"
import { spoolIn, type Entry } from "./harness.ts"

const [directory = "", mode = "offer", from = "0"] = process.argv.slice(2)
const writer = fileWriter({ directory, name: "target", files: 100 })
let writes = 0

const program = Effect.gen(function* () {
  const sink = yield* makeSink({
    name: "kept",
    class: "must-keep",
    capacity: 50,
    batch: { count: 20, ageMs: 1 },
    // Every third write is refused, so that records wait in memory, on disk and under way.
    write: (batch: ReadonlyArray<Entry>): Effect.Effect<void, unknown> => {
      writes += 1
      return mode === "offer" && writes % 3 === 0 ? Effect.fail("refused") : writer(batch)
    },
    retry: { attempts: 2, baseMs: 1, maxMs: 5 },
    spool: spoolIn(directory),
    drainDeadlineMs: 20_000,
  })
  if (mode === "drain") {
    yield* sink.drain(20_000)
    fs.writeSync(1, JSON.stringify(sink.counters()))
    return
  }
  for (let n = Number(from); ; n += 1) {
    // Said only after the offer returned true: what the parent reads was accepted.
    if (sink.offer({ id: `r${n}` })) fs.writeSync(1, `${n}\n`)
    if (n % 50 === 0) yield* Effect.sleep(1)
  }
})

await Effect.runPromise(Effect.scoped(program))
