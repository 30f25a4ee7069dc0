/** Sinks for programs without Effect, and what plain JavaScript may hand to either face. */
import { mkdtempSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { Effect, Scope, Exit } from "effect"
import { describe, expect, it, vi } from "vitest"
import { makeSink as makeEffectSink } from "../src/index.ts"
import { dynamoWriter, fileWriter, makeSink, type PromiseSinkOptions } from "../src/promise.ts"

interface Row {
  readonly id: string
}
const rows = (count: number, from = 0): ReadonlyArray<Row> =>
  Array.from({ length: count }, (_, at) => ({ id: String(from + at) }))

/** One contract for both faces: the same options with an async `write`, and how to end the sink. */
const faces = {
  promise: async (options: PromiseSinkOptions<Row>) => {
    const sink = await makeSink(options)
    return { sink, drain: sink.drain, close: sink.close }
  },
  "Effect, given promises": async (options: PromiseSinkOptions<Row>) => {
    const scope = Scope.makeUnsafe()
    // What a program in plain JavaScript does; TypeScript refuses it.
    const given = options as unknown as Parameters<typeof makeEffectSink<Row, never, never>>[0]
    const sink = await Effect.runPromise(makeEffectSink(given).pipe(Scope.provide(scope)))
    return {
      sink,
      drain: (deadlineMs: number) => Effect.runPromise(sink.drain(deadlineMs)),
      close: () => Effect.runPromise(Scope.close(scope, Exit.void)),
    }
  },
}

describe.each(Object.entries(faces))("%s", (_, open) => {
  it("writes every record once with an async function", async () => {
    const written: Array<string> = []
    const { close, drain, sink } = await open({
      name: "rows",
      class: "best-effort",
      batch: { count: 25, ageMs: 5 },
      write: async (batch) => {
        await new Promise((resolve) => setTimeout(resolve, 1))
        written.push(...batch.map(({ id }) => id))
      },
    })
    for (const row of rows(60)) expect(sink.offer(row)).toBe(true)
    expect(await drain(5_000)).toBe(true)
    expect(written).toEqual(rows(60).map(({ id }) => id))
    expect(sink.counters()).toMatchObject({ accepted: 60, written: 60, retried: 0, pending: 0 })
    await close()
    expect(sink.offer({ id: "late" })).toBe(false)
  })

  it("tries again after a rejection, and hears what alone was not taken", async () => {
    let calls = 0
    const letters: Array<string> = []
    const { close, drain, sink } = await open({
      name: "rows",
      class: "best-effort",
      batch: { count: 10, ageMs: 1 },
      retry: { baseMs: 1, maxMs: 2 },
      write: async (batch) => {
        calls += 1
        if (calls === 1) throw new Error("away")
        const bad = batch.findIndex(({ id }) => id === "3")
        return bad < 0 ? undefined : { rejected: [{ index: bad, reason: "bad row" }] }
      },
      deadLetter: {
        write: async (given) =>
          void letters.push(...given.map(({ id, reason }) => `${id} ${reason}`)),
      },
    })
    for (const row of rows(6)) sink.offer(row)
    expect(await drain(5_000)).toBe(true)
    expect(letters).toEqual(["3 bad row"])
    expect(sink.counters()).toMatchObject({ written: 6, deadLettered: 1, pending: 0 })
    expect(sink.report().lastFailure).toMatch(/away/)
    await close()
  })

  it("keeps what must be kept across a restart", async () => {
    const directory = mkdtempSync(join(tmpdir(), "promise-sink-"))
    const options = (write: PromiseSinkOptions<Row>["write"]): PromiseSinkOptions<Row> => ({
      name: "kept",
      class: "must-keep",
      batch: { count: 10, ageMs: 1 },
      drainDeadlineMs: 50,
      spool: { directory, decode: (value) => value as Row },
      write,
    })
    const first = await open(options(() => Promise.reject(new Error("down"))))
    for (const row of rows(5)) first.sink.offer(row)
    await first.close()
    const written = new Set<string>()
    const second = await open(
      options(async (batch) => {
        for (const { id } of batch) written.add(id)
      }),
    )
    expect(await second.drain(5_000)).toBe(true)
    expect([...written].toSorted()).toEqual(["0", "1", "2", "3", "4"])
    await second.close()
  })
})

describe("the promise face", () => {
  it("refuses options that are not valid, and closes by `await using`", async () => {
    const wrong = makeSink<Row>({
      name: "Not A Name",
      class: "best-effort",
      batch: { count: 1, ageMs: 1 },
      write: async () => {},
    })
    await expect(wrong).rejects.toMatchObject({ reason: "invalid-options" })
    const written: Array<string> = []
    {
      await using sink = await makeSink<Row>({
        name: "rows",
        class: "best-effort",
        batch: { count: 100, ageMs: 60_000 },
        write: async (batch) => void written.push(...batch.map(({ id }) => id)),
      })
      sink.offer({ id: "a" })
    }
    expect(written).toEqual(["a"])
  })

  it("tells a write by its signal that nobody waits any more", async () => {
    const heard = Promise.withResolvers<unknown>()
    await using sink = await makeSink<Row>({
      name: "rows",
      class: "best-effort",
      batch: { count: 1, ageMs: 1 },
      writeDeadlineMs: 20,
      drainDeadlineMs: 0,
      write: (_batch, _json, signal) =>
        new Promise((_, reject) => {
          signal.addEventListener("abort", () => {
            heard.resolve(signal.reason)
            reject(signal.reason)
          })
        }),
    })
    sink.offer({ id: "a" })
    await heard.promise
    expect(sink.counters()).toMatchObject({ written: 0 })
  })

  it("ends at its deadline, whatever its target does", async () => {
    const sink = await makeSink<Row>({
      name: "rows",
      class: "best-effort",
      batch: { count: 1, ageMs: 1 },
      writeDeadlineMs: 60_000,
      drainDeadlineMs: 20,
      write: () => new Promise(() => {}),
    })
    for (const row of rows(3)) sink.offer(row)
    await sink.close()
    expect(sink.counters()).toMatchObject({ accepted: 3, dropped: 3, pending: 0 })
  })

  it("has writers that are async functions, and take clients of async functions", async () => {
    const directory = mkdtempSync(join(tmpdir(), "promise-writer-"))
    const json = () => JSON.stringify({ id: "a" })
    const file = fileWriter({ directory, name: "rows" })
    expect(await file([{ id: "a" }], json)).toMatchObject({ duplicates: 0 })
    expect(await file([{ id: "a" }], json)).toMatchObject({ duplicates: 1 })

    const items = new Set<unknown>()
    const signals: Array<AbortSignal> = []
    const table = dynamoWriter<Row>({
      table: "rows",
      partitionKey: "id",
      item: (row) => ({ ...row }),
      calls: {
        put: async ({ Item }, { abortSignal }) => {
          signals.push(abortSignal)
          if (items.has(Item["id"])) {
            throw Object.assign(new Error("there"), { name: "ConditionalCheckFailedException" })
          }
          items.add(Item["id"])
        },
        update: async () => {},
      },
    })
    expect(await table(rows(2), json)).toMatchObject({ failed: [], duplicates: 0 })
    expect(await table(rows(3), json)).toMatchObject({ failed: [], duplicates: 2 })
    expect(signals).toHaveLength(5)
  })
})

it("takes no Effect of a writer for an answer: nothing of it is written", async () => {
  const folder = mkdtempSync(join(tmpdir(), "sink-"))
  const sink = await makeSink<Row>({
    name: "rows",
    class: "must-keep",
    spool: { directory: folder, decode: (value) => value as Row },
    batch: { count: 25, ageMs: 5 },
    // What a program in plain JavaScript may do; TypeScript refuses it.
    write: (async () => Effect.void) as unknown as PromiseSinkOptions<Row>["write"],
  })
  expect(sink.offer({ id: "1" })).toBe(true)
  expect(await sink.drain(200)).toBe(false)
  expect(sink.counters()).toMatchObject({ written: 0, pending: 1 })
  await sink.close()
})

it("tells what broke on standard error, and leaves standard output alone", async () => {
  const printed = vi.spyOn(console, "log").mockImplementation(() => {})
  const warned = vi.spyOn(console, "error").mockImplementation(() => {})
  const sink = await makeSink<Row>({
    name: "rows",
    class: "best-effort",
    capacity: 1,
    batch: { count: 25, ageMs: 5 },
    drainDeadlineMs: 0,
    dropNotice: () => {
      throw new Error("no notice")
    },
    write: async () => {},
  })
  for (const row of rows(2)) sink.offer(row)
  await expect.poll(() => warned.mock.calls.length).toBe(1)
  expect(printed.mock.calls).toEqual([])
  await sink.close()
  vi.restoreAllMocks()
})
