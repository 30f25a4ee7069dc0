/**
 * `bench turn`: measures our own share of a turn's time over the running store, with the source document's latencies
 * played exactly. (Source document: "Latency Reduction Techniques for FM Systems", whose claims this project tests.)
 */
import { benchmark } from "../command/Benchmark.ts"
import { draftAnswers } from "./DraftAnswers.ts"
import { burst, coldStart } from "./FirstChats.ts"
import { firstMessages } from "./FirstMessage.ts"
import { firstProducts } from "./FirstProducts.ts"
import { keptConnections } from "./KeptConnections.ts"
import { ownTechniques } from "./OwnTechniques.ts"
import { switched } from "./Switched.ts"

export const turn = benchmark({
  name: "turn",
  summary:
    "prefetch, type-ahead, first products, first chats, a slow model, over the running store",
  help: [
    "The emulated services play the source document's times after its measures, each exactly, on one",
    "core; the orchestrator runs on the other. Every question is asked once only, so each is a miss.",
  ].join("\n"),
  seconds: { quick: 240, full: 1_200 },
  packages: ["effect", "@manga-assist/client"],
  conditions: () => ({ latency: "source-after, exact", sockets: "loopback, no compression" }),
  brief: ["first-products", "cold-start", "own-techniques"],
  briefRounds: 2,
  parts: [
    firstMessages,
    firstProducts,
    coldStart,
    burst,
    ...draftAnswers,
    ...switched,
    keptConnections,
    ownTechniques,
  ],
})
