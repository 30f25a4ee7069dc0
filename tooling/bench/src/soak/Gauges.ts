/**
 * Reads the state of a running store (memory, handles, open connections, records of sinks) and waits until it is idle
 * or ready.
 */
import { type CollectedMemory, collectedMemory } from "../store/Inspector.ts"
import { sharedClock } from "../measure/OpenLoop.ts"
import type { RunningStore } from "../store/RunningStore.ts"
import { serviceStats } from "../store/Admin.ts"
import { type MetricsPage, metricsPage } from "../store/MetricsPage.ts"

export interface Memory extends CollectedMemory {
  /** On the shared clock. */
  readonly at: number
}

export const memory = async ({ inspector = "" }: RunningStore): Promise<Memory> => ({
  ...(await collectedMemory(inspector)),
  at: sharedClock.now(),
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
    pending: page.sum("manga_assist_sink_records", { event: "pending" }),
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

const sinkRecords = "manga_assist_sink_records"
const events = ["accepted", "written", "dropped", "pending", "refused"] as const

/** The record counters of one sink. */
export interface SinkBalance extends Readonly<Record<(typeof events)[number], number>> {
  readonly sink: string
}

export const sinkBalances = (page: MetricsPage): ReadonlyArray<SinkBalance> =>
  page.valuesOf(sinkRecords, "sink").map((sink) => {
    const of = (event: (typeof events)[number]) =>
      page.value(sinkRecords, { sink, event }) ?? Number.NaN
    return {
      sink,
      accepted: of("accepted"),
      written: of("written"),
      dropped: of("dropped"),
      pending: of("pending"),
      refused: of("refused"),
    }
  })

/** Records that were accepted and are neither written, nor dropped, nor pending; or the other way round. */
export const unaccounted = ({ accepted, dropped, pending, written }: SinkBalance): number =>
  Math.abs(accepted - written - dropped - pending)
