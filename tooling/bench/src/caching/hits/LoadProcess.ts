/**
 * Child process of the hit benchmark that plays the customers, on a core of its own: opens sockets, then asks with a
 * fixed concurrency or at random times of a given rate.
 */
import { answerCalls } from "../../process/AnswerCalls.ts"
import { LatencyHistogram } from "../../measure/LatencyHistogram.ts"
import { poissonArrivals } from "../../measure/OpenLoop.ts"
import { seededRandom } from "../../measure/Statistics.ts"
import { type Asked, ChatLoad } from "./ChatLoad.ts"

export interface Latency {
  readonly p50: number
  readonly p99: number
}

interface OpenOptions {
  readonly name: string
  readonly url: string
  readonly sockets: number
}

interface AskOptions {
  readonly name: string
  readonly texts: ReadonlyArray<string>
  readonly concurrency?: number
}

interface RateOptions extends Omit<AskOptions, "concurrency"> {
  readonly perSecond: number
  readonly seed: number
}

const loads = new Map<string, ChatLoad>()

const loadOf = (name: string): ChatLoad => {
  const load = loads.get(name)
  if (load === undefined) throw new Error(`no customers of ${name}`)
  return load
}

const calls = {
  open: async ({ name, sockets, url }: OpenOptions): Promise<void> => {
    loads.set(name, await ChatLoad.open(url, sockets, name))
  },
  ask: ({ name, texts, ...options }: AskOptions): Promise<Asked> =>
    loadOf(name).askAll(texts, options),
  /** Also what came from a cache, with its frames. */
  collectHits: async ({ name, texts, ...options }: AskOptions) => {
    const hits: Array<{ readonly text: string; readonly frames: ReadonlyArray<string> }> = []
    const asked = await loadOf(name).askAll(texts, {
      ...options,
      onHit: (at, frames) => hits.push({ text: texts[at] ?? "", frames }),
    })
    return { ...asked, collected: hits }
  },
  /** Each text once, at random times. */
  askAtRate: async ({ name, perSecond, seed, texts }: RateOptions): Promise<Asked & Latency> => {
    const times = poissonArrivals(0, perSecond, texts.length, seededRandom(seed))
    const { latenciesMs, ...asked } = await loadOf(name).askAt(texts, times)
    const histogram = LatencyHistogram.of(latenciesMs)
    return { ...asked, p50: histogram.percentile(50), p99: histogram.percentile(99) }
  },
}

export type LoadCalls = typeof calls

answerCalls(calls)
