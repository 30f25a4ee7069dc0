/**
 * Measures the precompute worker's vector index of cached questions at 50,000 entries: search time, memory of an entry, time to
 * build, and how often the nearest entry is found. Each round runs in a process of its own.
 */
import type { Part } from "../command/Benchmark.ts"
import { atLeast, atMost, figuresOver } from "../measure/Figure.ts"
import { startProcess } from "../process/PinnedProcess.ts"
import type { IndexCalls } from "./IndexProcess.ts"

const entries = 50_000

export const indexPart: Part = {
  name: "index",
  measure: async ({ overRounds, progress, quick, rounds, seed }) => {
    const count = quick ? 1 : Math.min(rounds, 3)
    const measured = await overRounds(count, async (round) => {
      progress.step(`aliases: index, round ${round + 1} of ${count}`)
      // Memory that an earlier round gave back would hide what this one takes.
      const file = import.meta.resolve("./IndexProcess.ts")
      await using child = await startProcess<IndexCalls>(file, { core: 0 })
      const searches = quick ? 4_000 : 20_000
      return await child.call("measure", { entries, searches, seed: seed + round })
    })
    const of = figuresOver(measured)
    const [first] = measured
    return [
      of("near questions of 50,000: p50", "µs", "p50", {
        target: atMost(60),
        note: "HNSW, 8-bit integers, 256 dimensions, 12 neighbours, one thread, clustered vectors",
      }),
      of("near questions of 50,000: p99", "µs", "p99"),
      of("near questions of 50,000: memory per question", "bytes", "bytesPerEntry", {
        note: "resident memory of the process, its text not counted",
      }),
      of("near questions of 50,000: time to build anew", "s", ({ buildMs }) => buildMs / 1_000, {
        note: "without the embeddings",
      }),
      of(
        "near questions of 50,000: nearest found",
        "%",
        ({ checked, found }) => (100 * found) / checked,
        { target: atLeast(95), note: `of ${first?.checked ?? 0} compared with all vectors` },
      ),
    ]
  },
}
