/**
 * Measures the first chat of a process beside its later ones: sent as soon as `/readyz` is ready, to a new process each
 * time, over services with exact latencies.
 *
 * Each chat has its own socket, session and question: only the process warms up.
 */
import { type Part } from "../command/Benchmark.ts"
import { atMost, figure, figuresOver } from "../measure/Figure.ts"
import { nextLikeTitles } from "../store/LaboratoryQuestions.ts"
import { median } from "../measure/Statistics.ts"
import { type RunningServices, startServer } from "../store/RunningStore.ts"
import { oneChat, spacedChats } from "./SpacedChats.ts"
import { exactlyAfter, withServices } from "../store/StoreFolder.ts"
import { type Timed } from "../store/StoreSocket.ts"

const starts = { quick: 5, full: 15 }
/** After the first: as many until what runs often is compiled, then those that are measured. */
const warming = 8
const warm = 10
const apartMs = 50
/** A late chat is to be seen as late, not answered without the model. */
const patient = { LATENCY_BUDGET_MS: "10000" }

/** @throws Error where it was none */
const asMiss = (answer: Timed): Timed => {
  const { firstProductsMs, firstTokenMs, source } = answer
  if (source === "model" && firstProductsMs !== undefined && firstTokenMs !== undefined) {
    return answer
  }
  throw new Error(`meant as a miss with products, answered from: ${source}`)
}

interface Beside {
  readonly cold: number
  /** Median of the warm ones. */
  readonly warm: number
}

const oneProcess = async (services: RunningServices, folder: string) => {
  const started = performance.now()
  await using server = await startServer(services, folder, { environment: patient })
  const readyMs = performance.now() - started
  const first = asMiss(await oneChat(server.url, nextLikeTitles()))
  const load = { count: warming + warm, apartMs, question: nextLikeTitles }
  const later = (await spacedChats(server.url, load)).map(asMiss)
  const beside = (of: (answer: Timed) => number | undefined): Beside => ({
    cold: of(first) ?? Number.NaN,
    warm: median(later.slice(warming).map((answer) => of(answer) ?? Number.NaN)),
  })
  return {
    readyMs,
    products: beside(({ firstProductsMs }) => firstProductsMs),
    token: beside(({ firstTokenMs }) => firstTokenMs),
  }
}

export const coldStart: Part = {
  name: "cold-start",
  measure: ({ overRounds, progress, quick }) =>
    withServices(exactlyAfter, async (services, folder) => {
      const count = quick ? starts.quick : starts.full
      const rows = await overRounds(count, (start) => {
        progress.step(`cold-start: process ${start + 1} of ${count}`)
        return oneProcess(services, folder)
      })
      const products = rows.map((row) => row.products)
      const token = rows.map((row) => row.token)
      const ratios = (of: ReadonlyArray<Beside>) => of.map(({ cold, warm }) => cold / warm)
      const ofTokens = figuresOver(token)
      const ofProducts = figuresOver(products)
      return [
        figure("first chat of a process ÷ its warm p50: first token", "times", ratios(token), {
          target: atMost(1.1),
          note: `each of ${count} processes asked as soon as /readyz says yes, beside ${warm} later chats of its own; all are misses that show products; one round is one process`,
        }),
        figure("first chat of a process ÷ its warm p50: first products", "times", ratios(products)),
        ofTokens("first token: first chat of a process", "ms", "cold"),
        ofTokens("first token: later chats of it, p50", "ms", "warm"),
        ofProducts("first products: first chat of a process", "ms", "cold"),
        ofProducts("first products: later chats of it, p50", "ms", "warm"),
        figuresOver(rows)("from the start of a process until it is ready", "ms", "readyMs", {
          note: "rehearsed turns, at the services' times, included",
        }),
      ]
    }),
}
