/**
 * `bench waterfall`: measures the stages of a turn in the source document's "before" and "after", played as two
 * configurations of one program, beside the document's figures. (Source document: "Latency Reduction Techniques for FM
 * Systems", whose claims this project tests.)
 */
import { benchmark } from "../command/Benchmark.ts"
import { pathMs } from "../laboratory/PathArithmetic.ts"
import { after, before } from "../laboratory/Technique.ts"
import { turnsPart } from "./WaterfallPart.ts"

export const waterfall = benchmark({
  name: "waterfall",
  summary: "before and after, stage by stage, beside the source document's figures",
  help: [
    "The emulated services play the source document's times, once exactly, so that floors are arithmetic,",
    "and once spread: log-normal with the document's figure as the 95th percentile. Customers arrive by themselves (Poisson); every question is new, so each is a miss.",
  ].join("\n"),
  seconds: { quick: 150, full: 700 },
  repeatSeconds: { quick: 20, full: 100 },
  packages: ["effect", "@manga-assist/assistant", "@manga-assist/connections"],
  conditions: (quick) => ({
    "base times": "source document, after its measures; what is off adds its own section's figure",
    "edge, hops, TCP and TLS, names, guardrail": "played as pauses: loopback has none of them",
    "first token by the played times alone": `before ${pathMs(before)} ms, after ${pathMs(after)} ms`,
    "turns a round": quick ? "24 each" : "210 each",
    "latency budget": "10,000 ms, so that no turn takes a short cut",
    customers: "anonymous, each on a new socket, opened 0.25 s before the message",
  }),
  parts: [turnsPart],
})
