/**
 * Measures what a full refresh by the precompute worker does to customers: latency of their cache misses with and
 * without a refresh at the same time, alternately.
 */
import { type Part } from "../command/Benchmark.ts"
import { atMost, figuresOver } from "../measure/Figure.ts"
import { LatencyHistogram } from "../measure/LatencyHistogram.ts"
import { evenArrivals, latencies, sharedClock, startOpenLoop } from "../measure/OpenLoop.ts"
import { freeWish } from "../store/Questions.ts"
import { exactlyAfter, withStore } from "../store/StoreFolder.ts"
import { StoreSocket } from "../store/StoreSocket.ts"
import { labRedis } from "./LabRedis.ts"
import { startWorker } from "../store/WorkerProcess.ts"

const perSecond = 5
const socketCount = 24
const lap = { quick: 5, full: 20 }

let asked = 0

/** 95th percentile of the times to the first token, from when each question was meant to be asked. */
const ask = async (sockets: ReadonlyArray<StoreSocket>, seconds: number) => {
  const begin = sharedClock.now()
  const arrivals = evenArrivals(begin, 1_000 / perSecond, (next) => next > begin + seconds * 1_000)
  const loop = startOpenLoop(sharedClock, arrivals, (index) => {
    const socket = sockets[index % sockets.length]
    return socket?.ask(freeWish((asked += 1)), { cancel: true }) ?? Promise.resolve()
  })
  await loop.finished
  const failed = loop.timings.filter(({ failure }) => failure !== undefined)
  if (failed.length > 0) {
    throw new Error(`${failed.length} questions failed`, { cause: failed[0]?.failure })
  }
  return LatencyHistogram.of(latencies(loop.timings)).percentile(95)
}

export const customersPart: Part = {
  name: "customers",
  measure: ({ overRounds, progress, quick, rounds }) =>
    withStore({ flags: exactlyAfter }, async (store, dataFolder) => {
      using redis = labRedis(store.environment)
      const sockets = await Promise.all(
        Array.from({ length: socketCount }, (_, index) =>
          StoreSocket.open(store.url, { session: `customers-${process.pid}-${index}` }),
        ),
      )
      const seconds = quick ? lap.quick : lap.full
      const environment = { ...store.environment, DATA_DIR: `${dataFolder}/worker` }
      /** A worker that has begun to refresh everything. */
      const refreshing = async () => {
        await redis.remove(await redis.keys("cache:answer:*"))
        await redis.remove(await redis.keys("precompute:*"))
        const worker = startWorker(environment)
        await worker.until("this process leads")
        return worker
      }
      try {
        progress.step("customers: warming up")
        await ask(sockets, 2)
        const laps = await overRounds(quick ? 2 : rounds, async (round) => {
          const beside = async () => {
            progress.step(`customers: round ${round + 1}, with a refresh`)
            const worker = await refreshing()
            const milliseconds = await ask(sockets, seconds)
            await worker.kill()
            return milliseconds
          }
          const alone = () => {
            progress.step(`customers: round ${round + 1}, without`)
            return ask(sockets, seconds)
          }
          // Each is first in every other round.
          const [first, second] = round % 2 === 0 ? [alone, beside] : [beside, alone]
          const [one, other] = [await first(), await second()]
          return round % 2 === 0 ? { alone: one, beside: other } : { alone: other, beside: one }
        })
        const of = figuresOver(laps)
        return [
          of("first token of a miss, p95, no refresh", "ms", "alone"),
          of("first token of a miss, p95, a full refresh beside it", "ms", "beside"),
          of(
            "first token of a miss, p95, with a full refresh ÷ without",
            "times",
            ({ alone, beside }) => beside / alone,
            {
              target: atMost(1.1),
              note: `${perSecond} misses a second from ${socketCount} customers, ${seconds} s each, in turn; the worker behind the emulated services on their core`,
            },
          ),
        ]
      } finally {
        for (const socket of sockets) socket.close()
      }
    }),
}
