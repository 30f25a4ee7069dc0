/**
 * Measures memory and event-loop delay of one server process with 40,000 idle customers, or as many as the limit of open
 * files allows.
 *
 * The services answer at once (`ReplayedStore.ts`), so that what a socket reads at its opening has arrived.
 */
import { row } from "../command/Row.ts"
import { atLeast, atMost } from "../measure/Figure.ts"
import { lookUntil } from "../measure/LookUntil.ts"
import { pause } from "../measure/OpenLoop.ts"
import { type PinnedProcess, startProcess } from "../process/PinnedProcess.ts"
import { together } from "../process/Together.ts"
import { collectedMemory } from "../store/Inspector.ts"
import { usageOf } from "../store/StoreTime.ts"
import { mostSockets, socketLimit } from "./FileLimit.ts"
import { openReplayedStore, type ReplayedStore } from "./ReplayedStore.ts"
import type { SocketHolderCalls } from "./SocketHolderProcess.ts"

const wanted = 40_000
const limit = socketLimit(wanted)
const perHolder = Math.min(15_000, mostSockets())
const perSecond = 2_000
/** All reads that were begun on opening have ended where the services are asked less often than this in two seconds. */
const restingRequests = 50
/** Garbage is due. */
const settleMs = 1_000
const idleMs = { quick: 5_000, full: 30_000 }

/** Where a server at this address takes its customers. */
const chatAddress = (url: string): string => `${url.replace(/^http/u, "ws")}/chat`

/** A server that is kept busy by others is not waited for without end. */
const untilResting = async ({ services }: Pick<ReplayedStore, "services">) => {
  const requests = async () => (await services.call("counts")).requests
  let before = 0
  const look = async () => {
    const grown = (await requests()) - before
    before += grown
    return grown
  }
  await pause(settleMs)
  await lookUntil(look, (grown) => grown < restingRequests, { everyMs: 2_000, withinMs: 60_000 })
}

type Holders = ReadonlyArray<PinnedProcess<SocketHolderCalls>>

const held = async (holders: Holders) => {
  const seen = await Promise.all(holders.map((holder) => holder.call("held")))
  return {
    count: seen.reduce((sum, { count }) => sum + count, 0),
    failure: seen.find(({ failure }) => failure !== "")?.failure,
  }
}

export const idleSockets = row({
  name: "idle-sockets",
  processes: () =>
    together(async (use) => {
      const environment = {
        NODE_OPTIONS: "--inspect=127.0.0.1:0",
        MAX_CONNECTIONS: String(wanted),
      }
      const { server, services } = await use(
        openReplayedStore({ environment, prefix: limit.prefix }),
      )
      const file = import.meta.resolve("./SocketHolderProcess.ts")
      const start = () => use(startProcess<SocketHolderCalls>(file, { core: 1 }))
      const count = Math.ceil(limit.sockets / perHolder)
      return { server, services, holders: await Promise.all(Array.from({ length: count }, start)) }
    }),
  // What the first sockets of a server cost once is not the price of a socket: they have come and gone.
  warm: async ({ holders: [first], server }) => {
    const url = chatAddress(server.url)
    await first?.call("open", { url, holder: 0, count: 300, perSecond })
    await first?.call("closeAll")
  },
  rounds: () => 1,
  isSteady: true,
  load: async ({ holders, server, services }, { progress, quick }) => {
    const { inspector = "", url } = server
    await untilResting({ services })
    const before = await collectedMemory(inspector)
    const each = Math.ceil(limit.sockets / holders.length)
    const open = (holder: Holders[number], at: number) =>
      holder.call("open", {
        url: chatAddress(url),
        holder: at,
        count: Math.min(each, limit.sockets - at * each),
        perSecond: perSecond / holders.length,
      })
    await Promise.all(holders.map(open))
    progress.step("idle-sockets: open, and the server is left alone")
    await untilResting({ services })
    const { count } = await held(holders)
    const after = await collectedMemory(inspector)
    // Each look begins the delay's measurement anew.
    await usageOf(server)
    await pause(quick ? idleMs.quick : idleMs.full)
    const { delayMs } = await usageOf(server)
    const { count: stayed, failure } = await held(holders)
    return {
      failure: stayed === limit.sockets ? undefined : failure,
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
        const failure = seen?.failure === undefined ? "" : `not all stayed open: ${seen.failure}`
        return [limit.why ?? "", failure].filter((each) => each !== "").join("; ") || undefined
      },
    },
    {
      name: "an idle socket: objects",
      unit: "KiB",
      of: "heldKib",
      target: atMost(8),
      note: `of ${limit.sockets}: heap and external memory after a collection; an anonymous visitor's prefetched context included`,
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
