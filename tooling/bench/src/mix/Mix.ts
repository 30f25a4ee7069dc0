/**
 * `bench mix`: plays the source document's mix of questions to the whole store with the precompute worker running, and
 * reports shares, latencies and costs by the source of the answers. (Source document: "Latency Reduction Techniques for
 * FM Systems", whose claims this project tests.)
 */
import { type Benchmark, type Part } from "../command/Benchmark.ts"
import { seededRandom } from "../measure/Statistics.ts"
import type { RunningStore } from "../store/RunningStore.ts"
import { serviceStats } from "../store/Admin.ts"
import { edgeMs, latenciesBySource, sharesByPattern, sharesBySource } from "./BySource.ts"
import { measureHits } from "./Hits.ts"
import { labelledQuestions } from "./LabelledQuestions.ts"
import { play } from "./Play.ts"
import { spending } from "./Spending.ts"
import { conditions, percent, Traffic } from "./Traffic.ts"
import { assumptions as visiting, drawVisits } from "./Visit.ts"
import { withAnswersAhead } from "./Worker.ts"

/** Visits a second and for how long they begin; a visit has three turns on average. */
const load = {
  quick: { perSecond: 5, seconds: 30, warmVisits: 10, longestMs: 15_000 },
  full: { perSecond: 5, seconds: 480, warmVisits: 80, longestMs: 90_000 },
}

const tokens = async (store: RunningStore) => {
  const { bedrock } = await serviceStats(store)
  return { input: bedrock?.inputTokens ?? 0, output: bedrock?.outputTokens ?? 0 }
}

const traffic: Part = {
  name: "traffic",
  measure: async ({ overSteadyRounds, progress, quick, seed }) => {
    const { longestMs, perSecond, seconds, warmVisits } = quick ? load.quick : load.full
    const drawn = new Traffic(await labelledQuestions())
    const random = seededRandom(seed)
    const [measured] = await overSteadyRounds(1, () => {
      progress.step("mix: answering ahead")
      return withAnswersAhead({}, async (store) => {
        progress.step("mix: hits one at a time")
        const hits = await measureHits(store, quick ? 60 : 100)
        progress.step("mix: warm-up")
        const warm = { name: "warm", count: warmVisits, longestMs: 1, traffic: drawn, random }
        await play(store.url, drawVisits(warm), perSecond, random)
        const before = await tokens(store)
        const count = perSecond * seconds
        const visits = drawVisits({ name: "visit", count, longestMs, traffic: drawn, random })
        progress.step(`mix: ${visits.length} visits, ${perSecond} a second`)
        const played = await play(store.url, visits, perSecond, random)
        const after = await tokens(store)
        return {
          hits,
          played,
          tokens: { input: after.input - before.input, output: after.output - before.output },
        }
      })
    })
    if (measured === undefined) throw new Error("nothing was measured")
    const { turns, unopened } = measured.played
    if (unopened > 0) throw new Error(`${unopened} visits could not begin`)
    return [
      ...sharesBySource(turns),
      ...sharesByPattern(turns),
      ...measured.hits,
      ...latenciesBySource(turns),
      ...spending(turns, measured.tokens),
    ]
  },
}

export const mix: Benchmark = {
  name: "mix",
  summary: "the source document's traffic over the whole store, by source of the answer",
  help: [
    "Visits arrive by themselves (Poisson), whatever became of earlier ones; every question has its time",
    "before anything is sent. The emulated services play the source document's times with their spread,",
    "the worker runs. Prices lie in src/mix/prices.json.",
  ].join("\n"),
  seconds: { quick: 180, full: 900 },
  repeatSeconds: { quick: 0, full: 0 },
  packages: ["effect", "ws"],
  conditions: (quick) => ({
    latency: "source-after with spread; what is answered ahead was asked before, at once",
    visits: `${load.quick.perSecond} a second for ${quick ? load.quick.seconds : load.full.seconds} s, ${visiting.turns} turns on average unless the visit lasts longer than ${(quick ? load.quick : load.full).longestMs / 1_000} s, ${percent(visiting.known)} by known customers`,
    ...conditions,
    "assumed of typing": `${percent(visiting.typed)} typed with drafts, at a person's pace, Japanese as if letter by letter; the others come whole`,
    edge: `${edgeMs} ms, not in the figures unless said`,
  }),
  parts: [traffic],
}
