/**
 * Child process of `FreeQuestions.ts`: reads the records of all series ahead, as the server does, with nothing beside it.
 */
import { FollowedNames, layerConnections, layerStore, SeriesRecords } from "@manga-assist/assistant"
import { series } from "@manga-assist/catalogue"
import { Effect, Layer } from "effect"
import { answerCalls } from "../process/AnswerCalls.ts"
import { processorTime } from "../process/OwnProcess.ts"

const all = series().map(({ id }) => ({ series: id, detail: "full" as const }))
/** As many as may wait to be read. */
const mostWaiting = 64
const readMs = 2_000

const readAll = Effect.gen(function* () {
  yield* FollowedNames.untilRead
  const records = yield* SeriesRecords
  const before = processorTime()
  for (let asked = 0; asked < all.length; asked += mostWaiting) {
    const some = all.slice(asked, asked + mostWaiting)
    records.ahead(some.map((topic) => topic.series))
    while (records.counters().ahead < asked + some.length) yield* Effect.sleep(5)
  }
  // Waits for the last ones, and reads again what was late on a busy machine.
  yield* records.read(all, readMs)
  const { ahead, read } = records.counters()
  return { count: ahead + read, cpuMs: (processorTime() - before) / 1_000 }
})

/** Each time into an empty memory. */
const calls = {
  readAll: () =>
    Effect.runPromise(
      Effect.provide(readAll, layerStore.pipe(Layer.provideMerge(layerConnections)), {
        local: true,
      }),
    ),
}

export type ReadAheadCalls = typeof calls

answerCalls(calls)
