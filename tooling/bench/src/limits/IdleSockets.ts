/**
 * Measures memory and event-loop delay of one server process with 40,000 idle customers, or as many as the limit of open
 * files allows.
 *
 * The services answer at once (`ReplayedStore.ts`), so that what a socket reads at its opening has arrived.
 */
import { spawnSync } from "node:child_process"
import { row } from "../command/Row.ts"
import { atLeast, atMost } from "../measure/Figure.ts"
import { lookUntil } from "../measure/LookUntil.ts"
import { pause } from "../measure/OpenLoop.ts"
import { startProcess } from "../process/PinnedProcess.ts"
import { together } from "../process/Together.ts"
import { collectedMemory } from "../store/Inspector.ts"
import { usageOf } from "../store/StoreTime.ts"
import { openReplayedStore, type ReplayedStore } from "./ReplayedStore.ts"
import type { SocketHolderCalls } from "./SocketHolderProcess.ts"

/** For the process's other files: the server keeps 512 beside those that it opened at its start. */
const reserve = 600

/** By the hard limit of open files, to which Node raises itself; infinite where the shell knows none. */
export const mostSockets = (): number => {
  const said = spawnSync("sh", ["-c", "ulimit -Hn"], { encoding: "utf8" }).stdout.trim()
  return said === "unlimited" ? Number.POSITIVE_INFINITY : (Number(said) || 1_024) - reserve
}

const wanted = 40_000
const sockets = Math.min(wanted, mostSockets())
const perHolder = Math.min(15_000, sockets)
const perSecond = 2_000
/** All reads that were begun on opening have ended where the services are asked less often than this in two seconds. */
const restingRequests = 50
const idleMs = { quick: 5_000, full: 30_000 }

const startHolder = () => {
  const file = import.meta.resolve("./SocketHolderProcess.ts")
  return startProcess<SocketHolderCalls>(file, { core: 1 })
}

/** A server that is kept busy by others is not waited for without end. */
const untilResting = async ({ services }: ReplayedStore) => {
  const requests = async () => (await services.call("counts")).requests
  const look = async () => {
    const before = await requests()
    await pause(2_000)
    return (await requests()) - before
  }
  await lookUntil(look, (grown) => grown < restingRequests, { everyMs: 0, withinMs: 60_000 })
}

export const idleSockets = row({
  name: "idle-sockets",
  processes: () =>
    together(async (use) => {
      const environment = {
        NODE_OPTIONS: "--inspect=127.0.0.1:0",
        MAX_CONNECTIONS: String(wanted),
      }
      const store = await use(openReplayedStore(environment))
      const count = Math.ceil(sockets / perHolder)
      const holders = await Promise.all(Array.from({ length: count }, () => use(startHolder())))
      const url = `${store.server.url.replace(/^http/u, "ws")}/chat`
      return { store, holders, url }
    }),
  // What the first sockets of a server cost once is not the price of a socket: they have come and gone.
  warm: async ({ url }) => {
    await using first = await startHolder()
    await first.call("open", { url, holder: 0, count: 300, perSecond })
  },
  rounds: () => 1,
  isSteady: true,
  load: async ({ holders, store, url }, { progress, quick }) => {
    const { inspector = "" } = store.server
    const held = async () => {
      const seen = await Promise.all(holders.map((holder) => holder.call("held")))
      const count = seen.reduce((sum, each) => sum + each.count, 0)
      return { count, failure: seen.find(({ failure }) => failure !== "")?.failure }
    }
    await untilResting(store)
    const before = await collectedMemory(inspector)
    const each = Math.ceil(sockets / holders.length)
    await Promise.all(
      holders.map((holder, at) =>
        holder.call("open", {
          url,
          holder: at,
          count: Math.min(each, sockets - at * each),
          perSecond: perSecond / holders.length,
        }),
      ),
    )
    progress.step("idle-sockets: open, and the server is left alone")
    await untilResting(store)
    const { count } = await held()
    const after = await collectedMemory(inspector)
    // Each look begins the delay's measurement anew.
    await usageOf(store.server)
    await pause(quick ? idleMs.quick : idleMs.full)
    const { delayMs } = await usageOf(store.server)
    const { count: stayed, failure } = await held()
    return {
      failure: stayed === sockets ? undefined : failure,
      held: stayed,
      heldKib: (after.held - before.held) / count / 1_024,
      rssKib: (after.rss - before.rss) / count / 1_024,
      delayMs,
    }
  },
  figures: () => [
    {
      name: "idle sockets held by one process",
      unit: "sockets",
      of: "held",
      target: atLeast(wanted),
      note: ([seen]) => {
        const few = sockets < wanted ? "the limit of open files (ulimit -Hn) allows no more" : ""
        return [few, seen?.failure ?? ""].filter((each) => each !== "").join("; ") || undefined
      },
    },
    {
      name: "an idle socket: objects",
      unit: "KiB",
      of: "heldKib",
      target: atMost(6),
      note: `of ${sockets}: heap and external memory after a collection; an anonymous visitor's prefetched context included`,
    },
    {
      name: "an idle socket: resident memory",
      unit: "KiB",
      of: "rssKib",
      target: atMost(8),
      note: "kernel buffers, about 5 KiB, are not in it",
    },
    {
      name: "event-loop delay while all are idle, p99",
      unit: "ms",
      of: "delayMs",
      target: atMost(20),
      note: "Node's histogram counts its own interval of 10 ms in",
    },
  ],
})
