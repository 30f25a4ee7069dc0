/** `bench aliases`: the cost of proposing near questions, and the gain of learning on the labelled pairs. */
import type { Benchmark } from "../command/Benchmark.ts"
import { partLater } from "../command/PartLater.ts"
import { indexPart } from "./IndexPart.ts"

const learningPart = partLater(
  "learning",
  async () => (await import("./LearningPart.ts")).learningPart,
)

export const aliases: Benchmark = {
  name: "aliases",
  summary: "the learned aliases: cost of a proposal, coverage gained, false approvals",
  help: [
    "The index is measured with clustered vectors of 256 dimensions. Learning is the worker's own, without Redis,",
    "over the labelled pairs; embeddings and judge are the local model's, which is rules and lists of words: its",
    "figures say what the machinery does, not how well a real model would judge.",
  ].join("\n"),
  seconds: { quick: 60, full: 240 },
  repeatSeconds: { quick: 10, full: 60 },
  packages: ["effect"],
  conditions: () => ({
    judge: "the local model's rule, not a model",
    embeddings: "the local model's hashes of words, 256 dimensions",
  }),
  brief: ["learning"],
  parts: [indexPart, learningPart],
}
