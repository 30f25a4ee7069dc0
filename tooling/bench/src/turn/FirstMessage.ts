/**
 * Measures the time that prefetching on connect saves the first message of a socket, for several delays between the
 * opening of the socket and the message (0 to 500 ms).
 *
 * The question needs the conversation, the customer and the orders of a known customer.
 */
import { type Part } from "../command/Benchmark.ts"
import { atLeast, type Figure, figuresOver } from "../measure/Figure.ts"
import { median } from "../measure/Statistics.ts"
import type { RunningStore } from "../store/RunningStore.ts"
import { exactlyAfter, withFolder, withStore } from "../store/StoreFolder.ts"
import { pause, StoreSocket } from "../store/StoreSocket.ts"

const delays = { quick: [0, 50, 500], full: [0, 20, 50, 100, 500] }
const question = "Where is my order?"

let sessions = 0
const firstMessage = async (store: RunningStore, delayMs: number) => {
  sessions += 1
  const user = `demo-${String((sessions % 20) + 1).padStart(2, "0")}`
  const socket = await StoreSocket.open(store.url, {
    session: `first-${process.pid}-${sessions}`,
    user,
  })
  if (delayMs > 0) await pause(delayMs)
  const answer = await socket.ask(question, { cancel: true })
  socket.close()
  return answer
}

const readsMs = ({ stages }: Awaited<ReturnType<typeof firstMessage>>) =>
  stages
    .filter(({ stage }) => stage === "prefetch" || stage === "retrieve")
    .reduce((sum, { endMs, startMs }) => sum + endMs - startMs, 0)

export const firstMessages: Part = {
  name: "first-message",
  measure: ({ overRounds, progress, quick, rounds }) =>
    withFolder(async (dataFolder) => {
      const many = quick ? 3 : 12
      const figures: Array<Figure> = []
      const without = new Map<number, number>()
      for (const prefetch of ["off", "on"]) {
        await withStore(
          // Contexts kept in Redis by the variant before would be found by the next.
          { dataFolder, flags: exactlyAfter, environment: { PREFETCH: prefetch } },
          async (store) => {
            for (let warm = 0; warm < 10; warm += 1) await firstMessage(store, 50)
            for (const delay of quick ? delays.quick : delays.full) {
              progress.step(`first-message: prefetch ${prefetch}, asked after ${delay} ms`)
              const medians = await overRounds(rounds, async () => {
                const times: Array<{ reads: number; token: number }> = []
                for (let at = 0; at < many; at += 1) {
                  const answer = await firstMessage(store, delay)
                  times.push({ reads: readsMs(answer), token: answer.firstTokenMs ?? Number.NaN })
                }
                return {
                  reads: median(times.map(({ reads }) => reads)),
                  token: median(times.map(({ token }) => token)),
                }
              })
              const name = `first message ${delay} ms after opening, prefetch ${prefetch}`
              const of = figuresOver(medians)
              figures.push(of(`${name}: reads on its way`, "ms", "reads"))
              figures.push(of(`${name}: first token`, "ms", "token"))
              if (prefetch === "off") without.set(delay, median(medians.map(({ reads }) => reads)))
              else {
                const before = without.get(delay) ?? Number.NaN
                const saved = `first message ${delay} ms after opening: saved`
                figures.push(
                  of(saved, "ms", ({ reads }) => before - reads, {
                    ...(delay < 50 ? {} : { target: atLeast(5) }),
                    note: "the source document claims 60 to 80 ms for reads one after the other; here they are parallel without prefetch too, so that at most the longest can be saved",
                  }),
                )
              }
            }
          },
        )
      }
      return figures
    }),
}
