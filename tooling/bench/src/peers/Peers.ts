/**
 * `bench peers`: compares this repository's packages with other ways to serve the same chats, each tuned by its own
 * documentation and warm (AWS SDK over its handlers, Vercel AI SDK, LangChain.js, Portkey).
 */
import { benchmark } from "../command/Benchmark.ts"
import { row, type RowFigure } from "../command/Row.ts"
import { atLeast, atMost, type Figure, type Target } from "../measure/Figure.ts"
import { rotated } from "../measure/Order.ts"
import { together } from "../process/Together.ts"
import { number } from "../result/Table.ts"
import { type Label, type NotRun, peers as known, peerVersions } from "./Peer.ts"
import { openPeers, type PeerLaboratory, type RunningPeer } from "./PeerLaboratory.ts"
import { crowded, ordinary, type PeerRound, peerRound, warming, warmPeer } from "./PeerRound.ts"

let notRun: ReadonlyArray<NotRun> = []

interface Warm {
  readonly peer: RunningPeer
  readonly another: RunningPeer | undefined
  readonly coldMs: number
  readonly opening: { readonly chats: number; readonly handshakes: number }
}

type Lab = PeerLaboratory & { readonly warm: Array<Warm> }
type Seen = PeerRound & Pick<Warm, "coldMs" | "opening">

interface Round {
  readonly peers: ReadonlyMap<Label, Seen>
}

interface More {
  /** Of ours. */
  readonly target?: Target
  /** Only of those with a cache. */
  readonly isCached?: boolean
  readonly best?: "most"
}

/** A difference below `grain` is none, whatever the ratio. */
const column = <const Title extends string>(
  title: Title,
  unit: string,
  grain: number,
  of: (seen: Seen) => number | undefined,
  more: More = {},
) => ({ title, unit, grain, of, ...more })

const perThousand = ({ chats, handshakes, opening }: Seen) =>
  (1_000 * (handshakes + opening.handshakes)) / Math.max(1, chats + opening.chats)

const added = "added to the first token"
const calls = "model calls for one question, 50 at once in"
const isCached = true

const columns = [
  column(`${added}, 50 at once, p50, loopback`, "ms", 0.5, (seen) => seen.ordinary.added(50)),
  column(`${added}, 50 at once, p95, loopback`, "ms", 0.5, (seen) => seen.ordinary.added(95)),
  column(`${added}, 300 at once, p95, loopback`, "ms", 0.5, (seen) => seen.crowded.added(95)),
  column("processor time of a chat", "ms", 0.1, (seen) => seen.ordinary.cpuMs),
  column(
    "processor time of a chat, the first hundred of a process",
    "ms",
    0.1,
    ({ coldMs }) => coldMs,
  ),
  column("TLS handshakes per 1,000 chats", "handshakes", 1, perThousand, { target: atMost(4) }),
  column(`${calls} one process`, "calls", 0.5, ({ callsInOne }) => callsInOne, {
    target: atMost(1),
    isCached,
  }),
  column(`${calls} each of two processes`, "calls", 0.5, ({ callsInTwo }) => callsInTwo, {
    target: atMost(1),
    isCached,
  }),
  column("exact hit, whole answer from Redis, p50", "ms", 0.2, ({ hits }) => hits?.p50, {
    isCached,
  }),
  column("exact hit, processor time from Redis", "ms", 0.02, ({ hits }) => hits?.cpuMs, {
    isCached,
  }),
  column("cut answers that are told as an error", "of 5", 0.5, ({ cut }) => cut.told, {
    target: atLeast(5),
    best: "most",
  }),
  column("cut answers that are served again as whole ones", "of 5", 0.5, (seen) => seen.cut.again, {
    target: atMost(0),
  }),
  column(
    "chats that failed, loopback",
    "chats",
    1,
    (seen) => seen.ordinary.failed + seen.crowded.failed,
  ),
]

type Name = `${(typeof columns)[number]["title"]}: ${Label}`

const hasCache = (label: Label) =>
  Object.values(known).some((peer) => peer.label === label && peer.hasCache)

/** Of those that ran, and where something succeeded. */
const figuresOfAll = (rounds: ReadonlyArray<Round>): ReadonlyArray<RowFigure<Round, Name>> =>
  columns.flatMap(({ isCached: ofCaches = false, of, target, title, unit }) =>
    [...(rounds[0]?.peers.keys() ?? [])].flatMap((label): ReadonlyArray<RowFigure<Round, Name>> => {
      const value = ({ peers: seen }: Round) => {
        const one = seen.get(label)
        return one === undefined ? undefined : of(one)
      }
      if (ofCaches && !hasCache(label)) return []
      if (!rounds.every((round) => Number.isFinite(value(round)))) return []
      const judged = label === known.ours.label ? target : undefined
      return [{ name: `${title}: ${label}`, unit, of: value, target: judged }]
    }),
  )

const loopback = row({
  name: "loopback",
  processes: (measuring): Promise<Lab> =>
    together(async (use) => {
      const laboratory = await use(openPeers(measuring))
      notRun = laboratory.notRun
      return { ...laboratory, warm: [] }
    }),
  warm: async (laboratory, { progress, quick }) => {
    for (const peer of laboratory.running) {
      progress.step(`peers: warming ${peer.label}`)
      const { coldMs, counts: opening } = await warmPeer(laboratory, peer, quick)
      const another = known[peer.name].hasCache
        ? await laboratory.startAnother(peer.name)
        : undefined
      laboratory.warm.push({ peer, another, coldMs, opening })
    }
  },
  rounds: ({ quick, rounds }) => (quick ? 1 : Math.max(5, rounds)),
  load: async (laboratory, { progress, quick, seed }, round): Promise<Round> => {
    const seen = new Map<Label, Seen>()
    for (const { another, coldMs, opening, peer } of rotated(laboratory.warm, round)) {
      progress.step(`peers: round ${round + 1}, ${peer.label}`)
      const found = await peerRound(laboratory, [peer, another], { quick, seed: seed + round })
      seen.set(peer.label, { ...found, coldMs, opening })
    }
    return { peers: seen }
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
  for (const { best, grain, title } of columns) {
    const all = figures.filter(({ name }) => name.startsWith(`${title}: `))
    const own = all.find(({ name }) => name === `${title}: ${known.ours.label}`)
    for (const other of all) {
      if (own === undefined || other === own) continue
      const [low, high] = [Math.min(own.value, other.value), Math.max(own.value, other.value)]
      if (high - low < grain || high < low * tie) ties += 1
      else if ((own.value === low) === (best === undefined)) better += 1
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
show, in one run. Their packages are installed once, by npm, into the user's cache folder; what
cannot be had is said to be not run.`,
  seconds: { quick: 200, full: 1_200 },
  repeatSeconds: { quick: 0, full: 60 },
  packages: ["@manga-assist/connections", "@manga-assist/caching", "effect"],
  conditions: (quick) => ({
    "versions of the peers": peerVersions(),
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
