/**
 * `bench mix`: plays the source document's mix of questions to the whole store with the precompute worker running, and
 * reports shares, latencies and costs by the source of the answers. (Source document: "Latency Reduction Techniques for
 * FM Systems", whose claims this project tests.)
 */
import { benchmark } from "../command/Benchmark.ts"
import { row } from "../command/Row.ts"
import { seededRandom } from "../measure/Statistics.ts"
import { measureHits } from "./Hits.ts"
import { edgeMs, mixFigures } from "./MixFigures.ts"
import { play } from "./Play.ts"
import { conditions, percent, Traffic } from "./Traffic.ts"
import { assumptions as visiting, drawVisits } from "./Visit.ts"
import { openStoreAhead } from "./Worker.ts"

/** Visits a second and for how long they begin; a visit has three turns on average. */
const load = {
  quick: { perSecond: 5, seconds: 30, warmVisits: 10, longestMs: 15_000 },
  full: { perSecond: 5, seconds: 480, warmVisits: 80, longestMs: 90_000 },
}

const traffic = row({
  name: "traffic",
  processes: () => openStoreAhead(),
  rounds: () => 1,
  isSteady: true,
  load: async ({ url }, { progress, quick, seed }) => {
    const { longestMs, perSecond, seconds, warmVisits } = quick ? load.quick : load.full
    const random = seededRandom(seed)
    const drawn = new Traffic()
    const visits = (name: string, count: number, longest: number) =>
      drawVisits({ name, count, longestMs: longest, traffic: drawn, random })
    const hits = await measureHits(url, quick ? 60 : 100)
    progress.step("mix: warm-up")
    await play(url, visits("warm", warmVisits, 1), { perSecond, random })
    const planned = visits("visit", perSecond * seconds, longestMs)
    progress.step(`mix: ${planned.length} visits, ${perSecond} a second`)
    const { turns, unopened } = await play(url, planned, { perSecond, random })
    if (unopened.length > 0) throw new Error(`${unopened.length} visits could not begin`)
    return { ...hits, turns }
  },
  figures: mixFigures,
})

export const mix = benchmark({
  name: "mix",
  summary: "the source document's traffic over the whole store, by source of the answer",
  help: [
    "Visits arrive by themselves (Poisson), whatever became of earlier ones; every question has its time",
    "before anything is sent. The emulated services play the source document's times with their spread,",
    "the worker runs. Prices lie in src/mix/prices.json.",
  ].join("\n"),
  seconds: { quick: 180, full: 900 },
  packages: ["effect", "@manga-assist/client"],
  conditions: (quick) => ({
    latency: "source-after with spread; what is answered ahead was asked before, at once",
    visits: `${load.quick.perSecond} a second for ${quick ? load.quick.seconds : load.full.seconds} s, ${visiting.turns} turns on average unless the visit lasts longer than ${(quick ? load.quick : load.full).longestMs / 1_000} s, ${percent(visiting.known)} by known customers`,
    ...conditions,
    "assumed of typing": `${percent(visiting.typed)} typed with drafts, at a person's pace, Japanese as if letter by letter; the others come whole`,
    edge: `${edgeMs} ms, not in the figures unless said`,
  }),
  parts: [traffic],
})
