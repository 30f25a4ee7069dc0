/**
 * Measures the latency of cache hits under load. All servers get the same rate of messages: half of what our own could
 * serve by its measured cost, within what the load generator's core can send.
 */
import { asOften, type HitCase, labelOf, places } from "./HitCase.ts"
import type { HitCosts } from "./HitCost.ts"
import type { HitLaboratory } from "./HitServers.ts"
import type { Latency } from "./LoadProcess.ts"

export interface HitLatency extends Latency {
  /** Messages a second. */
  readonly rate: number
}

export type HitLatencies = ReadonlyMap<HitCase, HitLatency>

interface HalfLoadOptions {
  readonly seconds: number
  readonly seed: number
}

/** What the customers' own core affords. */
const mostPerSecond = 8_000
const fewest = 50
/** A share; beyond it the rest says nothing of what customers wait. */
const mostFailed = 0.1

/** Answers in words, every server at one rate: half of what our own could do by its cost. */
export const halfLoad = async (
  laboratory: HitLaboratory,
  costs: HitCosts,
  { seconds, seed }: HalfLoadOptions,
): Promise<HitLatencies> => {
  const latencies = new Map<HitCase, HitLatency>()
  for (const place of places) {
    const compared = [...costs.keys()].filter(
      ({ kind, server }) => kind === "words" && server.place === place,
    )
    const own = compared.find(({ server }) => server.own)
    const cost = own === undefined ? undefined : costs.get(own)
    if (cost === undefined) continue
    const rate = Math.min(mostPerSecond, 500_000 / cost.microseconds)
    for (const each of compared) {
      const { words } = laboratory.texts
      const asked = asOften(words, Math.max(fewest, Math.round(rate * seconds)))
      const { failed, firstFailure, p50, p99 } = await laboratory.load.call("askAtRate", {
        name: each.server.customers,
        texts: asked,
        perSecond: rate,
        seed,
      })
      if (failed > mostFailed * asked.length)
        throw new Error(`${labelOf(each)}: ${failed} failed: ${firstFailure}`)
      latencies.set(each, { rate, p50, p99 })
    }
  }
  return latencies
}
