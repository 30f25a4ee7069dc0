/**
 * A conformance test suite for targets of a sink, for any test runner: a list of named checks, each an effect that
 * fails with what was wrong.
 *
 * A target is a `write` and a way to read back the ids that a reader sees. Where a service stores duplicates, reading
 * removes them by id, as its readers do.
 */
import { Effect, type Scope } from "effect"
import { makeSink } from "./delivery/MakeSink.ts"
import type { SinkOptions } from "./contract/EffectSink.ts"
import type { SinkRecord } from "./contract/Sink.ts"

export interface SuiteRecord extends SinkRecord {
  readonly at: number
  readonly session: string
  readonly text: string
}

export interface TestedTarget {
  readonly write: SinkOptions<SuiteRecord, unknown>["write"]
  /** The ids that are there, in any order, at the end of all writes so far. */
  readonly ids: Effect.Effect<ReadonlyArray<string>, unknown>
}

export interface WriterCheck {
  readonly name: string
  readonly run: Effect.Effect<void, unknown, Scope.Scope>
}

export interface SuiteOptions {
  /** A target of its own for each check, empty. */
  readonly make: Effect.Effect<TestedTarget, unknown, Scope.Scope>
  /** A folder of its own for each check. */
  readonly directory: Effect.Effect<string, never, Scope.Scope>
  /** Bytes of a record that the service itself does not take; `undefined`: it takes any. */
  readonly tooLarge: number | undefined
  readonly now: number
}

const same = (got: ReadonlyArray<string>, expected: ReadonlyArray<string>) => {
  const [one, other] = [got.toSorted().join(" "), expected.toSorted().join(" ")]
  return one === other
    ? Effect.void
    : Effect.fail(`expected ${expected.length} ids, got ${got.length}: ${one.slice(0, 300)}`)
}

const isSuiteRecord = (value: unknown): value is SuiteRecord =>
  typeof value === "object" && value !== null && "id" in value && "session" in value

export const writerSuite = (options: SuiteOptions): ReadonlyArray<WriterCheck> => {
  const records = (count: number, text = '続きは28巻です。\u0007\uFFFF "quoted"\n') =>
    Array.from({ length: count }, (_, index) => ({
      id: `r${index}`,
      at: options.now + index,
      session: `s${index % 7}`,
      text,
    }))
  const idsOf = (batch: ReadonlyArray<SuiteRecord>) => batch.map(({ id }) => id)
  const direct = (target: TestedTarget, batch: ReadonlyArray<SuiteRecord>) =>
    target.write(batch, (index) => JSON.stringify(batch[index]))

  return [
    {
      name: "writes a batch larger than one request",
      run: Effect.gen(function* () {
        const target = yield* options.make
        const batch = records(1_200)
        const answer = yield* direct(target, batch)
        if ((answer?.failed?.length ?? 0) > 0) return yield* Effect.fail(answer?.reason)
        yield* same(yield* target.ids, idsOf(batch))
      }),
    },
    {
      name: "shows one of a record that is written twice",
      run: Effect.gen(function* () {
        const target = yield* options.make
        const batch = records(20)
        yield* direct(target, batch)
        yield* direct(target, batch)
        yield* same(yield* target.ids, idsOf(batch))
      }),
    },
    {
      name: "rejects a record that is too large alone, and writes the others",
      run: Effect.gen(function* () {
        const { tooLarge } = options
        if (tooLarge === undefined) return
        const target = yield* options.make
        const batch = records(5)
        const large = { ...batch[0], id: "large", at: 0, session: "s", text: "x".repeat(tooLarge) }
        const answer = yield* direct(target, [...batch.slice(0, 2), large, ...batch.slice(2)])
        const rejected = answer?.rejected ?? []
        if (rejected.length !== 1 || rejected[0]?.index !== 2) {
          return yield* Effect.fail(`rejected: ${JSON.stringify(rejected)}`)
        }
        if (!/at most \d+/u.test(rejected[0].reason)) return yield* Effect.fail(rejected[0].reason)
        yield* same(yield* target.ids, idsOf(batch))
      }),
    },
    {
      name: "through a sink: an answer that is lost after the write, a refusal, then all once",
      run: Effect.gen(function* () {
        const target = yield* options.make
        let writes = 0
        const sink = yield* makeSink<SuiteRecord, unknown, never>({
          name: "suite",
          class: "must-keep",
          batch: { count: 25, ageMs: 1 },
          orderKey: (record) => record.session,
          retry: { baseMs: 1, maxMs: 5 },
          spool: {
            directory: yield* options.directory,
            decode: (value) => (isSuiteRecord(value) ? value : undefined),
          },
          write: (batch, json) => {
            writes += 1
            if (writes % 3 === 1) return Effect.fail("refused")
            const answer = target.write(batch, json)
            return writes % 3 === 2 ? Effect.andThen(answer, Effect.fail("answer lost")) : answer
          },
        })
        const batch = records(100)
        for (const record of batch) {
          if (!sink.offer(record)) return yield* Effect.fail(sink.report().lastRefusal)
        }
        if (!(yield* sink.drain(30_000))) return yield* Effect.fail(sink.report().lastFailure)
        const { accepted, dropped, pending, written } = sink.counters()
        if (accepted !== 100 || written + dropped + pending !== accepted || written !== 100) {
          return yield* Effect.fail(JSON.stringify(sink.counters()))
        }
        yield* same(yield* target.ids, idsOf(batch))
      }),
    },
  ]
}
