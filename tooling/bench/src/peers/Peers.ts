/**
 * `bench peers`: compares this repository's packages with other ways to serve the same chats (AWS SDK, Vercel AI SDK,
 * LangChain.js, Portkey, nginx).
 */
import { type Benchmark, type Measuring, type Part } from "../command/Benchmark.ts"
import { type Figure } from "../measure/Figure.ts"
import { cutAnswers, silentHost } from "./Faults.ts"
import { type NotRun, peerVersions } from "./Peer.ts"
import { installation, type PeerLaboratory, withPeers } from "./PeerLaboratory.ts"
import { peerTable } from "./PeerTable.ts"
import { repeats } from "./Repeats.ts"
import { alone, crowded, ordinary } from "./Shape.ts"
import { trafficOfAll } from "./Traffic.ts"
import { addedFigures, costFigures, failedFigures } from "./TrafficFigures.ts"

let notRun: ReadonlyArray<NotRun> = []
let installSeconds: number | undefined

const part = (
  name: string,
  oneWayMs: number,
  measure: (laboratory: PeerLaboratory, measuring: Measuring) => Promise<ReadonlyArray<Figure>>,
): Part => ({
  name,
  measure: (measuring) =>
    withPeers({ oneWayMs, progress: measuring.progress }, async (laboratory) => {
      notRun = laboratory.notRun
      for (const { label } of notRun) measuring.missed(label)
      installSeconds = (await installation().catch(() => undefined))?.seconds
      return measure(laboratory, measuring)
    }),
})

const loopback = part("loopback", 0, async (laboratory, measuring) => {
  const measured = await trafficOfAll(laboratory, measuring, "loopback", [ordinary, crowded])
  return [
    ...addedFigures(measured, [1, ordinary.concurrent, crowded.concurrent], "loopback"),
    ...costFigures(measured),
    ...failedFigures(measured, "loopback"),
    ...(await repeats(laboratory, measuring)),
    ...(await cutAnswers(laboratory, measuring)),
  ]
})

const distance = part("distance", 10, async (laboratory, measuring) => {
  // With few seconds to spend, 300 at once are asked on loopback only.
  const loads = measuring.quick ? [ordinary] : [ordinary, crowded]
  const measured = await trafficOfAll(laboratory, measuring, "distance", loads)
  return [
    ...addedFigures(measured, [1, ...loads.map(({ concurrent }) => concurrent)], "20 ms"),
    ...failedFigures(measured, "20 ms"),
    ...(await silentHost(laboratory, measuring)),
  ]
})

const seconds = (load: typeof ordinary, quick: boolean) =>
  quick ? load.seconds.quick : load.seconds.full

export const peers: Benchmark = {
  name: "peers",
  summary: "beside the AWS SDK, Vercel AI SDK, LangChain.js, Portkey and nginx",
  help: `Each serves the same chats in the same plain WebSocket server, with the cache that its documents
show, in one run. Their packages are installed once, by npm, into the user's cache folder; what
cannot be had is said to be not run.`,
  seconds: { quick: 150, full: 900 },
  repeatSeconds: { quick: 0, full: 60 },
  packages: ["@manga-assist/connections", "@manga-assist/caching", "effect", "ws"],
  conditions: (quick) => ({
    "versions of the peers": peerVersions(),
    ...Object.fromEntries(notRun.map(({ label, reason }) => [`not run: ${label}`, reason])),
    "seconds to install the peers":
      installSeconds === undefined
        ? "not installed"
        : installSeconds === 0
          ? "kept from an earlier run"
          : Math.round(installSeconds),
    cores: "servers and gateways on 0; model, relays and customers on 1",
    network:
      "loopback; 20 ms: a relay between server and model, 10 ms each way, TCP and TLS as they come",
    "added to the first token":
      "from the question's intended start to the first piece, less the model's own time; of 20 ms no part is taken off",
    "1 at once": `one after another, ${quick ? alone.chats.quick : alone.chats.full} chats`,
    "50 at once": `Poisson, ${seconds(ordinary, quick)} s; 30 pieces 20 ms apart; this is also where processor time is taken`,
    "300 at once": `Poisson, ${seconds(crowded, quick)} s; 20 pieces 100 ms apart`,
    "TLS handshakes": "those of the first connections included, over the warming and all loads",
    rounds: quick ? "each measured once" : "loads twice, repeated questions three times at most",
    "processor time":
      "user and system time of the server's process, and of the gateway's behind it",
  }),
  brief: ["loopback"],
  parts: [loopback, distance],
  closing: (figures) => ({
    title: "peers beside each other",
    text: peerTable(figures, notRun),
  }),
}
