/**
 * Latency and processor time of exact cache hits, for each compared stack (`Peer.ts`). One server process answers and
 * caches the questions in Redis. A second process of the same stack is then asked them twice: the first time the answer
 * comes from Redis, the second time memory may have it.
 */
import { type Figure, figuresOver } from "../measure/Figure.ts"
import { LatencyHistogram } from "../measure/LatencyHistogram.ts"
import { type PeerName, peers } from "./Peer.ts"
import { type PeerLaboratory, type RunningPeer } from "./PeerLaboratory.ts"
import { modelIdOf } from "./Shape.ts"

const hitConcurrency = 8
const primingConcurrency = 40
const priming = { deltas: 5, gapMs: 1, firstMs: 5 }

interface Hits {
  readonly firstMs: LatencyHistogram
  readonly endMs: LatencyHistogram
  readonly cpuMs: number
  readonly missed: number
}

const ask = (
  { load }: PeerLaboratory,
  { url }: RunningPeer,
  texts: ReadonlyArray<string>,
  concurrency: number,
) => load.call("askInTurn", { urls: [url], model: modelIdOf(priming), texts, concurrency })

const hits = async (
  laboratory: PeerLaboratory,
  peer: RunningPeer,
  texts: ReadonlyArray<string>,
): Promise<Hits> => {
  await laboratory.stub.call("resetCounts")
  const cpuBefore = await peer.cpuMs()
  const told = await ask(laboratory, peer, texts, hitConcurrency)
  const cpuMs = ((await peer.cpuMs()) - cpuBefore) / texts.length
  const whole = told.filter(({ outcome }) => outcome === "complete")
  return {
    firstMs: LatencyHistogram.of(whole.flatMap(({ firstMs }) => firstMs ?? [])),
    endMs: LatencyHistogram.of(whole.map(({ endMs }) => endMs)),
    cpuMs,
    missed: (await laboratory.stub.call("counts")).chats + texts.length - whole.length,
  }
}

export interface HitOptions {
  readonly count: number
  readonly practice: number
  /** In the questions, so that no other round has asked them. */
  readonly label: string
}

/**
 * What one process has answered is asked of the other, twice; so the first time Redis answers. It has
 * practised with other questions, each once, so that memory did not answer then either.
 */
export const measureHits = async (
  laboratory: PeerLaboratory,
  [first, second]: readonly [RunningPeer, RunningPeer],
  { count, label, practice }: HitOptions,
) => {
  const texts = Array.from({ length: count }, (_, index) => `known ${label} ${index}`)
  const others = Array.from({ length: practice }, (_, index) => `practice ${label} ${index}`)
  await ask(laboratory, first, [...others, ...texts], primingConcurrency)
  await ask(laboratory, second, others, primingConcurrency)
  return {
    fromRedis: await hits(laboratory, second, texts),
    again: await hits(laboratory, second, texts),
  }
}

export const hitName = (what: string, label: string) => `exact hit, ${what}: ${label}`

export const hitFigures = (
  name: PeerName,
  rounds: ReadonlyArray<Awaited<ReturnType<typeof measureHits>>>,
): ReadonlyArray<Figure> => {
  const { label } = peers[name]
  const fromRedis = rounds.map((round) => round.fromRedis)
  const again = rounds.map((round) => round.again)
  const both = [...fromRedis, ...again]
  if (both.some(({ endMs }) => endMs.count === 0)) return []
  const missed = both.reduce((sum, hits) => sum + hits.missed, 0)
  const note = missed === 0 ? {} : { note: `${missed} of the questions were no hits` }
  const of = (
    hits: ReadonlyArray<Hits>,
    what: string,
    pick: (hits: Hits) => number,
    options = {},
  ) => figuresOver(hits)(hitName(what, label), "ms", pick, options)
  return [
    of(fromRedis, "first text from Redis, p50", ({ firstMs }) => firstMs.percentile(50), note),
    of(fromRedis, "whole answer from Redis, p50", ({ endMs }) => endMs.percentile(50)),
    of(fromRedis, "whole answer from Redis, p95", ({ endMs }) => endMs.percentile(95)),
    of(again, "whole answer the second time, p50", ({ endMs }) => endMs.percentile(50)),
    of(fromRedis, "processor time from Redis", ({ cpuMs }) => cpuMs),
    of(again, "processor time the second time", ({ cpuMs }) => cpuMs),
  ]
}
