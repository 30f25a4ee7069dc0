/**
 * `bench ablation`: measures what each technique saves of the time to the first token, by switching it off alone, on
 * alone, and on one after the other in the source document's order while an emulated store runs. Compares the savings
 * with the document's claims. (Source document: "Latency Reduction Techniques for FM Systems", whose claims this
 * project tests.)
 */
import { benchmark } from "../command/Benchmark.ts"
import { techniques } from "./Switching.ts"

export const ablation = benchmark({
  name: "ablation",
  summary: "each technique off alone, on alone and in order: claimed, measured, verdict",
  help: [
    "The laboratory of `waterfall`, exact times. The nine savings of the source document are switched one by one",
    "while the server runs; each technique of ours that shows in a turn has a row.",
  ].join("\n"),
  seconds: { quick: 150, full: 1_100 },
  repeatSeconds: { quick: 0, full: 200 },
  packages: ["effect", "ws", "@manga-assist/assistant", "@manga-assist/connections"],
  conditions: (quick) => ({
    "base times":
      "source document, after its measures, exact; what is off adds its own section's figure",
    "turns of a combination": quick ? "8, once for three rounds asked for" : "60 a round",
    "time of a combination":
      "10th percentile of its turns: with exact times all above is others' use of the machine",
    "a saving":
      "a difference whose 95 % interval, rounds and turns resampled, excludes 0, above 1 ms and above what the same combination differed by when measured twice; all else is called noise",
    customers: "anonymous, each on a new socket, opened 0.25 s before the message",
  }),
  parts: [techniques],
})
