/** Reads what a program of a soak holds while nobody is there: memory, what its event loop waits for, how full its caches are. */
import { lookUntil } from "@manga-assist/bench/measure/LookUntil"
import { sinkBalances } from "@manga-assist/bench/soak/Gauges"
import { collectedMemory, inspecting } from "@manga-assist/bench/store/Inspector"
import { type MetricsPage, metricsPage } from "@manga-assist/bench/store/MetricsPage"
import { settledResources } from "../HeldNow.ts"
import type { World } from "../World.ts"
import type { Sample } from "./Flat.ts"
import type { CacheFill } from "./KnownCaches.ts"

type Server = ReturnType<World["serverOf"]>

const fillsOf = (inspector: string): Promise<ReadonlyArray<CacheFill>> =>
  inspecting(inspector, async (call) => {
    const { result } = await call<{
      readonly result: { readonly value: ReadonlyArray<CacheFill> }
    }>("Runtime.evaluate", { expression: "cacheFills()", returnByValue: true })
    return result.value
  })

const memoryOf = async (inspector: string) => {
  const { held, rss } = await collectedMemory(inspector)
  return { heap: held, resident: rss, fills: await fillsOf(inspector) }
}

/** Measurements wait ten seconds for others, whoever is there. */
const pendingSinks = (page: MetricsPage): number =>
  sinkBalances(page).reduce((sum, { pending, sink }) => sum + (sink === "metrics" ? 0 : pending), 0)

/** By the server's own account: the emulated model has streams of the worker, too. */
const underWay = async ({ operator }: Server) => {
  const page = await metricsPage(operator)
  return {
    sockets: page.value("manga_assist_open_connections") ?? Number.NaN,
    messages: page.value("manga_assist_running_messages") ?? Number.NaN,
    streams: page.sum("manga_assist_model_connections", { event: "streams" }),
    pending: pendingSinks(page),
  }
}

/** Once nothing is under way and little more is held than in the sample before, or the time is over. */
export const sampleServer = async (
  server: Server,
  withinMs: number,
  before?: Sample,
): Promise<Sample> => ({
  ...(await lookUntil(
    () => underWay(server),
    ({ messages, pending, sockets, streams }) => sockets + messages + streams + pending === 0,
    { everyMs: 500, withinMs },
  )),
  ...(await settledResources(server, withinMs / 4, before)),
  ...(await memoryOf(server.inspector ?? "")),
})

/** Of a worker, which has no customers, and goes on with its own work. */
export const sampleWorker = async (inspector: string): Promise<Sample> => ({
  ...(await settledResources({ inspector }, 0)),
  ...(await memoryOf(inspector)),
  sockets: 0,
  messages: 0,
  streams: 0,
  pending: 0,
})

/** Messages that the server says it answered, whatever with; a moment after the last it knows of all. */
export const countedTurns = ({ operator }: Server, sent: number): Promise<number> =>
  lookUntil(
    async () => (await metricsPage(operator)).sum("manga_assist_turns_total", {}),
    (told) => told >= sent,
    { everyMs: 500, withinMs: 5_000 },
  )
