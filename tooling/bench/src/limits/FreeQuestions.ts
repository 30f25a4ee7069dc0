/**
 * Measures the whole store under questions that cannot be shared, its emulated services included, and what of it reading
 * ahead takes: the records of series that are read in the background because they may be asked for next.
 *
 * Such a read goes on in callbacks of the socket, which a profile cannot tell from those of turns, and is too small for a
 * difference of two loads. So its cost is measured alone, in another process over the same services, and its share of a
 * load is that cost times the reads that the server counted.
 */
import { type Part } from "../command/Benchmark.ts"
import { atMost, type Figure, figuresOver } from "../measure/Figure.ts"
import { readTicks } from "../measure/Noise.ts"
import { median } from "../measure/Statistics.ts"
import { startProcess } from "../process/PinnedProcess.ts"
import { Chat } from "../store/Chat.ts"
import { nextCircumstance, nextWish } from "../store/LaboratoryQuestions.ts"
import { metricsPage } from "../store/MetricsPage.ts"
import { type RunningStore } from "../store/RunningStore.ts"
import { withStore } from "../store/StoreFolder.ts"
import { usageOf } from "../store/StoreTime.ts"
import type { ReadAheadCalls } from "./ReadAheadProcess.ts"

/** Linux tells processor time in hundredths of a second. */
const emulatorsMs = ({ id }: RunningStore) => 10 * (readTicks([id])?.own ?? 0)

/** The first message of a socket comes before its context is there: `prefetch-late` makes no turn late. */
export const isLate = (code: string): boolean =>
  code === "over-budget" || (code.endsWith("-late") && code !== "prefetch-late")

const askInTurn = async (url: string, count: number, question: () => string) => {
  using chat = await Chat.open(url)
  for (let at = 0; at < count; at += 1) await chat.ask(question())
  return chat.messages
}

const usageNow = async (store: RunningStore) => {
  const page = await metricsPage(store.operator)
  const records = (event: string) => page.sum("manga_assist_series_record_events_total", { event })
  const { cpuMs } = await usageOf(store)
  return { cpuMs, ahead: records("ahead"), used: records("used"), emulators: emulatorsMs(store) }
}

const played = async (store: RunningStore, sockets: number, question: () => string) => {
  const before = await usageNow(store)
  const began = performance.now()
  const asked = Array.from({ length: sockets }, () => askInTurn(store.url, 30, question))
  const answers = (await Promise.all(asked)).flat()
  const seconds = (performance.now() - began) / 1_000
  const after = await usageNow(store)
  const count = answers.length
  return {
    count,
    seconds,
    server: (after.cpuMs - before.cpuMs) / count,
    emulators: (after.emulators - before.emulators) / count,
    late: answers.filter(({ end }) => end?.degraded.some(isLate)).length,
    timeouts: answers.filter(({ outcome }) => outcome === "error timeout").length,
    failed: answers.filter(({ end }) => end === undefined).length,
    ahead: after.ahead - before.ahead,
    // Since the start: one round may use what another read.
    used: after.used,
    unused: after.ahead - after.used,
  }
}

type Rounds = ReadonlyArray<Awaited<ReturnType<typeof played>>>

/** `eachMs`: processor time of one read. */
const aheadFigures = (name: string, rows: Rounds, eachMs: number): ReadonlyArray<Figure> => {
  const of = figuresOver(rows)
  return [
    of(`${name}: of that, reading ahead`, "ms", ({ ahead, count }) => (ahead * eachMs) / count, {
      note: "reads × the server's processor time of one alone",
    }),
    of(`${name}: series read ahead in a round`, "series", "ahead", {
      note: "none that a turn has read, and none twice in ten minutes",
    }),
    of(`${name}: series read ahead since the start, used`, "series", "used"),
    of(`${name}: series read ahead since the start, unused`, "series", "unused"),
  ]
}

export const freeQuestions: Part = {
  name: "free-questions",
  measure: ({ overRounds, progress, rounds }) =>
    withStore({ flags: ["--latency", "none"] }, async (store) => {
      const over = (name: string, sockets: number, question: () => string) =>
        overRounds(rounds, (round) => {
          progress.step(`${name}: round ${round + 1} of ${rounds}`)
          return played(store, sockets, question)
        })
      await played(store, 10, nextCircumstance)
      const free = "free questions about a title"
      const titles = await over(free, 10, nextCircumstance)
      const wished = await over("free wishes", 3, nextWish)
      await using child = await startProcess<ReadAheadCalls>(
        import.meta.resolve("./ReadAheadProcess.ts"),
        { core: 0, environment: store.environment },
      )
      progress.step("reading ahead, alone")
      await child.call("readAll")
      const alone = await overRounds(rounds, async () => {
        const before = emulatorsMs(store)
        const { count, cpuMs } = await child.call("readAll")
        return { server: cpuMs / count, emulators: (emulatorsMs(store) - before) / count }
      })
      const eachMs = median(alone.map(({ server }) => server))
      const of = figuresOver(titles)
      const ofOne = figuresOver(alone)
      return [
        of(`${free}: server's processor time a chat`, "ms", "server", {
          target: atMost(4.15),
          note: "10 sockets, 30 questions one after the other on each, services without latency; the target is 1.15 × what revision 661991f took for them on such a machine",
        }),
        ...aheadFigures(free, titles, eachMs),
        of(`${free}: emulated services' processor time a chat`, "ms", "emulators"),
        of(`${free}: wall time of 300`, "s", "seconds"),
        of(`${free}: late`, "turns", "late", { target: atMost(0) }),
        of(`${free}: ended as timeout`, "turns", "timeouts", { target: atMost(0) }),
        of(`${free}: without an answer, timeouts included`, "turns", "failed", {
          target: atMost(0),
        }),
        figuresOver(wished)("free wishes: server's processor time a chat", "ms", "server", {
          note: "3 sockets, 30 wishes each: what is found is shown, and read ahead",
        }),
        ...aheadFigures("free wishes", wished, eachMs),
        ofOne("a series read ahead, alone: server's processor time", "ms", "server", {
          note: "mean of all series of the demo shop, two at a time; connections and garbage included",
        }),
        ofOne("a series read ahead, alone: emulated services' processor time", "ms", "emulators"),
      ]
    }),
}
