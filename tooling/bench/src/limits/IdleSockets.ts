/** Forty thousand idle customers in one process, or as many as the file limit allows. */
import { type Part } from "../Benchmark.ts"
import { atLeast, atMost, figure } from "../Figure.ts"
import { type PinnedProcess, startProcess } from "../PinnedProcess.ts"
import { collectedMemory } from "../turn/Inspector.ts"
import type { RunningStore } from "../turn/RunningStore.ts"
import { withFolder, withStore } from "../turn/StoreFolder.ts"
import { pause } from "../turn/StoreSocket.ts"
import { mostSockets } from "./FileLimit.ts"
import type { SocketHolderCalls } from "./SocketHolderProcess.ts"
import { usageOf } from "./StoreTime.ts"

type Holder = PinnedProcess<SocketHolderCalls>

const wanted = { quick: 5_000, full: 40_000 }
const perHolder = 15_000
/** What each socket prefetches, the emulated table answers about a thousand times a second. */
const perSecond = 800
/** Reads that were begun on opening have ended, and garbage of it is due. */
const settleMs = 5_000
const idleMs = 10_000

const openAll = async (holders: ReadonlyArray<Holder>, store: RunningStore, count: number) => {
  const url = `${store.url.replace(/^http/u, "ws")}/chat`
  const each = Math.ceil(count / holders.length)
  const done = await Promise.all(
    holders.map((holder, at) =>
      holder.call("open", {
        url,
        holder: at,
        count: Math.min(each, count - at * each),
        perSecond: perSecond / holders.length,
      }),
    ),
  )
  return done.reduce((sum, { opened }) => sum + opened, 0)
}

const measure = async (store: RunningStore, holders: ReadonlyArray<Holder>, count: number) => {
  const inspector = store.inspector ?? ""
  const [first] = holders
  if (first === undefined) throw new Error("no process to hold sockets")
  // What the first sockets of a process cost once is not the price of a socket.
  await openAll([first], store, 300)
  await first.call("closeAll")
  await pause(settleMs)
  const before = await collectedMemory(inspector)
  const opened = await openAll(holders, store, count)
  await pause(settleMs)
  const after = await collectedMemory(inspector)
  const resting = await usageOf(store)
  await pause(idleMs)
  const rested = await usageOf(store)
  const lost = await Promise.all(holders.map((holder) => holder.call("closedByServer")))
  return {
    opened: opened - lost.reduce((sum, each) => sum + each, 0),
    heldKib: (after.held - before.held) / opened / 1_024,
    rssKib: (after.rss - before.rss) / opened / 1_024,
    delayMs: rested.delayMs,
    busy: (rested.cpuMs - resting.cpuMs) / idleMs,
  }
}

export const idleSockets: Part = {
  name: "idle-sockets",
  measure: ({ overSteadyRounds, progress, quick }) => {
    const asked = quick ? wanted.quick : wanted.full
    const count = Math.min(asked, mostSockets())
    return withFolder((dataFolder) =>
      withStore(
        {
          dataFolder,
          flags: ["--latency", "none"],
          environment: {
            NODE_OPTIONS: "--inspect=127.0.0.1:0",
            MAX_CONNECTIONS: String(asked),
          },
        },
        async (store) => {
          progress.step(`idle-sockets: opening ${count}`)
          const rows = await overSteadyRounds(1, async () => {
            const holders = await Promise.all(
              Array.from({ length: Math.ceil(count / perHolder) }, () =>
                startProcess<SocketHolderCalls>(import.meta.resolve("./SocketHolderProcess.ts"), {
                  core: 1,
                }),
              ),
            )
            try {
              return await measure(store, holders, count)
            } finally {
              await Promise.all(holders.map((holder) => holder.kill()))
            }
          })
          const of = (pick: (row: (typeof rows)[number]) => number) => rows.map(pick)
          return [
            figure(
              "idle sockets held by one process",
              "sockets",
              of(({ opened }) => opened),
              {
                target: atLeast(asked),
                ...(count < asked
                  ? { note: `a process may open ${count} here (ulimit -Hn); ${asked} were wanted` }
                  : {}),
              },
            ),
            figure(
              "an idle socket: objects",
              "KiB",
              of(({ heldKib }) => heldKib),
              {
                target: atMost(8),
                note: "heap and external memory after a collection; an anonymous visitor's prefetched context included",
              },
            ),
            figure(
              "an idle socket: resident memory",
              "KiB",
              of(({ rssKib }) => rssKib),
              {
                target: atMost(8),
                note: "kernel buffers, about 5 KiB, are not in it",
              },
            ),
            figure(
              "event-loop delay while all are idle, p99",
              "ms",
              of(({ delayMs }) => delayMs),
              {
                target: atMost(20),
                note: "Node's histogram counts its own interval of 10 ms in",
              },
            ),
            figure(
              "processor while all are idle",
              "share of a core",
              of(({ busy }) => busy),
            ),
          ]
        },
      ),
    )
  },
}
