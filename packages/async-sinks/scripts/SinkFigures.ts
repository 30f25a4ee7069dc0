/**
 * Measures what sinks cost (queues that write records in the background): `node --expose-gc --max-semi-space-size=256
 * SinkFigures.ts offer|turn|outage|recovery`. Prints one line of JSON for each figure.
 *
 * The targets that sinks write to are functions that return or fail at once, so that only our own code is measured.
 */
import * as fs from "node:fs"
import * as os from "node:os"
import * as path from "node:path"
import { Effect, type Scope } from "effect"
import { TestClock } from "effect/testing"
import { makeSink, redactText, type Sink, type SinkRecord } from "../src/index.ts"

interface TurnRecord extends SinkRecord {
  readonly at: number
  readonly session: string
  readonly question: string
  readonly answer: string
}

const recordOf = (n: number): TurnRecord => ({
  id: `turn-${n}`,
  at: 1_790_000_000_000 + n,
  session: `s${n % 1_000}`,
  question: "Which volume of Vinland Saga comes next, and is it in stock today?",
  answer: "Volume 28 is out since November and costs ¥704; 3 copies are left in the store. ".repeat(
    3,
  ),
})

const print = (name: string, unit: string, value: number): void => {
  process.stdout.write(`${JSON.stringify({ name, unit, value: Number(value.toPrecision(5)) })}\n`)
}

const temporary: Effect.Effect<string, never, Scope.Scope> = Effect.acquireRelease(
  Effect.sync(() => fs.mkdtempSync(path.join(os.tmpdir(), "sink-figures-"))),
  (directory) => Effect.sync(() => fs.rmSync(directory, { recursive: true, force: true })),
)

type Kind = "must-keep" | "best-effort"

const sinkOf = Effect.fnUntraced(function* (
  kind: Kind,
  name: string,
  write: () => Effect.Effect<void, string>,
) {
  const base = { name, batch: { count: 200, ageMs: 20 }, write, drainDeadlineMs: 0 }
  if (kind === "best-effort")
    return yield* makeSink<TurnRecord, string, never>({ ...base, class: kind })
  const directory = yield* temporary
  const decode = (value: unknown) => value as TurnRecord
  return yield* makeSink<TurnRecord, string, never>({
    ...base,
    class: kind,
    spool: { directory, decode, maxBytes: 2 ** 31 },
  })
})

/** 100,000 offers within about a second, in bursts of 100 so that the worker has its turns. */
const offers = Effect.fnUntraced(function* (kind: Kind, isUp: boolean) {
  const state = isUp ? "healthy" : "target down"
  const count = 100_000
  const sink = yield* sinkOf(kind, "offers", () => (isUp ? Effect.void : Effect.fail("down")))
  const records = Array.from({ length: count }, (_, n) => recordOf(n))
  const micros = new Float64Array(count)
  for (let n = 0; n < count; n += 1) {
    if (n % 100 === 0) yield* Effect.sleep(1)
    const started = performance.now()
    sink.offer(records[n] ?? recordOf(n))
    micros[n] = (performance.now() - started) * 1_000
  }
  micros.sort()
  print(`offer, ${kind}, ${state}: p50`, "µs", micros[count / 2] ?? 0)
  print(`offer, ${kind}, ${state}: p99`, "µs", micros[Math.floor(count * 0.99)] ?? 0)
})

/** What an offer that has to be on disk cannot do without: the record's JSON, written to a file. */
const bareWrites = Effect.gen(function* () {
  const count = 100_000
  const file = fs.openSync(path.join(yield* temporary, "bare"), "a")
  const records = Array.from({ length: count }, (_, n) => recordOf(n))
  const micros = new Float64Array(count)
  for (let n = 0; n < count; n += 1) {
    if (n % 100 === 0) yield* Effect.sleep(1)
    const started = performance.now()
    fs.writeSync(file, Buffer.from(JSON.stringify(records[n])))
    micros[n] = (performance.now() - started) * 1_000
  }
  fs.closeSync(file)
  micros.sort()
  const name = "offer, must-keep, its JSON and a bare write"
  print(`${name}: p50`, "µs", micros[count / 2] ?? 0)
  print(`${name}: p99`, "µs", micros[Math.floor(count * 0.99)] ?? 0)
})

/** No collection happens within: the young generation has room for all of it. */
const allocation = Effect.fnUntraced(function* (kind: Kind) {
  const sink = yield* sinkOf(kind, "allocation", () => Effect.void)
  const records = Array.from({ length: 20_000 }, (_, n) => recordOf(n))
  for (const record of records.slice(0, 10_000)) sink.offer(record)
  yield* sink.drain(10_000)
  globalThis.gc?.()
  const before = process.memoryUsage().heapUsed
  for (const record of records.slice(10_000)) sink.offer(record)
  const bytes = (process.memoryUsage().heapUsed - before) / 10_000
  print(`offer, ${kind}: allocated`, "bytes", Math.max(0, bytes))
})

