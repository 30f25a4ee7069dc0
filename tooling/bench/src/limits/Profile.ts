/**
 * Measures where the processor time of a cache miss and of a hit from memory goes: a V8 profile of the orchestrator,
 * self time summed by package or part of Node.
 */
import { type Measuring } from "../command/Benchmark.ts"
import { inspecting } from "../store/Inspector.ts"
import { askAll } from "../store/StoreTime.ts"
import { missQuestion, users } from "./MissLoad.ts"
import { type ReplayedStore } from "./ReplayedStore.ts"
import { type CpuProfile, selfTimes } from "./SelfTimes.ts"

const shown = 12
const sampleMicroseconds = 200
/** A profile of something else would mislead. */
const mostOthers = 0.01

/** Asked by everybody, so that every instance has it in memory. */
const popular = [
  "What is your return policy?",
  "What payment methods do you accept?",
  "Do you ship overseas?",
]

const profiles = [
  { name: "a miss", each: 8, warming: 0, question: missQuestion, sources: ["model"] },
  {
    name: "a hit",
    each: 40,
    warming: 40,
    question: (index: number) => popular[index % popular.length] ?? "",
    sources: ["exact", "canonical"],
  },
]

/** Of a store that has been asked for misses until they got no cheaper. */
export const profileOf = async (
  { server }: ReplayedStore,
  { illustrate, progress, quick }: Measuring,
): Promise<void> => {
  const atOnce = quick ? users.quick : users.full
  for (const { each, name, question, sources, warming } of profiles) {
    const count = atOnce * each
    if (warming > 0) await askAll(server, atOnce, atOnce * warming, question)
    progress.step(`profile: ${name}`)
    const times = await inspecting(server.inspector ?? "", async (call) => {
      await call("Profiler.enable")
      await call("Profiler.setSamplingInterval", { interval: sampleMicroseconds })
      await call("Profiler.start")
      const { answers } = await askAll(server, atOnce, count, question)
      const others = answers.filter(({ end }) => !sources.includes(end.source))
      if (others.length > mostOthers * count) {
        throw new Error(`${others.length} of ${count} were not ${name}: ${others[0]?.end.source}`)
      }
      const { profile } = await call<{ readonly profile: CpuProfile }>("Profiler.stop")
      return selfTimes(profile)
    })
    const busy = times.reduce((sum, { ms }) => sum + ms, 0)
    const others = times.slice(shown).reduce((sum, { ms }) => sum + ms, 0)
    illustrate({
      title: `Where the time of ${name} goes`,
      table: [
        ["owner", "µs", "% of the busy samples of the main thread"],
        ...[...times.slice(0, shown), { owner: "all others", ms: others }].map(({ ms, owner }) => [
          owner,
          ((1_000 * ms) / count).toFixed(1),
          ((100 * ms) / busy).toFixed(0),
        ]),
      ],
    })
  }
}
