/**
 * One round with one compared stack: new questions, so that each calls the model; one question by many callers; the same
 * question again; and answers that the model breaks off.
 *
 * What is added to the first token is the wait less the model's own time and less what the emulated model was late, which
 * it tells in each answer's first piece.
 */
import { latenessIn, modelIdOf, type StreamShape } from "../connections/clients/StreamShape.ts"
import { LatencyHistogram } from "../measure/LatencyHistogram.ts"
import type { Told } from "../store/CustomersProcess.ts"
import type { PeerLaboratory, RunningPeer } from "./PeerLaboratory.ts"

/** From the question to the first piece; what a peer adds to it is measured. */
const firstMs = 100

export interface Load {
  /** Chats that are open at once, in the mean. */
  readonly concurrent: number
  readonly shape: StreamShape
}

/** As long as two short sentences; the reading of 30 pieces is part of its processor time. */
export const ordinary: Load = { concurrent: 50, shape: { deltas: 30, gapMs: 20, firstMs } }
/** Slower pieces: with fast ones the model itself, in one process, would be what is waited for. */
export const crowded: Load = { concurrent: 300, shape: { deltas: 20, gapMs: 100, firstMs } }

/** A round of the long form; the short one says less. */
const seconds = { quick: 1, full: 6 }
export const warming = { cold: 100, quick: 150, full: 2_000, atOnce: 60 }
const short: StreamShape = { deltas: 3, gapMs: 1, firstMs: 10 }
const repeated: StreamShape = { deltas: 10, gapMs: 20, firstMs }
const askers = 50
const cuts = 5

const isWhole = ({ outcome }: Told) => outcome === "complete"

const question = (shape: StreamShape, text: string) => `${modelIdOf(shape)} ${text}`
const questions = (shape: StreamShape, text: string, count: number) =>
  Array.from({ length: count }, (_, index) => question(shape, `${text} ${index}`))

/** Chats that come as they like, measured after the first have come to their end. */
const traffic = async (
  { customers }: PeerLaboratory,
  { cpuMs, url }: RunningPeer,
  { concurrent, shape }: Load,
  { name, quick, seed }: { readonly name: string; readonly quick: boolean; readonly seed: number },
) => {
  const lastsMs = shape.firstMs + shape.deltas * shape.gapMs
  const perSecond = (1_000 * concurrent) / lastsMs
  const before = Math.ceil(concurrent)
  const count = before + Math.round(perSecond * (quick ? seconds.quick : seconds.full))
  await customers.call("open", { url, sockets: Math.ceil(concurrent * 1.3) })
  const texts = questions(shape, name, count)
  const cpuBefore = await cpuMs()
  const told = await customers.call("arrive", { url, texts, perSecond, seed })
  const cost = ((await cpuMs()) - cpuBefore) / count
  const added = LatencyHistogram.of(
    told
      .slice(before)
      .flatMap(({ firstMs: first, firstText = "", outcome }) =>
        first === undefined || outcome !== "complete"
          ? []
          : [Math.max(0, first - shape.firstMs - latenessIn(firstText))],
      ),
  )
  return {
    cpuMs: cost,
    /** NaN where nothing succeeded. */
    added: (percent: number) => (added.count === 0 ? Number.NaN : added.percentile(percent)),
    failed: told.filter((one) => !isWhole(one)).length,
  }
}

/** Opens what the peer keeps open and has its code compiled; milliseconds of processor of the first chats, each. */
export const warmPeer = async (
  { customers, stub }: PeerLaboratory,
  { cpuMs, url }: RunningPeer,
  quick: boolean,
) => {
  await stub.call("resetCounts")
  const ask = (texts: ReadonlyArray<string>) =>
    customers.call("ask", { urls: [url], texts, atOnce: warming.atOnce })
  const before = await cpuMs()
  await ask(questions(short, "cold", warming.cold))
  const coldMs = ((await cpuMs()) - before) / warming.cold
  await ask(questions(short, "warming", quick ? warming.quick : warming.full))
  return { coldMs, counts: await stub.call("counts") }
}

/** Calls of the model for one question by so many at once, at each of these instances. */
const callsFor = async (
  { customers, stub }: PeerLaboratory,
  instances: ReadonlyArray<RunningPeer>,
  text: string,
): Promise<number> => {
  const urls = instances.map(({ url }) => url)
  for (const url of urls) await customers.call("open", { url, sockets: askers })
  await stub.call("resetCounts")
  const texts = Array.from({ length: askers }, () => question(repeated, text))
  await customers.call("ask", { urls, texts, atOnce: askers })
  return (await stub.call("counts")).chats
}

/** What one process has answered is asked of another, which has practised with other questions: Redis answers. */
const exactHits = async (
  { customers }: PeerLaboratory,
  [first, second]: readonly [RunningPeer, RunningPeer],
  { name, quick }: { readonly name: string; readonly quick: boolean },
) => {
  const ask = ({ url }: RunningPeer, texts: ReadonlyArray<string>, atOnce: number) =>
    customers.call("ask", { urls: [url], texts, atOnce })
  const texts = questions(short, `known ${name}`, quick ? 120 : 400)
  const practice = questions(short, `practice ${name}`, quick ? 200 : 2_000)
  await ask(first, [...practice, ...texts], 40)
  await ask(second, practice, 40)
  const before = await second.cpuMs()
  const told = await ask(second, texts, 8)
  const cpuMs = ((await second.cpuMs()) - before) / texts.length
  const ends = LatencyHistogram.of(told.filter(isWhole).map(({ endMs }) => endMs))
  return { cpuMs, p50: ends.count === 0 ? Number.NaN : ends.percentile(50) }
}

const cutAnswers = async (
  { customers, stub }: PeerLaboratory,
  { url }: RunningPeer,
  name: string,
) => {
  const texts = questions({ ...repeated, isCut: true }, `cut off ${name}`, cuts)
  const ask = () => customers.call("ask", { urls: [url], texts, atOnce: cuts })
  const told = (await ask()).filter((one) => !isWhole(one)).length
  await stub.call("resetCounts")
  // Whole for whoever asked, and the model was not asked for it.
  const served = (await ask()).filter(isWhole).length - (await stub.call("counts")).chats
  return { told, again: Math.max(0, served) }
}

let runs = 0

export const peerRound = async (
  laboratory: PeerLaboratory,
  [peer, another]: readonly [RunningPeer, RunningPeer | undefined],
  options: { readonly quick: boolean; readonly seed: number },
) => {
  runs += 1
  await laboratory.stub.call("resetCounts")
  const calm = await traffic(laboratory, peer, ordinary, { ...options, name: `calm ${runs}` })
  const full = await traffic(laboratory, peer, crowded, { ...options, name: `full ${runs}` })
  const { chats, handshakes } = await laboratory.stub.call("counts")
  const both = another === undefined ? undefined : ([peer, another] as const)
  return {
    ordinary: calm,
    crowded: full,
    chats,
    handshakes,
    callsInOne: both === undefined ? 0 : await callsFor(laboratory, [peer], `same ${runs}`),
    callsInTwo: both === undefined ? 0 : await callsFor(laboratory, both, `same of two ${runs}`),
    hits:
      both === undefined
        ? undefined
        : await exactHits(laboratory, both, { name: String(runs), ...options }),
    cut: await cutAnswers(laboratory, peer, String(runs)),
  }
}

export type PeerRound = Awaited<ReturnType<typeof peerRound>>
