/** `bench ablation`: which technique saves what, alone and together, beside what the source document claims. */
import { type Benchmark } from "../Benchmark.ts"
import type { SwitchedSaving } from "./OwnRows.ts"
import { ownTechniques } from "./OwnTechniques.ts"
import { switching } from "./Switching.ts"

const found = new Map<string, SwitchedSaving>()

export const ablation: Benchmark = {
  name: "ablation",
  summary: "each technique off alone, on alone and in order: claimed, measured, verdict",
  help: [
    "The laboratory of `waterfall`, exact times. `switching` throws the nine savings of the source document one",
    "by one while the server runs; `own` has a row for each technique of ours, measured here or taken from",
    "the latest result of another subcommand, which is then named.",
  ].join("\n"),
  seconds: { quick: 150, full: 1_100 },
  repeatSeconds: { quick: 0, full: 200 },
  packages: ["effect", "ws", "@manga-assist/assistant", "@manga-assist/connections"],
  conditions: (quick) => ({
    "base times":
      "source document, after its measures, exact; what is off adds its own section's figure",
    "turns of a combination": quick ? "13, once for three rounds asked for" : "60 a round",
    "time of a combination":
      "10th percentile of its turns: with exact times all above is others' use of the machine",
    customers: "anonymous, each on a new socket, opened 0.4 s before the message",
  }),
  parts: [switching(found), ownTechniques(found)],
}
