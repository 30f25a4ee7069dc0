/**
 * Measures the time to the first products of a cache miss, with and without drafts (the unsent text, sent while the
 * customer types so that the server reads ahead); and our own share of the time to the first token: everything beyond
 * embedding, search, prices and the model, which have exact latencies.
 */
import { type Part } from "../command/Benchmark.ts"
import { atMost, type Figure, figuresOver } from "../measure/Figure.ts"
import { LatencyHistogram } from "../measure/LatencyHistogram.ts"
import { median, seededRandom } from "../measure/Statistics.ts"
import { freeWish } from "../store/Questions.ts"
import type { RunningStore } from "../store/RunningStore.ts"
import { spacedChats } from "./SpacedChats.ts"
import { exactlyAfter, withStore } from "../store/StoreFolder.ts"
import { pause, StoreSocket, type Timed } from "../store/StoreSocket.ts"
import { draftAfterMs, enterAfterMs, typing } from "../store/Typist.ts"

/** What each service takes, exactly, in the latency model `source-after`. */
const exactMs: Readonly<Record<string, number>> = {
  embedding: 20,
  search: 45,
  facts: 8,
  model: 680,
}

const awaited = ({ stages }: Timed) => stages.filter(({ stage }) => stage in exactMs)

/** The longest chain of services that this turn waited for, at their exact times. */
const floorMs = (answer: Timed): number =>
  awaited(answer).reduce((sum, { stage }) => sum + (exactMs[stage] ?? 0), 0)

/** What is left of the time to the first token when the waits for services are taken away. */
const oursMs = (answer: Timed): number =>
  awaited(answer).reduce(
    (rest, { endMs, startMs }) => rest - (endMs - startMs),
    answer.firstTokenMs ?? Number.NaN,
  )

let asked = 0

const typeAndAsk = async (socket: StoreSocket, text: string, random: () => number) => {
  let rest: NodeJS.Timeout | undefined
  for (const { afterMs, line } of typing(text, random)) {
    await pause(afterMs)
    clearTimeout(rest)
    rest = setTimeout(() => {
      socket.draft(line)
    }, draftAfterMs)
  }
  await pause(enterAfterMs(random))
  clearTimeout(rest)
  return socket.ask(text, { cancel: true })
}

const missesApartMs = 100

const misses = (store: RunningStore, count: number): Promise<ReadonlyArray<Timed>> =>
  spacedChats(store.url, { count, apartMs: missesApartMs, question: () => freeWish((asked += 1)) })

const firstProducts = (answers: ReadonlyArray<Timed>) =>
  LatencyHistogram.of(answers.flatMap(({ firstProductsMs }) => firstProductsMs ?? []))

const typists = 24

const typedRound = async (
  store: RunningStore,
  { each, round, seed }: { readonly each: number; readonly round: number; readonly seed: number },
) => {
  const answers = (
    await Promise.all(
      Array.from({ length: typists }, async (_, typist) => {
        const random = seededRandom(seed * 7_919 + round * 104_729 + typist)
        const socket = await StoreSocket.open(store.url, {
          session: `typist-${process.pid}-${round}-${typist}`,
        })
        const typed: Array<Timed> = []
        while (typed.length < each) {
          typed.push(await typeAndAsk(socket, freeWish((asked += 1)), random))
        }
        socket.close()
        return typed
      }),
    )
  ).flat()
  const hits = answers.filter(({ stages }) =>
    stages.some(({ outcome, stage }) => stage === "retrieve" && outcome === "draft"),
  )
  const ready = hits.filter(({ stages }) =>
    stages.some(({ endMs, stage, startMs }) => stage === "retrieve" && endMs - startMs < 1),
  )
  const p95 = (of: ReadonlyArray<Timed>) =>
    of.length === 0 ? Number.NaN : firstProducts(of).percentile(95)
  return {
    share: hits.length / answers.length,
    ready: ready.length / answers.length,
    p95: p95(hits),
    readyP95: p95(ready),
  }
}

export const firstProductsPart: Part = {
  name: "first-products",
  measure: ({ overRounds, progress, quick, rounds, seed }) =>
    withStore({ flags: exactlyAfter }, async (store) => {
      const figures: Array<Figure> = []
      progress.step("first-products: misses, a tenth of a second apart")
      await misses(store, 20)
      const rows = await overRounds(rounds, async () => {
        const answers = (await misses(store, quick ? 24 : 60)).filter(
          ({ firstProductsMs, firstTokenMs }) =>
            firstProductsMs !== undefined && firstTokenMs !== undefined,
        )
        return {
          p95: firstProducts(answers).percentile(95),
          token: median(answers.map(({ firstTokenMs }) => firstTokenMs ?? Number.NaN)),
          ours: median(answers.map(oursMs)),
          beyond: median(
            answers.map((answer) => (answer.firstTokenMs ?? Number.NaN) - floorMs(answer)),
          ),
        }
      })
      const of = figuresOver(rows)
      figures.push(
        of("first products on a miss, p95", "ms", "p95", {
          target: atMost(90),
          note: "of misses that found some; the source document shows nothing before its first token, about 760 ms",
        }),
        of("first token on a miss, p50", "ms", "token", {
          note: "at the services' exact times the longest chain is 20 embedding + 45 search + 8 prices + 680 model = 753 ms",
        }),
        of(
          "added by us: time to the first token in which no service was waited for",
          "ms",
          "ours",
          {
            target: atMost(5),
            note: "seen by the client, both ways over loopback included; waits as the turn's ledger has them",
          },
        ),
        of("time to the first token beyond the services' exact times", "ms", "beyond", {
          note: "the emulated services' own work is in it (a table in JavaScript takes 3 ms more for five products, timers are up to 1 ms late), and our clients'",
        }),
      )
      // Typing takes a person's time: in a quick run all rounds type at once.
      const together = quick ? rounds : 1
      const each = quick ? 1 : 4
      const typed = (
        await overRounds(rounds / together, (batch) => {
          progress.step(`first-products: ${together * typists} typists, round ${batch + 1}`)
          return Promise.all(
            Array.from({ length: together }, (_, group) =>
              typedRound(store, { each, round: batch * together + group, seed }),
            ),
          )
        })
      ).flat()
      const ofTyped = figuresOver(typed)
      figures.push(
        ofTyped("typed questions whose draft had asked for the same", "share", "share", {
          note: `${together * typists} typists at once, ${typists} a round, ${each} ${each === 1 ? "question" : "questions"} each, with corrections and pauses; a draft when the line rests for ${draftAfterMs} ms; Enter 150 to 600 ms after the last key`,
        }),
        ofTyped("first products after such a draft, read in time or not, p95", "ms", "p95", {
          target: atMost(25),
          note: "a draft told just before Enter is still being read when the message comes, and is waited for: reading takes 73 ms by the services' times, Enter comes 0 to 300 ms after the draft here, so one in four waits, and the 95th percentile of that alone is 58 ms",
        }),
        ofTyped("typed questions whose draft had been read when Enter came", "share", "ready"),
        ofTyped("first products after such a draft that had been read, p95", "ms", "readyP95", {
          target: atMost(25),
        }),
      )
      return figures
    }),
}
