/**
 * Records the last calls with the times of their arrival and of their first byte by the server's own clock, which shows
 * how much of a client's wait was the service's. At 50,000 calls the older half is dropped; `take` returns the calls
 * and removes them.
 */
import { performance } from "node:perf_hooks"
import type { ServiceName } from "./Service.ts"

export interface ServedCall {
  readonly service: ServiceName
  readonly operation: string
  /** Milliseconds since the epoch, with fractions: the same clock in every process of a machine. */
  readonly arrivedAt: number
  /** When the first byte of the answer was handed over. */
  readonly answeredAt: number
  /** What the latency model asked for. */
  readonly askedMs: number
}

const most = 50_000

export const makeCallLog = () => {
  let calls: Array<ServedCall> = []
  return {
    /** `arrivedMs` is on the clock of `performance.now`; the answer leaves now. */
    served: (service: ServiceName, operation: string, arrivedMs: number, askedMs: number): void => {
      // Half at once, so that it costs nothing per call.
      if (calls.length >= most) calls = calls.slice(most / 2)
      calls.push({
        service,
        operation,
        arrivedAt: performance.timeOrigin + arrivedMs,
        answeredAt: performance.timeOrigin + performance.now(),
        askedMs,
      })
    },
    /** Oldest first; they are gone afterwards. */
    take: (): ReadonlyArray<ServedCall> => {
      const taken = calls
      calls = []
      return taken
    },
  }
}
