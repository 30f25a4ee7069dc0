/** The counters of each service, as `GET /stats` shows them. */
import type { ServiceCounters } from "./Service.ts"

export const makeCounters = (): ServiceCounters => ({
  connections: 0,
  connectionsOpen: 0,
  handshakes: 0,
  streamsOpened: 0,
  streamsOpen: 0,
  streamsCancelled: 0,
  requests: {},
  inputTokens: 0,
  outputTokens: 0,
  struck: {},
})

/** Counters to zero; gauges (`…Open`) stay. In place, because services hold the object. */
export const resetCounters = (counters: ServiceCounters): void => {
  counters.connections = 0
  counters.handshakes = 0
  counters.streamsOpened = 0
  counters.streamsCancelled = 0
  counters.inputTokens = 0
  counters.outputTokens = 0
  for (const names of [counters.requests, counters.struck]) {
    for (const name of Object.keys(names)) Reflect.deleteProperty(names, name)
  }
}

/** Clients choose the names, so a flood of invented ones is counted as one. */
const maxOperations = 100

export const countRequest = (counters: ServiceCounters, operation: string): void => {
  const { requests } = counters
  const known = Object.hasOwn(requests, operation) || Object.keys(requests).length < maxOperations
  const name = known ? operation : "Other"
  requests[name] = (Object.hasOwn(requests, name) ? (requests[name] ?? 0) : 0) + 1
}
