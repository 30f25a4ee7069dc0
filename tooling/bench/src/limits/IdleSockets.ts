/**
 * Measures memory, processor time and event-loop delay of one server process with 40,000 idle customers, or as many as
 * the limit of open files allows.
 *
 * The services answer at once (`ReplayedStore.ts`), so that what a socket reads at its opening has arrived.
 */
import { row } from "../command/Row.ts"
import { atLeast, atMost } from "../measure/Figure.ts"
import { collectedMemory } from "../store/Inspector.ts"
import { pause } from "../measure/OpenLoop.ts"
import { socketLimit } from "./FileLimit.ts"
import { answerShape } from "./MissLoad.ts"
import { openReplayedStore, type ReplayedStore } from "./ReplayedStore.ts"
import { chatAddress, type SocketHolder, withHolders } from "./SocketHolders.ts"
import { usageOf } from "../store/StoreTime.ts"

type Server = ReplayedStore["server"]

const wanted = 40_000
const perSecond = 2_000
/** Reads that were begun on opening have ended, and garbage of it is due. */
const settleMs = 3_000
const idleMs = { quick: 5_000, full: 30_000 }

const openAll = async (holders: ReadonlyArray<SocketHolder>, server: Server, count: number) => {
  const url = chatAddress(server.url)
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
  return done.reduce((sum, opened) => sum + opened, 0)
}

const closedByServer = async (holders: ReadonlyArray<SocketHolder>): Promise<number> => {
  const closed = await Promise.all(holders.map((holder) => holder.call("closedByServer")))
  return closed.reduce((sum, each) => sum + each, 0)
}

const measure = async (
  { server }: ReplayedStore,
  holders: ReadonlyArray<SocketHolder>,
  { count, restMs }: { readonly count: number; readonly restMs: number },
) => {
  const { inspector = "" } = server
  await pause(settleMs)
  const before = await collectedMemory(inspector)
  const opened = await openAll(holders, server, count)
  await pause(settleMs)
  const open = opened - (await closedByServer(holders))
  const after = await collectedMemory(inspector)
  // Each look begins the delay's measurement anew.
  await usageOf(server)
  await pause(restMs)
  const rested = await usageOf(server)
  const failures = await Promise.all(holders.map((holder) => holder.call("failures")))
  const held = opened - (await closedByServer(holders))
  return {
    failure:
      held === count
        ? undefined
        : failures
            .flatMap(({ closedWith, refusedWith }) => [closedWith, refusedWith])
            .find((each) => each !== ""),
    held,
    heldKib: (after.held - before.held) / open / 1_024,
    rssKib: (after.rss - before.rss) / open / 1_024,
    delayMs: rested.delayMs,
  }
}

const limit = socketLimit(wanted)

export const idleSockets = row({
  name: "idle-sockets",
  processes: () =>
    openReplayedStore(answerShape, {
      environment: {
        NODE_OPTIONS: "--inspect=127.0.0.1:0",
        MAX_CONNECTIONS: String(wanted),
      },
      prefix: limit.prefix,
    }),
  rounds: () => 1,
  isSteady: true,
  load: (store, { quick }) => {
    const restMs = quick ? idleMs.quick : idleMs.full
    const customers = { url: chatAddress(store.server.url), perSecond }
    return withHolders(limit.sockets, customers, (holders) =>
      measure(store, holders, { count: limit.sockets, restMs }),
    )
  },
  figures: () => [
    {
      name: "idle sockets held by one process",
      unit: "sockets",
      of: "held",
      target: atLeast(wanted),
      note: ([seen]) => {
        const failure = seen?.failure
        const told = [
          limit.why,
          failure === undefined ? undefined : `not all stayed open: ${failure}`,
        ]
        return told.filter((each) => each !== undefined).join("; ") || undefined
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
