/**
 * `bench turn`: measures our own share of a turn's time over the running store, with the source document's latencies
 * played exactly. (Source document: "Latency Reduction Techniques for FM Systems", whose claims this project tests.)
 */
import { type Benchmark } from "../command/Benchmark.ts"
import { burstPart } from "./Burst.ts"
import { coldStart } from "./ColdStart.ts"
import { firstMessages } from "./FirstMessage.ts"
import { firstProductsPart } from "./FirstProducts.ts"
import { openingSockets } from "./OpeningSockets.ts"

export const turn: Benchmark = {
  name: "turn",
  summary: "prefetch, type-ahead and first products over the running store",
  help: [
    "The emulated services play the source document's times after its measures, each exactly, on one",
    "core; the orchestrator runs on the other. Every question is asked once only, so each is a miss.",
  ].join("\n"),
  seconds: { quick: 210, full: 990 },
  repeatSeconds: { quick: 10, full: 120 },
  packages: ["effect", "ws"],
  conditions: () => ({ latency: "source-after, exact", sockets: "loopback, no compression" }),
  brief: ["first-products", "cold-start"],
  briefRounds: 2,
  parts: [firstMessages, firstProductsPart, coldStart, burstPart, openingSockets],
}