/** Five offers a turn as the store has them, two of them must-keep, one redacted; writing included. */
const turns = Effect.fnUntraced(function* (isUp: boolean) {
  const write = () => (isUp ? Effect.void : Effect.fail("down"))
  const kinds: ReadonlyArray<Kind> = [
    "must-keep",
    "must-keep",
    "best-effort",
    "best-effort",
    "best-effort",
  ]
  const sinks: Array<Sink<TurnRecord>> = []
  for (const [index, kind] of kinds.entries()) sinks.push(yield* sinkOf(kind, `s${index}`, write))
  const count = 5_000
  const burst = (from: number) => {
    for (let n = from; n < from + 50; n += 1) {
      const record = recordOf(n)
      for (const [index, sink] of sinks.entries()) {
        sink.offer(
          index === 1
            ? {
                ...record,
                question: redactText(record.question),
                answer: redactText(record.answer),
              }
            : record,
        )
      }
    }
  }
  for (let n = 0; n < 2_000; n += 50) {
    burst(n)
    yield* Effect.sleep(1)
  }
  const before = process.cpuUsage()
  for (let n = 2_000; n < 2_000 + count; n += 50) {
    burst(n)
    yield* Effect.sleep(1)
  }
  const { system, user } = process.cpuUsage(before)
  print(
    `turn, five sinks, ${isUp ? "healthy" : "targets down"}: processor time`,
    "µs",
    (system + user) / count,
  )
})

/** Ten minutes at 500 records a second on a virtual clock; writing and reading the disk are real. */
const outage = Effect.gen(function* () {
  const directory = yield* temporary
  const got = new Set<string>()
  let isUp = false
  let repeated = 0
  const sink = yield* makeSink<TurnRecord, string, never>({
    name: "outage",
    class: "must-keep",
    batch: { count: 500, ageMs: 20 },
    spool: { directory, decode: (value) => value as TurnRecord, maxBytes: 2 ** 31 },
    drainDeadlineMs: 0,
    write: (batch) => {
      if (!isUp) return Effect.fail("down")
      for (const { id } of batch) {
        if (got.has(id)) repeated += 1
        got.add(id)
      }
      return Effect.void
    },
  })
  let offered = 0
  let rss = 0
  for (let second = 0; second < 600; second += 1) {
    for (let n = 0; n < 500; n += 1) {
      if (sink.offer(recordOf(offered))) offered += 1
    }
    yield* TestClock.adjust(1_000)
    rss = Math.max(rss, process.memoryUsage().rss)
  }
  print("outage: resident memory at most", "MB", rss / 1e6)
  print("outage: spool", "MB", sink.counters().spoolBytes / 1e6)
  isUp = true
  const started = performance.now()
  let seconds = 0
  while (sink.counters().pending > 0 && seconds < 3_600) {
    yield* TestClock.adjust(1_000)
    seconds += 1
  }
  print("outage: processor-bound time to catch up", "ms", performance.now() - started)
  print("outage: virtual seconds until all is written", "s", seconds)
  print("outage: records lost", "records", offered - got.size)
  print("outage: records seen twice", "records", repeated)
}).pipe(Effect.provide(TestClock.layer()))

/** A million lines as an ended process left them, with order keys. */
const recovery = Effect.gen(function* () {
  const directory = yield* temporary
  const options = {
    name: "recovery",
    class: "must-keep" as const,
    capacity: 1,
    batch: { count: 100, ageMs: 20 },
    orderKey: ({ session }: TurnRecord) => session,
    spool: { directory, decode: (value: unknown) => value as TurnRecord, maxBytes: 2 ** 32 },
    drainDeadlineMs: 0,
    write: () => Effect.never,
  }
  yield* Effect.scoped(
    Effect.gen(function* () {
      const sink = yield* makeSink(options)
      for (let n = 0; n < 1_000_000; n += 1) sink.offer(recordOf(n))
    }),
  )
  const started = performance.now()
  const sink = yield* makeSink(options)
  print("recovery of 1,000,000 records", "ms", performance.now() - started)
  print("recovery: records found", "records", sink.counters().accepted)
})

const part = process.argv[2]
const program = Effect.gen(function* () {
  if (part === "offer") {
    for (const kind of ["best-effort", "must-keep"] as const) {
      yield* Effect.scoped(offers(kind, true))
      yield* Effect.scoped(offers(kind, false))
      yield* Effect.scoped(allocation(kind))
    }
    yield* Effect.scoped(bareWrites)
  } else if (part === "turn") {
    yield* Effect.scoped(turns(true))
    yield* Effect.scoped(turns(false))
  } else if (part === "outage") yield* outage
  else if (part === "recovery") yield* recovery
  else {
    process.stderr.write("usage: SinkFigures.ts offer|turn|outage|recovery\n")
    process.exitCode = 2
  }
})
await Effect.runPromise(Effect.scoped(program))
