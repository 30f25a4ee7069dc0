/**
 * Creates what all emulated services share (counters, faults, latency, the logs of calls and of requests, the
 * script), and for each service the context through which it uses them.
 */
import { makeCallLog } from "./CallLog.ts"
import { makeCounters } from "./Counters.ts"
import { makeFaults } from "./Faults.ts"
import { makeLatency } from "./Latency.ts"
import type { LatencyModel } from "./LatencyModel.ts"
import { makeScript } from "../answers/Script.ts"
import { makeRequestLog } from "./RequestLog.ts"
import { seededRandom } from "./Random.ts"
import type { ServiceContext, ServiceCounters, ServiceName } from "./Service.ts"

export type ServiceHub = ReturnType<typeof makeServiceHub>

export const makeServiceHub = (options: {
  readonly seed: number
  readonly latency: LatencyModel
  readonly jitter: boolean
}) => {
  const counters = new Map<ServiceName, ServiceCounters>()
  const calls = makeCallLog()
  const requests = makeRequestLog()
  const latency = makeLatency({
    model: options.latency,
    jitter: options.jitter,
    random: (service) => seededRandom(options.seed, `latency ${service}`),
  })
  const countersOf = (name: ServiceName): ServiceCounters => {
    const own = counters.get(name) ?? makeCounters()
    counters.set(name, own)
    return own
  }
  const faults = makeFaults(seededRandom(options.seed, "faults"), ({ kind, service }) => {
    const { struck } = countersOf(service)
    struck[kind] = (struck[kind] ?? 0) + 1
  })
  return {
    context: (name: ServiceName): ServiceContext => ({
      name,
      counters: countersOf(name),
      fault: (operation) => faults.strike(name, operation),
      onFaultsChanged: faults.onChange,
      delayMs: (operation, units = 0) => latency.delayMs(name, operation, units),
      served: (operation, arrivedMs, askedMs) => calls.served(name, operation, arrivedMs, askedMs),
      asked: requests.add,
    }),
    /** Services that asked for a context, in that order. */
    services: (): ReadonlyArray<ServiceName> => [...counters.keys()],
    counters: countersOf,
    faults,
    latency,
    calls,
    requests,
    /** Of Bedrock's models. */
    script: makeScript(),
  }
}
