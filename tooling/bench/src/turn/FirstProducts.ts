/**
 * When the first products are seen on a miss, without and with drafts; and what is ours of the time to
 * the first token: all beyond embedding, search, prices and the model, each taking exactly its time.
 */
import { type Part } from "../Benchmark.ts"
import { atMost, type Figure, figure } from "../Figure.ts"
import { LatencyHistogram } from "../LatencyHistogram.ts"
import { freeWish } from "./Questions.ts"
import type { RunningStore } from "./RunningStore.ts"
import { exactlyAfter, withFolder, withStore } from "./StoreFolder.ts"
import { pause, StoreSocket, type Timed } from "./StoreSocket.ts"
import { draftEveryMs, enterAfterMs, makeRandom, typing } from "./Typist.ts"

/** Of the latency model `source-after`, which plays exactly these. */
const floor = { embedding: 20, search: 45, facts: 8, model: 680 }
const floorMs = floor.embedding + floor.search + floor.facts + floor.model

let asked = 0

const typeAndAsk = async (socket: StoreSocket, text: string, random: () => number) => {
  let told = Number.NEGATIVE_INFINITY
  let pending: string | undefined
  let timer: NodeJS.Timeout | undefined
  const tell = (line: string) => {
    told = performance.now()
    pending = undefined
    if (line.trim() !== "") socket.draft(line)
  }
  for (const { afterMs, line } of typing(text, random)) {
    await pause(afterMs)
    const waitMs = told + draftEveryMs - performance.now()
    if (waitMs <= 0) {
      clearTimeout(timer)
      timer = undefined
      tell(line)
    } else {
      pending = line
      timer ??= setTimeout(() => {
        timer = undefined
        if (pending !== undefined) tell(pending)
      }, waitMs)
    }
  }
  await pause(enterAfterMs(random))
  clearTimeout(timer)
  return socket.ask(text, { cancel: true })
}

const many = async <A>(count: number, at: (index: number) => Promise<A>): Promise<Array<A>> => {
  const results: Array<A> = []
  for (let index = 0; index < count; index += 1) results.push(await at(index))
  return results
}

const misses = async (store: RunningStore, count: number): Promise<ReadonlyArray<Timed>> => {
  const socket = await StoreSocket.open(store.url, { session: `miss-${process.pid}-${asked}` })
  const answers = await many(count, () => socket.ask(freeWish((asked += 1)), { cancel: true }))
  socket.close()
  return answers
}

const firstProducts = (answers: ReadonlyArray<Timed>) =>
  LatencyHistogram.of(answers.flatMap(({ firstProductsMs }) => firstProductsMs ?? []))

export const firstProductsPart: Part = {
  name: "first-products",
  measure: ({ overRounds, progress, quick, rounds, seed }) =>
    withFolder((dataFolder) =>
      withStore({ dataFolder, flags: exactlyAfter }, async (store) => {
        const figures: Array<Figure> = []
        progress.step("first-products: misses one at a time")
        await misses(store, 20)
        const rows = await overRounds(rounds, async () => {
          const answers = await misses(store, quick ? 20 : 60)
          const products = firstProducts(answers)
          const tokens = LatencyHistogram.of(
            answers.flatMap(({ firstTokenMs }) => firstTokenMs ?? []),
          )
          return { p95: products.percentile(95), token: tokens.percentile(50) }
        })
        figures.push(
          figure(
            "first products on a miss, p95",
            "ms",
            rows.map(({ p95 }) => p95),
            {
              target: atMost(90),
              note: "the source document shows nothing before its first token, about 760 ms",
            },
          ),
          figure(
            "first token on a miss, p50",
            "ms",
            rows.map(({ token }) => token),
            {
              target: atMost(floorMs * 1.01 + 5),
              note: `at the services' exact times the longest chain is ${floor.embedding} embedding + ${floor.search} search + ${floor.facts} prices + ${floor.model} model = ${floorMs} ms`,
            },
          ),
          figure(
            "added by us to the first token of a miss",
            "ms",
            rows.map(({ token }) => token - floorMs),
            {
              target: atMost(5),
              note: "timers of the emulated services included, each up to 1 ms late",
            },
          ),
        )
        const typists = quick ? 12 : 24
        const each = quick ? 2 : 4
        const typed = await overRounds(rounds, async (round) => {
          progress.step(`first-products: ${typists} typists, round ${round + 1}`)
          const groups = await Promise.all(
            Array.from({ length: typists }, async (_, typist) => {
              const random = makeRandom(seed * 7_919 + round * 104_729 + typist)
              const socket = await StoreSocket.open(store.url, {
                session: `typist-${process.pid}-${round}-${typist}`,
              })
              const answers = await many(each, () =>
                typeAndAsk(socket, freeWish((asked += 1)), random),
              )
              socket.close()
              return answers
            }),
          )
          const answers = groups.flat()
          const hits = answers.filter(({ stages }) =>
            stages.some(({ outcome, stage }) => stage === "retrieve" && outcome === "draft"),
          )
          return {
            share: hits.length / answers.length,
            p95: hits.length === 0 ? Number.NaN : firstProducts(hits).percentile(95),
          }
        })
        figures.push(
          figure(
            "typed questions whose draft had asked for the same",
            "share",
            typed.map(({ share }) => share),
            {
              note: `${typists} typists at once, ${each} questions each, with corrections and pauses; ${draftEveryMs} ms between drafts`,
            },
          ),
          figure(
            "first products for those, p95",
            "ms",
            typed.map(({ p95 }) => p95),
            {
              target: atMost(25),
            },
          ),
        )
        return figures
      }),
    ),
}
