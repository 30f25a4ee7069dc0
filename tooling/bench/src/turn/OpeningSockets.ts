/**
 * Measures what sockets cost the server when they open within one second, ten thousand in a full run: reads of
 * services, memory and event-loop delay.
 */
import { setTimeout as sleep } from "node:timers/promises"
import { type Part } from "../command/Benchmark.ts"
import { atMost, figuresOver } from "../measure/Figure.ts"
import { usageOf } from "../store/StoreTime.ts"
import { serviceStats } from "../store/Admin.ts"
import { collectedMemory } from "../store/Inspector.ts"
import type { RunningStore } from "../store/RunningStore.ts"
import { withFolder, withStore } from "../store/StoreFolder.ts"
import { StoreSocket } from "../store/StoreSocket.ts"

const settle = async (store: RunningStore) => {
  // Until no request is added for two seconds, however long the server was too busy to send one.
  let before = -1
  for (let same = 0; same < 4;) {
    await usageOf(store)
    const now = total(await serviceStats(store))
    same = now === before ? same + 1 : 0
    before = now
    await sleep(500)
  }
}

type Counted = Awaited<ReturnType<typeof serviceStats>>

const total = (counted: Counted) =>
  Object.values(counted)
    .flatMap(({ requests = {} }) => Object.values(requests))
    .reduce((sum, each) => sum + each, 0)

const openAll = (store: RunningStore, name: string, count: number, withinMs: number) =>
  Promise.all(
    Array.from({ length: count }, async (_, at) => {
      await sleep((withinMs * at) / count)
      const user = `demo-${String((at % 20) + 1).padStart(2, "0")}`
      return StoreSocket.open(store.url, { session: `${name}-${at}`, user })
    }),
  )

const grown = (
  before: Counted,
  after: Counted,
  service: string,
  operations: ReadonlyArray<string>,
) =>
  operations.reduce(
    (sum, name) =>
      sum + (after[service]?.requests?.[name] ?? 0) - (before[service]?.requests?.[name] ?? 0),
    0,
  )

const measure = async (store: RunningStore, sockets: number) => {
  const inspector = store.inspector ?? ""
  // What the first sockets of a process cost once is not the price of a socket.
  const first = await openAll(store, "warm", 500, 2_000)
  await first[0]?.ask("trending manga")
  for (const socket of first) socket.terminate()
  await settle(store)
  const memory = await collectedMemory(inspector)
  const before = await serviceStats(store)
  await usageOf(store)
  const started = performance.now()
  const open = await openAll(store, "opening", sockets, 1_000)
  const tookMs = performance.now() - started
  const { delayMs } = await usageOf(store)
  await settle(store)
  const after = await serviceStats(store)
  const now = await collectedMemory(inspector)
  for (const socket of open) socket.terminate()
  return {
    tookMs,
    delayMs,
    heldKib: (now.held - memory.held) / sockets / 1_024,
    rssKib: (now.rss - memory.rss) / sockets / 1_024,
    searches: grown(before, after, "opensearch", ["Search"]),
    table: grown(before, after, "dynamodb", ["GetItem", "Query"]),
  }
}

export const openingSockets: Part = {
  name: "opening-sockets",
  measure: ({ overRounds, progress, quick }) =>
    withFolder(async (dataFolder) => {
      const sockets = quick ? 1_000 : 10_000
      const rows = await overRounds(1, () =>
        withStore(
          {
            dataFolder,
            flags: ["--latency", "none"],
            environment: { NODE_OPTIONS: "--inspect=127.0.0.1:0" },
          },
          (store) => {
            progress.step(`opening-sockets: ${sockets} within a second`)
            return measure(store, sockets)
          },
        ),
      )
      const of = figuresOver(rows)
      return [
        of(`${sockets} sockets: all open after`, "ms", "tookMs"),
        of(`${sockets} sockets: reads of trending`, "searches", "searches", {
          target: atMost(5),
          note: "shared by all of them",
        }),
        of(`${sockets} sockets: reads of tables`, "reads", "table", {
          note: "the conversation of every session, profile and orders of 20 customers where Redis has none; the emulated table takes about 1,000 a second, and what it does not take within 500 ms is given up",
        }),
        of("an idle socket with its prefetched context: objects", "KiB", "heldKib", {
          target: atMost(8),
          note: "heap and external memory after a collection, the contexts themselves included",
        }),
        of("an idle socket with its prefetched context: resident memory", "KiB", "rssKib", {
          note: "after a collection; what the burst of opening had needed is not given back at once",
        }),
        of("event-loop delay while they open, p99", "ms", "delayMs"),
      ]
    }),
}
