/**
 * Measures what a cache hit costs the whole server, from memory and from Redis, beside minimal servers around other
 * caches in the same run. The cost is the processor time of the server's process, so customers and Redis may share the
 * other core.
 */
import type { Measuring, Part } from "../../command/Benchmark.ts"
import { rotated } from "../../measure/Order.ts"
import { settle } from "../../measure/Settle.ts"
import { type HitCase, labelOf } from "./HitCase.ts"
import { type HitCost, hitCost } from "./HitCost.ts"
import { hitFigures, type HitRound } from "./HitFigures.ts"
import { halfLoad } from "./HitLatency.ts"
import { kinds } from "./HitQuestions.ts"
import { type HitLaboratory, withHitServers } from "./HitServers.ts"

const measureHits = async (
  { overRounds, progress, quick, rounds, seed }: Measuring,
  laboratory: HitLaboratory,
): Promise<ReadonlyArray<HitRound>> => {
  const cases = kinds.flatMap((kind) => laboratory.servers.map((server) => ({ kind, server })))
  const expected = new Map<HitCase, HitCost>()
  for (const each of cases) {
    const warmUp = async (budgetMs: number) => {
      const cost = await hitCost(laboratory, each, budgetMs, expected.get(each))
      expected.set(each, cost)
      return { cost: cost.microseconds }
    }
    progress.step(`hit-path: warming up, ${labelOf(each)}`)
    await warmUp(100)
    const budgetMs = quick ? 400 : 1_000
    // The others have little code to compile.
    await (each.server.own ? settle(() => warmUp(budgetMs)) : warmUp(budgetMs))
  }
  return overRounds(rounds, async (round) => {
    const costs = new Map<HitCase, HitCost>()
    for (const each of rotated(cases, round)) {
      progress.step(`hit-path: round ${round + 1} of ${rounds}, ${labelOf(each)}`)
      costs.set(each, await hitCost(laboratory, each, quick ? 200 : 1_500, expected.get(each)))
    }
    progress.step(`hit-path: round ${round + 1} of ${rounds}, half load`)
    const options = { seconds: quick ? 0.4 : 3, seed: seed + round }
    return { costs, latencies: await halfLoad(laboratory, costs, options) }
  })
}

export const hitPath: Part = {
  name: "hit-path",
  measure: (measuring) =>
    withHitServers(measuring.progress, async (laboratory) =>
      hitFigures(await measureHits(measuring, laboratory)),
    ),
}
