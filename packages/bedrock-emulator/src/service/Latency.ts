/**
 * Computes how long an emulated call waits before its first byte, and how long between two tokens of a stream, by the
 * selected latency model.
 *
 * The model's figure is a 95th percentile (p95). With jitter, latencies are log-normal with a median of 0.75 of it
 * and exactly that p95; without, every call takes exactly the figure. The time of a token is always exactly the
 * model's.
 */
import type { LatencyModel } from "./LatencyModel.ts"
import { normal, type Random } from "./Random.ts"
import type { ServiceName } from "./Service.ts"

/** Median as a share of p95. */
const medianShare = 0.75
/** The standard normal's 95th percentile. */
const z95 = 1.644_853_626_951_472_2
const sigma = Math.log(1 / medianShare) / z95

/** `ConverseStream.token` asks for the pace of `ConverseStream` alone, after its first byte. */
const tokenSuffix = ".token"

/** Starts with the model given; `random` belongs to one service each. */
export const makeLatency = (options: {
  readonly model: LatencyModel
  readonly jitter: boolean
  readonly random: (service: ServiceName) => Random
}) => {
  let { model, jitter } = options
  const randoms = new Map<ServiceName, Random>()
  const randomOf = (service: ServiceName): Random => {
    const random = randoms.get(service) ?? options.random(service)
    randoms.set(service, random)
    return random
  }
  return {
    current: () => ({ model: model.name ?? "own", services: model.services, jitter }),
    select: (nextModel: LatencyModel, nextJitter: boolean): void => {
      model = nextModel
      jitter = nextJitter
    },
    delayMs: (service: ServiceName, operation: string, units: number): number => {
      const operations = model.services[service]
      if (operation.endsWith(tokenSuffix)) {
        return (operations?.[operation.slice(0, -tokenSuffix.length)]?.perUnitMs ?? 0) * units
      }
      const figure = operations?.[operation] ?? operations?.["*"]
      if (figure === undefined) return 0
      const base = jitter ? spread(figure.p95Ms, randomOf(service)) : figure.p95Ms
      return base + (figure.perUnitMs ?? 0) * units
    },
  }
}

const spread = (p95Ms: number, random: Random): number =>
  p95Ms === 0 ? 0 : p95Ms * medianShare * Math.exp(sigma * normal(random))
