/**
 * Measures each stack with new questions only, so that each calls the model: what it adds to the time to the first
 * text, its processor time of a chat, and how many TLS connections it opens.
 */
import { LatencyHistogram } from "../measure/LatencyHistogram.ts"
import { type Measuring } from "../command/Benchmark.ts"
import { rotated } from "../measure/Order.ts"
import type { Told } from "./ChatSocket.ts"
import { type PeerLaboratory, type RunningPeer } from "./PeerLaboratory.ts"
import {
  alone,
  durationMs,
  type Load,
  modelFirstMs,
  modelIdOf,
  ordinary,
  warming,
} from "./Shape.ts"

/** Of one peer in one round. */
export interface Measured {
  /** Added milliseconds to the first piece: concurrent chats → p50 and p95. */
  readonly added: ReadonlyMap<number, { readonly p50: number; readonly p95: number }>
  readonly cpuMsPerChat: number
  readonly handshakes: number
  readonly chats: number
  readonly failed: number
  readonly firstFailure: string | undefined
}

export interface TrafficOptions {
  readonly quick: boolean
  /** The same for all peers of a round. */
  readonly seed: number
  readonly loads: ReadonlyArray<Load>
}

const firsts = (told: ReadonlyArray<Told>, modelMs: number): LatencyHistogram =>
  LatencyHistogram.of(
    told.flatMap(({ firstMs, outcome }) =>
      firstMs === undefined || outcome !== "complete" ? [] : [Math.max(0, firstMs - modelMs)],
    ),
  )

const percentiles = (told: ReadonlyArray<Told>, modelMs: number) => {
  const histogram = firsts(told, modelMs)
  // Where nothing succeeded there is no figure; the failures are.
  return histogram.count === 0
    ? undefined
    : { p50: histogram.percentile(50), p95: histogram.percentile(95) }
}

/** Opens what the peer keeps open, and has its code compiled. */
export const warmPeer = async (
  { load }: PeerLaboratory,
  { url }: RunningPeer,
  quick: boolean,
): Promise<ReadonlyArray<Told>> => {
  const { chats, concurrency, shape } = warming
  const count = quick ? chats.quick : chats.full
  return load.call("askInTurn", {
    urls: [url],
    model: modelIdOf(shape),
    texts: Array.from({ length: count }, (_, index) => `warming ${index}`),
    concurrency,
  })
}

let runs = 0

const measureTraffic = async (
  laboratory: PeerLaboratory,
  peer: RunningPeer,
  { loads, quick, seed }: TrafficOptions,
): Promise<Measured> => {
  const { load, stub } = laboratory
  const added = new Map<number, { readonly p50: number; readonly p95: number }>()
  const failures: Array<Told> = []
  const keep = (concurrent: number, told: ReadonlyArray<Told>, modelMs: number) => {
    failures.push(...told.filter(({ outcome }) => outcome !== "complete"))
    const found = percentiles(told, modelMs)
    if (found !== undefined) added.set(concurrent, found)
  }
  const run = (runs += 1)
  await stub.call("resetCounts")
  keep(
    1,
    await load.call("askInTurn", {
      urls: [peer.url],
      model: modelIdOf(alone.shape),
      texts: Array.from(
        { length: quick ? alone.chats.quick : alone.chats.full },
        (_, index) => `alone ${run} ${index}`,
      ),
      concurrency: 1,
    }),
    alone.shape.firstMs,
  )
  let cpuMsPerChat = 0
  for (const { concurrent, seconds, shape } of loads) {
    const lasts = durationMs(shape)
    const ratePerSecond = (concurrent / lasts) * 1_000
    const measuredMs = 1_000 * (quick ? seconds.quick : seconds.full)
    const count = Math.round((ratePerSecond * (lasts + measuredMs)) / 1_000)
    await load.call("openAhead", { url: peer.url, count: Math.ceil(concurrent * 1.3) })
    const cpuBefore = await peer.cpuMs()
    const { told } = await load.call("askAsTheyCome", {
      url: peer.url,
      model: modelIdOf(shape),
      prefix: `unheard ${run} ${concurrent}`,
      seed,
      ratePerSecond,
      count,
      skipMs: lasts,
    })
    if (concurrent === ordinary.concurrent) {
      cpuMsPerChat = ((await peer.cpuMs()) - cpuBefore) / count
    }
    keep(concurrent, told, modelFirstMs)
  }
  const { chats, handshakes } = await stub.call("counts")
  return {
    added,
    cpuMsPerChat,
    handshakes,
    chats,
    failed: failures.length,
    firstFailure: failures[0]?.message ?? failures[0]?.outcome,
  }
}

/** The connections that the warming opened are part of what a peer opens. */
const withOpening = (
  { chats, handshakes, ...rest }: Measured,
  opening: { readonly handshakes: number; readonly chats: number },
): Measured => ({
  ...rest,
  handshakes: handshakes + opening.handshakes,
  chats: chats + opening.chats,
})

/** All peers in turn, in each round beginning with another. */
export const trafficOfAll = async (
  laboratory: PeerLaboratory,
  { overRounds, progress, quick, rounds, seed }: Measuring,
  part: string,
  loads: ReadonlyArray<Load>,
): Promise<ReadonlyMap<RunningPeer, ReadonlyArray<Measured>>> => {
  const warmed = new Map<RunningPeer, { readonly handshakes: number; readonly chats: number }>()
  for (const peer of laboratory.running) {
    progress.step(`${part}: warming ${peer.label}`)
    await laboratory.stub.call("resetCounts")
    await warmPeer(laboratory, peer, quick)
    warmed.set(peer, await laboratory.stub.call("counts"))
  }
  const count = quick ? 1 : Math.min(rounds, 2)
  const measured = await overRounds(count, async (round) => {
    const found = new Map<RunningPeer, Measured>()
    for (const peer of rotated(laboratory.running, round)) {
      progress.step(`${part}: round ${round + 1} of ${count}, ${peer.label}`)
      found.set(peer, await measureTraffic(laboratory, peer, { loads, quick, seed: seed + round }))
    }
    return found
  })
  return new Map(
    laboratory.running.map((peer) => {
      const opening = warmed.get(peer) ?? { handshakes: 0, chats: 0 }
      const rounds = measured.flatMap((round) => round.get(peer) ?? [])
      return [peer, rounds.map((one) => withOpening(one, opening))]
    }),
  )
}
