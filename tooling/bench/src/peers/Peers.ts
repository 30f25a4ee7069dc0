/**
 * `bench peers`: compares this repository's packages with other ways to serve the same chats, each tuned by its own
 * documentation and warm (AWS SDK over its handlers, Vercel AI SDK, LangChain.js, Portkey).
 */
import { benchmark } from "../command/Benchmark.ts"
import { row, type RowFigure } from "../command/Row.ts"
import { atLeast, atMost, type Figure, type Target } from "../measure/Figure.ts"
import { rotated } from "../measure/Order.ts"
import { number } from "../result/Table.ts"
import { type Label, type NotRun, peers as known, peerVersions } from "./Peer.ts"
import { openPeers, type RunningPeer } from "./PeerLaboratory.ts"
import { crowded, ordinary, type PeerRound, peerRound, warming, warmPeer } from "./PeerRound.ts"

let notRun: ReadonlyArray<NotRun> = []

/** A round that is repeated for noise asks other questions. */
let runs = 0

type Instances = readonly [RunningPeer, RunningPeer | undefined]
type Warm = { readonly warmed: Awaited<ReturnType<typeof warmPeer>>; readonly instances: Instances }

type Round = Readonly<Partial<Record<Label, PeerRound>>>

/** `grain`: a difference below it is none, whatever the ratio. The target is ours. */
type Column<Title> = readonly [title: Title, unit: string, grain: number, target?: Target]

const added = "added to the first token"
const calls = "model calls for one question, 50 at once in"
const cut = "cut answers that are"
const cpu = "processor time of a chat"

const columnsOf = <const Title extends string>(
  columns: Readonly<Partial<Record<keyof PeerRound, Column<Title>>>>,
): ReadonlyArray<readonly [of: keyof PeerRound, column: Column<Title>]> =>
  Object.entries(columns) as ReadonlyArray<[keyof PeerRound, Column<Title>]> // Its own keys.
const columns = columnsOf({
  calmP50: [`${added}, 50 at once, p50, loopback`, "ms", 0.5],
  calmP95: [`${added}, 50 at once, p95, loopback`, "ms", 0.5],
  fullP95: [`${added}, 300 at once, p95, loopback`, "ms", 0.5],
  cpuMs: [cpu, "ms", 0.1],
  coldMs: [`${cpu}, the first hundred of a process`, "ms", 0.1],
  handshakes: ["TLS handshakes per 1,000 chats", "handshakes", 1, atMost(4)],
  callsInOne: [`${calls} one process`, "calls", 0.5, atMost(1)],
  callsInTwo: [`${calls} each of two processes`, "calls", 0.5, atMost(1)],
  hitMs: ["exact hit, whole answer from Redis, p50", "ms", 0.2],
  hitCpuMs: ["exact hit, processor time from Redis", "ms", 0.02],
  toldCuts: [`${cut} told as an error`, "of 5", 0.5, atLeast(5)],
  servedCuts: [`${cut} served again as whole ones`, "of 5", 0.5, atMost(0)],
  failed: ["chats that failed, loopback", "chats", 1],
})

type Name = `${(typeof columns)[number][1][0]}: ${Label}`

/** Of those that ran, where something succeeded. */
const figuresOfAll = (rounds: ReadonlyArray<Round>) =>
  columns.flatMap(([of, [title, unit, , target]]) =>
    Object.values(known).flatMap(({ label }): ReadonlyArray<RowFigure<Round, Name>> => {
      const value = (round: Round) => round[label]?.[of]
      if (!rounds.every((round) => Number.isFinite(value(round)))) return []
      const judged = label === known.ours.label ? target : undefined
      return [{ name: `${title}: ${label}`, unit, of: value, target: judged }]
    }),
  )

