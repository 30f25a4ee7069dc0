/** The state of a running store, looked at again and again: memory, handles, delay, counters. */
import { inspecting } from "../turn/Inspector.ts"
import { sharedClock } from "../OpenLoop.ts"
import type { RunningStore } from "../turn/RunningStore.ts"
import { serviceStats } from "../mix/Admin.ts"
import { type MetricsPage, metricsPage } from "./MetricsPage.ts"

export interface Memory {
  /** On the shared clock. */
  readonly at: number
  /** Bytes of objects after a collection, and what they hold outside of the heap. */
  readonly held: number
  readonly rss: number
  /** What keeps the event loop alive: sockets, timers, requests. */
  readonly handles: number
}

const expression =
  "JSON.stringify({ memory: process.memoryUsage(), handles: process.getActiveResourcesInfo().length })"

interface Told {
  readonly memory: Record<"rss" | "heapUsed" | "external", number>
  readonly handles: number
}

/** Collects garbage first, twice, because what the first collection finalizes is freed by the second. */
export const memory = ({ inspector = "" }: RunningStore): Promise<Memory> =>
  inspecting(inspector, async (call) => {
    for (let at = 0; at < 2; at += 1) await call("HeapProfiler.collectGarbage")
    const { result } = await call<{ readonly result?: { readonly value?: unknown } }>(
      "Runtime.evaluate",
      { expression, returnByValue: true },
    )
    const told = JSON.parse(String(result?.value)) as Told
    return {
      at: sharedClock.now(),
      held: told.memory.heapUsed + told.memory.external,
      rss: told.memory.rss,
      handles: told.handles,
    }
  })

export interface Idle {
  readonly page: MetricsPage
  readonly openConnections: number
  readonly runningMessages: number
  readonly modelStreams: number
  readonly pending: number
}

const idle = async (store: RunningStore): Promise<Idle> => {
  const [page, stats] = [await metricsPage(store.operator), await serviceStats(store)]
  const number = (name: string) => page.value(name) ?? Number.NaN
  return {
    page,
    openConnections: number("manga_assist_open_connections"),
    runningMessages: number("manga_assist_running_messages"),
    modelStreams: stats["bedrock"]?.streamsOpen ?? Number.NaN,
    pending: page
      .valuesOf("manga_assist_sink_records", "sink")
      .reduce(
        (sum, sink) =>
          sum + (page.value("manga_assist_sink_records", { sink, event: "pending" }) ?? 0),
        0,
      ),
  }
}

/** Until nothing is under way, or the time is over; how it is then. */
export const untilIdle = async (store: RunningStore, withinMs: number): Promise<Idle> => {
  const deadline = sharedClock.now() + withinMs
  for (;;) {
    const now = await idle(store)
    const left = now.openConnections + now.runningMessages + now.modelStreams + now.pending
    if (left === 0 || sharedClock.now() > deadline) return now
    await sharedClock.until(sharedClock.now() + 500)
  }
}

/** Milliseconds until `/readyz` says 200; the whole time when it does not. */
export const untilReady = async (store: RunningStore, withinMs: number): Promise<number> => {
  const started = sharedClock.now()
  while (sharedClock.now() - started < withinMs) {
    const reply = await fetch(`${store.url}/readyz`)
    await reply.body?.cancel()
    if (reply.ok) return sharedClock.now() - started
    await sharedClock.until(sharedClock.now() + 100)
  }
  return withinMs
}
