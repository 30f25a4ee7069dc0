/**
 * `bench aliases`: measures learned aliases, wordings that the precompute worker maps to a question already cached.
 * Measures the vector search that proposes candidates, and on labelled pairs of questions how many more paraphrases hit
 * the cache and how many other questions falsely do.
 */
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
    embeddings: "the local model's, made from the words of the catalogue, 256 dimensions",
  }),
  brief: ["learning"],
  parts: [indexPart, learningPart],
}
