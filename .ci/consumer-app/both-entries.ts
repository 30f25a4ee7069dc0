/** Uses both entries of each package in one process: they work beside each other, and share what their page says. */
import { mkdtempSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { makeSink as makeEffectSink, SinkError as OtherSinkError } from "@manga-assist/async-sinks"
import { makeSink, SinkError } from "@manga-assist/async-sinks/promise"
import { CacheError as OtherCacheError, CacheStore } from "@manga-assist/caching"
import { CacheError, makeCache } from "@manga-assist/caching/promise"
import { LeaderError as OtherLeaderError, leadAlone } from "@manga-assist/leader"
import { leader, LeaderError } from "@manga-assist/leader/promise"
import { OptionError } from "@manga-assist/options"
import { PayloadError as OtherPayloadError } from "@manga-assist/payload"
import { decode, PayloadError } from "@manga-assist/payload/promise"
import { makePrefetch as makeEffectPrefetch } from "@manga-assist/prefetch"
import { makePrefetch } from "@manga-assist/prefetch/promise"
import { Effect } from "effect"

const caught = (run: () => Promise<unknown>) =>
  run().then(
    () => undefined,
    (error: unknown) => error,
  )
const name = (error: unknown) => (error instanceof Error ? error.name : undefined)

const directory = mkdtempSync(join(tmpdir(), "both-"))
interface Row {
  readonly id: string
}
const rows = { name: "rows", batch: { count: 10, ageMs: 1 } }
const kept = {
  class: "must-keep",
  spool: { directory, decode: (value: unknown) => value as Row },
} as const

const first = await makeSink<Row>({
  ...rows,
  ...kept,
  write: () => Promise.reject(new Error("away")),
  drainDeadlineMs: 10,
})
first.offer({ id: "a" })
const locked = await Effect.runPromise(
  Effect.scoped(
    makeEffectSink<Row, never, never>({ ...rows, ...kept, write: () => Effect.void }),
  ).pipe(Effect.flip),
)
await first.close()
const written: Array<string> = []
await Effect.runPromise(
  Effect.scoped(
    Effect.gen(function* () {
      const second = yield* makeEffectSink<Row, never, never>({
        ...rows,
        ...kept,
        write: (batch) => Effect.sync(() => void written.push(...batch.map(({ id }) => id))),
      })
      yield* second.drain(1_000)
    }),
  ),
)
const sources = { deadlineMs: 1_000, freshForMs: 60_000 }
const withEffect = await Effect.runPromise(
  Effect.scoped(
    Effect.gen(function* () {
      const prefetch = yield* makeEffectPrefetch({
        name: { ...sources, load: () => Effect.succeed("Ben") },
      })
      return (yield* prefetch.take({ session: "s1" }, 500)).values.name
    }),
  ),
)
const prefetch = makePrefetch({ name: { ...sources, load: async () => "Ana" } })
const without = (await prefetch.take({ session: "s1" }, 500)).values.name
await prefetch.close()

const one = await leader({ key: "report:{leader}" })
await one.close()
const late = await caught(() => one.set("key", "value", 1_000))
const misspelt = await caught(() => makeCache({ freshForMs: Number.NaN }))
const garbled = await caught(() => decode(new Uint8Array()))

const seen = {
  written: written.join(),
  locked: [locked instanceof OtherSinkError, locked instanceof SinkError, locked.name],
  prefetched: `${without} ${withEffect}`,
  late: [late instanceof LeaderError, late instanceof OtherLeaderError, name(late)],
  options: misspelt instanceof OptionError,
  payload: [garbled instanceof PayloadError, garbled instanceof OtherPayloadError],
  caches: Object.is(CacheError, OtherCacheError),
  main: [typeof CacheStore.layerMemory, leadAlone().current()?.number],
}
const expected: typeof seen = {
  written: "a",
  locked: [true, false, "SinkError"],
  prefetched: "Ana Ben",
  late: [true, false, "LeaderError"],
  options: true,
  payload: [true, true],
  caches: false,
  main: ["function", 1],
}
if (JSON.stringify(seen) !== JSON.stringify(expected)) {
  console.error(seen)
  process.exitCode = 1
}
