/**
 * Ten thousand sockets that open within a second: what they make the server read, hold and wait.
 */
import { setTimeout as sleep } from "node:timers/promises"
import { type Part } from "../Benchmark.ts"
import { atMost, figure } from "../Figure.ts"
import { metric, requests, type RunningStore } from "./RunningStore.ts"
import { withFolder, withStore } from "./StoreFolder.ts"
import { StoreSocket } from "./StoreSocket.ts"

const settle = async (store: RunningStore) => {
  // Until no request is added for two seconds, however long the server was too busy to send one.
  let before = -1
  for (let same = 0; same < 4;) {
    await metric(store, "process_resident_memory_bytes")
    const now = total(await requests(store))
    same = now === before ? same + 1 : 0
    before = now
    await sleep(500)
  }
}

const total = (counted: Readonly<Record<string, Readonly<Record<string, number>>>>) =>
  Object.values(counted).reduce(
    (sum, operations) => sum + Object.values(operations).reduce((a, b) => a + b, 0),
    0,
  )

export const openingSockets: Part = {
  name: "opening-sockets",
  measure: ({ overRounds, progress, quick }) =>
    withFolder(async (dataFolder) => {
      const sockets = quick ? 2_000 : 10_000
      const rows = await overRounds(1, () =>
        withStore({ dataFolder, flags: ["--latency", "none"] }, async (store) => {
          progress.step(`opening-sockets: ${sockets} within a second`)
          const warm = await StoreSocket.open(store.url, { session: "warm" })
          await warm.ask("trending manga")
          await settle(store)
          const rss = await metric(store, "process_resident_memory_bytes")
          const before = await requests(store)
          await metric(store, "nodejs_eventloop_delay_seconds", "0.99")
          const started = performance.now()
          const open = await Promise.all(
            Array.from({ length: sockets }, async (_, at) => {
              await sleep((1_000 * at) / sockets)
              const user = `demo-${String((at % 20) + 1).padStart(2, "0")}`
              return StoreSocket.open(store.url, { session: `opening-${at}`, user })
            }),
          )
          const tookMs = performance.now() - started
          await settle(store)
          const delay = await metric(store, "nodejs_eventloop_delay_seconds", "0.99")
          const after = await requests(store)
          const held = (await metric(store, "process_resident_memory_bytes")) - rss
          const grown = (service: string, operations: ReadonlyArray<string>) =>
            operations.reduce(
              (sum, name) => sum + (after[service]?.[name] ?? 0) - (before[service]?.[name] ?? 0),
              0,
            )
          for (const socket of open) socket.terminate()
          warm.close()
          return {
            tookMs,
            delayMs: delay * 1_000,
            kib: held / sockets / 1_024,
            searches: grown("opensearch", ["Search"]),
            table: grown("dynamodb", ["GetItem", "Query"]),
          }
        }),
      )
      const of = (pick: (row: (typeof rows)[number]) => number) => rows.map(pick)
      return [
        figure(
          `${sockets} sockets: all open after`,
          "ms",
          of((row) => row.tookMs),
        ),
        figure(
          `${sockets} sockets: reads of trending`,
          "searches",
          of((row) => row.searches),
          {
            target: atMost(5),
            note: "shared by all of them",
          },
        ),
        figure(
          `${sockets} sockets: reads of tables`,
          "reads",
          of((row) => row.table),
          {
            note: "conversation of every session, profile and orders of 20 customers where Redis has them",
          },
        ),
        figure(
          "memory of an idle socket with its prefetched context",
          "KiB",
          of((row) => row.kib),
          {
            note: "growth of resident memory, the contexts themselves included",
          },
        ),
        figure(
          "event-loop delay while they open, p99",
          "ms",
          of((row) => row.delayMs),
        ),
      ]
    }),
}
