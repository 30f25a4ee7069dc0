/**
 * Questions that are asked more than once: many at the same time, in one process and in two that share a
 * Redis, and again after the answer was given.
 */
import { type Measuring } from "../Benchmark.ts"
import { atMost, type Figure, figure } from "../Figure.ts"
import { LatencyHistogram } from "../LatencyHistogram.ts"
import { type PeerName, peers } from "./Peer.ts"
import { type PeerLaboratory, type RunningPeer } from "./PeerLaboratory.ts"
import { modelFirstMs, modelIdOf, repeated } from "./Shape.ts"
import { warmPeer } from "./Traffic.ts"

const askers = 50
const withinMs = 20_000
const hitConcurrency = 8
const priming = { deltas: 10, gapMs: 1, firstMs: 5 }

/** One question by 50 at once, in each of the given processes. */
const askTogether = async (
  { load, stub }: PeerLaboratory,
  instances: ReadonlyArray<RunningPeer>,
  question: string,
) => {
  for (const { url } of instances) await load.call("openAhead", { url, count: askers })
  await stub.call("resetCounts")
  const told = await load.call("askInTurn", {
    urls: instances.map(({ url }) => url),
    model: modelIdOf(repeated),
    texts: Array.from({ length: askers }, () => question),
    concurrency: askers,
    withinMs,
  })
  const failed = told.filter(({ outcome }) => outcome !== "complete").length
  const first = LatencyHistogram.of(
    told.flatMap(({ firstMs }) =>
      firstMs === undefined ? [] : [Math.max(0, firstMs - modelFirstMs)],
    ),
  )
  return { calls: (await stub.call("counts")).chats, failed, first }
}

type Together = Awaited<ReturnType<typeof askTogether>>

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
) =>
  load.call("askInTurn", { urls: [url], model: modelIdOf(priming), texts, concurrency, withinMs })

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

/** What one process has answered is asked of the other, twice; so the first time Redis answers. */
const measureHits = async (
  laboratory: PeerLaboratory,
  [first, second]: readonly [RunningPeer, RunningPeer],
  { count, label }: { readonly count: number; readonly label: string },
) => {
  const texts = Array.from({ length: count }, (_, index) => `known ${label} ${index}`)
  const practice = texts.map((text) => `${text} in practice`).slice(0, 50)
  await ask(laboratory, first, [...practice, ...texts], 20)
  await ask(laboratory, second, [...practice, ...practice], hitConcurrency)
  return {
    fromRedis: await hits(laboratory, second, texts),
    again: await hits(laboratory, second, texts),
  }
}

let asked = 0

export const repeats = async (
  laboratory: PeerLaboratory,
  { overRounds, progress, quick, rounds }: Measuring,
): Promise<ReadonlyArray<Figure>> => {
  const figures: Array<Figure> = []
  const count = Math.min(rounds, quick ? 2 : 5)
  const cached = laboratory.running.filter(({ name }) => peers[name].hasCache)
  for (const peer of cached) {
    progress.step(`repeats: ${peer.label}`)
    const another = await laboratory.startAnother(peer.name)
    await warmPeer(laboratory, another, quick)
    const measured = await overRounds(count, async () => {
      // A round that is repeated asks something new as well.
      const number = (asked += 1)
      return {
        one: await askTogether(laboratory, [peer], `the same ${number}`),
        two: await askTogether(laboratory, [peer, another], `the same of two ${number}`),
        hits: await measureHits(laboratory, [peer, another], {
          count: quick ? 100 : 400,
          label: String(number),
        }),
      }
    })
    await another.kill()
    figures.push(
      ...togetherFigures(
        peer.name,
        measured.map(({ one }) => one),
        "in one process",
      ),
      ...togetherFigures(
        peer.name,
        measured.map(({ two }) => two),
        "in each of two processes",
      ),
      ...hitFigures(
        peer.name,
        measured.map((one) => one.hits),
      ),
    )
  }
  return figures
}

export const callsName = (where: string, label: string) =>
  `model calls for one question, ${askers} at once ${where}: ${label}`

const togetherFigures = (
  name: PeerName,
  rounds: ReadonlyArray<Together>,
  where: string,
): ReadonlyArray<Figure> => {
  const { label } = peers[name]
  const failed = rounds.reduce((sum, round) => sum + round.failed, 0)
  return [
    figure(
      callsName(where, label),
      "calls",
      rounds.map(({ calls }) => calls),
      {
        ...(name === "ours" ? { target: atMost(1) } : {}),
        ...(failed === 0 ? {} : { note: `${failed} of the askers got no whole answer` }),
      },
    ),
    ...(rounds.every(({ first }) => first.count > 0)
      ? [
          figure(
            `added to the first token for one question, ${askers} at once ${where}, p50: ${label}`,
            "ms",
            rounds.map(({ first }) => first.percentile(50)),
          ),
          figure(
            `added to the first token for one question, ${askers} at once ${where}, slowest: ${label}`,
            "ms",
            rounds.map(({ first }) => first.max),
          ),
        ]
      : []),
  ]
}

export const hitName = (what: string, label: string) => `exact hit, ${what}: ${label}`

const hitFigures = (
  name: PeerName,
  rounds: ReadonlyArray<Awaited<ReturnType<typeof measureHits>>>,
): ReadonlyArray<Figure> => {
  const { label } = peers[name]
  const missed = rounds.reduce((sum, one) => sum + one.fromRedis.missed + one.again.missed, 0)
  const note = missed === 0 ? {} : { note: `${missed} of the questions were no hits` }
  const all = (pick: (round: (typeof rounds)[number]) => number) => rounds.map(pick)
  const isAnswered = rounds.every(
    (one) => one.fromRedis.endMs.count > 0 && one.again.endMs.count > 0,
  )
  if (!isAnswered) return []
  return [
    figure(
      hitName("first text from Redis, p50", label),
      "ms",
      all((one) => one.fromRedis.firstMs.percentile(50)),
      note,
    ),
    figure(
      hitName("whole answer from Redis, p50", label),
      "ms",
      all((one) => one.fromRedis.endMs.percentile(50)),
    ),
    figure(
      hitName("whole answer from Redis, p95", label),
      "ms",
      all((one) => one.fromRedis.endMs.percentile(95)),
    ),
    figure(
      hitName("whole answer the second time, p50", label),
      "ms",
      all((one) => one.again.endMs.percentile(50)),
    ),
    figure(
      hitName("processor time from Redis", label),
      "ms",
      all((one) => one.fromRedis.cpuMs),
    ),
    figure(
      hitName("processor time the second time", label),
      "ms",
      all((one) => one.again.cpuMs),
    ),
  ]
}