const loopback = row({
  name: "loopback",
  processes: async (measuring) => {
    const laboratory = await openPeers(measuring)
    notRun = laboratory.notRun
    return Object.assign(laboratory, { warm: new Array<Warm>() })
  },
  warm: async (laboratory, { progress, quick }) => {
    for (const peer of laboratory.running) {
      progress.step(`peers: warming ${peer.label}`)
      const warmed = await warmPeer(laboratory, peer, { quick })
      const { hasCache } = known[peer.name]
      const another = hasCache ? await laboratory.startPeer(peer.name) : undefined
      laboratory.warm.push({ warmed, instances: [peer, another] })
    }
  },
  rounds: ({ quick, rounds }) => (quick ? 1 : Math.max(5, rounds)),
  load: async (laboratory, { progress, quick, seed }, round): Promise<Round> => {
    const seen: Partial<Record<Label, PeerRound>> = {}
    for (const { instances, warmed } of rotated(laboratory.warm, round)) {
      const [{ label }] = instances
      progress.step(`peers: round ${round + 1}, ${label}`)
      const options = { quick, seed: seed + round, name: `${(runs += 1)}` }
      seen[label] = await peerRound(laboratory, instances, warmed, options)
    }
    return seen
  },
  figures: (_, rounds) => figuresOfAll(rounds),
})

/** Repetitions of one measurement differ by so much here; less is a tie. */
const tie = 1.2

/** How often ours is better, no different, worse; each worse one in words. */
export const besideEachOther = (
  figures: ReadonlyArray<Figure>,
  missing: ReadonlyArray<NotRun>,
): string => {
  const worse: Array<string> = []
  let [better, ties] = [0, 0]
  for (const [, [title, , grain, target]] of columns) {
    const all = figures.filter(({ name }) => name.startsWith(`${title}: `))
    const own = all.find(({ name }) => name === `${title}: ${known.ours.label}`)
    for (const other of all) {
      if (own === undefined || other === own) continue
      const [low, high] = [Math.min(own.value, other.value), Math.max(own.value, other.value)]
      if (high - low < grain || high < low * tie) ties += 1
      else if ((own.value === low) === (target?.relation !== "at least")) better += 1
      else {
        const [theirs, ours] = [number(other.value), number(own.value)]
        worse.push(`  worse: ${other.name} ${theirs} ${other.unit}, ours ${ours}`)
      }
    }
  }
  return [
    ...missing.map(({ label, reason }) => `not run: ${label}, ${reason}`),
    `Ours against each other one: better ${better} times, no different ${ties}, worse ${worse.length}.`,
    ...worse,
  ].join("\n")
}

export const peers = benchmark({
  name: "peers",
  summary: "beside the AWS SDK over its handlers, Vercel AI SDK, LangChain.js and Portkey",
  help: `Each serves the same chats in the same plain WebSocket server, with the cache that its documents
show, in one run. Their packages are installed once, by npm; what cannot be had is said to be not run.`,
  seconds: { quick: 200, full: 1_200 },
  packages: ["@manga-assist/connections", "@manga-assist/caching", "effect"],
  conditions: (quick) => ({
    "versions of the peers": peerVersions,
    ...Object.fromEntries(notRun.map(({ label, reason }) => [`not run: ${label}`, reason])),
    cores: "servers and gateways on 0; model and customers on 1",
    "added to the first token":
      "from the question's intended start to the first piece, less the model's own time and what the emulated model was late",
    "50 at once": `Poisson; ${ordinary.shape.deltas} pieces ${ordinary.shape.gapMs} ms apart; this is also where processor time is taken`,
    "300 at once": `Poisson; ${crowded.shape.deltas} pieces ${crowded.shape.gapMs} ms apart`,
    "warmed up": `${warming.cold + (quick ? warming.quick : warming.full)} chats of each; the first ${warming.cold} are told apart`,
    "TLS handshakes": "those of the first connections included, over the warming and all loads",
    "processor time":
      "user and system time of the server's process, and of the gateway's behind it",
  }),
  parts: [loopback],
  closing: (figures) => ({
    title: "peers beside each other",
    text: besideEachOther(figures, notRun),
  }),
})
