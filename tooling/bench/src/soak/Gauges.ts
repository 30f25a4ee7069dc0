/**
 * Reads the state of a running store (open connections, streams, records of sinks) and waits until it is idle or ready.
 */
import { lookUntil } from "../measure/LookUntil.ts"
import { sharedClock } from "../measure/OpenLoop.ts"
import { serviceStats } from "../store/Admin.ts"
import { type MetricsPage, metricsPage } from "../store/MetricsPage.ts"
import type { RunningStore } from "../store/StoreFolder.ts"

const idle = async (store: Pick<RunningStore, "admin" | "operator">) => {
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

export type Idle = Awaited<ReturnType<typeof idle>>

/** Until nothing is under way, or the time is over; how it is then. */
export const untilIdle = (store: Parameters<typeof idle>[0], withinMs: number): Promise<Idle> =>
  lookUntil(
    () => idle(store),
    (now) => now.openConnections + now.runningMessages + now.modelStreams + now.pending === 0,
    { everyMs: 500, withinMs },
  )

/** Milliseconds until `/readyz` says 200; more than `withinMs` when it does not. */
export const untilReady = async (store: RunningStore, withinMs: number): Promise<number> => {
  const started = sharedClock.now()
  await lookUntil(
    () => fetch(`${store.url}/readyz`),
    ({ ok }) => ok,
    { everyMs: 100, withinMs },
  )
  return sharedClock.now() - started
}

const sinkRecords = "manga_assist_sink_records"

/** The record counters of one sink. */
export const sinkBalances = (page: MetricsPage) =>
  page.valuesOf(sinkRecords, "sink").map((sink) => {
    const of = (event: string) => page.value(sinkRecords, { sink, event }) ?? Number.NaN
    return {
      sink,
      accepted: of("accepted"),
      written: of("written"),
      dropped: of("dropped"),
      pending: of("pending"),
      refused: of("refused"),
    }
  })

export type SinkBalance = ReturnType<typeof sinkBalances>[number]

/** Records that were accepted and are neither written, nor dropped, nor pending; or the other way round. */
export const unaccounted = ({ accepted, dropped, pending, written }: SinkBalance): number =>
  Math.abs(accepted - written - dropped - pending)
