/**
 * Measures how well a process that has just reported ready copes with a burst: fifty customers whose first message
 * comes within the second after `/readyz`, beside the same load a moment later.
 */
import { type Part } from "../command/Benchmark.ts"
import { atMost, figure, figuresOver } from "../measure/Figure.ts"
import { nextLikeTitles, nextVolume } from "../store/LaboratoryQuestions.ts"
import { LatencyHistogram } from "../measure/LatencyHistogram.ts"
import { type RunningServices, startServer } from "../store/RunningStore.ts"
import { withServices } from "../store/StoreFolder.ts"
import { pause, StoreSocket, type Timed } from "../store/StoreSocket.ts"

const customers = 50
const withinMs = 1_000
const starts = { quick: 3, full: 9 }

let opened = 0

/** Every other by meaning, and every other by its title; undefined for an error. */
const firstMessage = async (url: string, at: number): Promise<Timed | undefined> => {
  await pause((withinMs * at) / customers)
  opened += 1
  using socket = await StoreSocket.open(url, { session: `burst-${process.pid}-${opened}` })
  const question = at % 2 === 0 ? nextLikeTitles() : nextVolume()
  return await socket.ask(question, { cancel: true }).catch(() => undefined)
}

const burst = async (url: string) => {
  const answers = await Promise.all(
    Array.from({ length: customers }, (_, at) => firstMessage(url, at)),
  )
  const given = answers.filter((answer) => answer !== undefined)
  const contents = LatencyHistogram.of(
    given.map(({ firstProductsMs, firstTokenMs, totalMs }) =>
      Math.min(firstProductsMs ?? totalMs, firstTokenMs ?? totalMs),
    ),
  )
  return {
    p50: contents.percentile(50),
    p95: contents.percentile(95),
    degraded: given.filter(({ degraded }) => degraded.length > 0).length,
    errors: answers.length - given.length,
  }
}

const oneProcess = async (services: RunningServices, folder: string) => {
  await using server = await startServer(services, folder)
  const cold = await burst(server.url)
  await pause(1_000)
  return { cold, warm: await burst(server.url) }
}

export const burstPart: Part = {
  name: "burst",
  measure: ({ overRounds, progress, quick }) =>
    withServices(["--latency", "none"], async (services, folder) => {
      const count = quick ? starts.quick : starts.full
      const rows = await overRounds(count, (start) => {
        progress.step(`burst: process ${start + 1} of ${count}`)
        return oneProcess(services, folder)
      })
      const cold = figuresOver(rows.map((row) => row.cold))
      const warm = figuresOver(rows.map((row) => row.warm))
      const name = `${customers} first messages within a second`
      return [
        cold(`${name} of ready: first content, p95`, "ms", "p95", { target: atMost(500) }),
        cold(`${name} of ready: first content, p50`, "ms", "p50"),
        cold(`${name} of ready: degraded`, "answers", "degraded", { target: atMost(0) }),
        cold(`${name} of ready: errors`, "answers", "errors", { target: atMost(0) }),
        warm(`${name}, the process warm: first content, p95`, "ms", "p95"),
        warm(`${name}, the process warm: degraded`, "answers", "degraded"),
        figure(
          `${name}: p95 at ready ÷ warm`,
          "times",
          rows.map((row) => row.cold.p95 / row.warm.p95),
        ),
      ]
    }),
}
