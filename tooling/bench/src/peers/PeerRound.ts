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

/** `concurrent`: chats that are open at once, in the mean. */
type Load = { readonly concurrent: number; readonly shape: StreamShape }

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

interface Options {
  /** Of no other round or peer, so that no question was asked before. */
  readonly name: string
  readonly quick: boolean
  readonly seed: number
}

const isWhole = ({ firstMs: first, outcome }: Told) => first !== undefined && outcome === "complete"

const questions = (shape: StreamShape, text: string, count: number) =>
  Array.from({ length: count }, (_, index) => `${modelIdOf(shape)} ${text} ${index}`)

const askAll =
  ({ customers }: PeerLaboratory) =>
  (peers: ReadonlyArray<RunningPeer>, texts: ReadonlyArray<string>, atOnce: number) =>
    customers.call("ask", { urls: peers.map(({ url }) => url), texts, atOnce })

/** NaN where nothing succeeded. */
const percentile = (milliseconds: ReadonlyArray<number>, percent: number) =>
  milliseconds.length === 0 ? Number.NaN : LatencyHistogram.of(milliseconds).percentile(percent)

/** Chats that come as they like, measured after the first have come to their end. */
const traffic = async (
  { customers }: PeerLaboratory,
  { cpuMs, url }: RunningPeer,
  { concurrent, shape }: Load,
  { name, quick, seed }: Options,
) => {
  const perSecond = (1_000 * concurrent) / (shape.firstMs + shape.deltas * shape.gapMs)
  const count = concurrent + Math.round(perSecond * (quick ? seconds.quick : seconds.full))
  await customers.call("open", { url, sockets: Math.ceil(concurrent * 1.3) })
  const texts = questions(shape, `at once ${concurrent} ${name}`, count)
  const before = await cpuMs()
  const told = await customers.call("arrive", { url, texts, perSecond, seed })
  const cost = ((await cpuMs()) - before) / count
  const added = told
    .slice(concurrent)
    .filter(isWhole)
    .map(({ firstMs: first = 0, firstText = "" }) =>
      Math.max(0, first - shape.firstMs - latenessIn(firstText)),
    )
  const failed = told.filter((one) => !isWhole(one)).length
  return { cpuMs: cost, added, failed }
}

/** Opens what the peer keeps open and has its code compiled; milliseconds of processor of the first chats, each. */
export const warmPeer = async (
  laboratory: PeerLaboratory,
  peer: RunningPeer,
  { quick }: { readonly quick: boolean },
) => {
  const ask = askAll(laboratory)
  await laboratory.stub.call("resetCounts")
  const before = await peer.cpuMs()
  await ask([peer], questions(short, "cold", warming.cold), warming.atOnce)
  const coldMs = ((await peer.cpuMs()) - before) / warming.cold
  const more = questions(short, "warming", quick ? warming.quick : warming.full)
  await ask([peer], more, warming.atOnce)
  return { coldMs, opening: await laboratory.stub.call("counts") }
}

/** What only a stack with a cache does, over two instances on one Redis. */
const cached = async (
  laboratory: PeerLaboratory,
  [first, second]: readonly [RunningPeer, RunningPeer],
  { name, quick }: Options,
) => {
  const ask = askAll(laboratory)
  /** Calls of the model for one question by so many at once, at each of these instances. */
  const callsFor = async (peers: ReadonlyArray<RunningPeer>) => {
    const sockets = askers
    for (const { url } of peers) await laboratory.customers.call("open", { url, sockets })
    await laboratory.stub.call("resetCounts")
    const text = `${modelIdOf(repeated)} same of ${peers.length} ${name}`
    await ask(peers, Array<string>(askers).fill(text), askers)
    return (await laboratory.stub.call("counts")).chats
  }
  const callsInOne = await callsFor([first])
  const callsInTwo = await callsFor([first, second])
  // What one process has answered is asked of another, which has practised with other questions: Redis answers.
  const texts = questions(short, `known ${name}`, quick ? 120 : 400)
  const practice = questions(short, `practice ${name}`, quick ? 200 : 2_000)
  await ask([first], [...practice, ...texts], 40)
  await ask([second], practice, 40)
  const before = await second.cpuMs()
  const told = await ask([second], texts, 8)
  const hitCpuMs = ((await second.cpuMs()) - before) / texts.length
  const hitMs = percentile(
    told.filter(isWhole).map(({ endMs }) => endMs),
    50,
  )
  return { callsInOne, callsInTwo, hitMs, hitCpuMs }
}

const cutAnswers = async (laboratory: PeerLaboratory, peer: RunningPeer, { name }: Options) => {
  const texts = questions({ ...repeated, isCut: true }, `cut off ${name}`, cuts)
  const ask = () => askAll(laboratory)([peer], texts, cuts)
  const toldCuts = (await ask()).filter((one) => !isWhole(one)).length
  await laboratory.stub.call("resetCounts")
  // Whole for whoever asked, and the model was not asked for it.
  const again = (await ask()).filter(isWhole).length
  const { chats } = await laboratory.stub.call("counts")
  return { toldCuts, servedCuts: Math.max(0, again - chats) }
}

export const peerRound = async (
  laboratory: PeerLaboratory,
  [peer, another]: readonly [RunningPeer, RunningPeer | undefined],
  { coldMs, opening }: Awaited<ReturnType<typeof warmPeer>>,
  options: Options,
) => {
  await laboratory.stub.call("resetCounts")
  const calm = await traffic(laboratory, peer, ordinary, options)
  const full = await traffic(laboratory, peer, crowded, options)
  const { chats, handshakes } = await laboratory.stub.call("counts")
  return {
    calmP50: percentile(calm.added, 50),
    calmP95: percentile(calm.added, 95),
    fullP95: percentile(full.added, 95),
    cpuMs: calm.cpuMs,
    coldMs,
    handshakes: (1_000 * (handshakes + opening.handshakes)) / (chats + opening.chats),
    failed: calm.failed + full.failed,
    ...(another === undefined ? {} : await cached(laboratory, [peer, another], options)),
    ...(await cutAnswers(laboratory, peer, options)),
  }
}

export type PeerRound = Awaited<ReturnType<typeof peerRound>>
