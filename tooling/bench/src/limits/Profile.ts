/**
 * Measures where the processor time of a cache miss and of a hit from memory goes: a V8 profile of the orchestrator,
 * self time summed by npm package, workspace package, part of Node, or V8's own work.
 */
import { type Measuring } from "../command/Benchmark.ts"
import { inspecting } from "../store/Inspector.ts"
import { nextWish } from "../store/LaboratoryQuestions.ts"
import { askAll } from "../store/StoreTime.ts"
import { type ReplayedStore } from "./ReplayedStore.ts"

interface CpuProfile {
  readonly nodes: ReadonlyArray<{
    readonly id: number
    readonly callFrame: { readonly functionName: string; readonly url: string }
  }>
  readonly samples: ReadonlyArray<number>
  /** Microseconds before each sample. */
  readonly timeDeltas: ReadonlyArray<number>
}

const shown = 12
const sampleMicroseconds = 200
/** A profile of something else would mislead. */
const mostOthers = 0.01
/** Nobody's work. */
const resting = new Set(["(idle)", "(root)"])

const native: Readonly<Record<string, string>> = {
  "(garbage collector)": "V8: garbage collection",
  "(program)": "system calls, TLS, other native code",
}

/** The package, the part of Node, or what V8 calls its own work; C++ behind a JavaScript name has no address. */
const ownerOf = ({ functionName, url }: CpuProfile["nodes"][number]["callFrame"]): string =>
  /^node:[^/]+(?:\/[^/]+)?/u.exec(url)?.[0] ??
  /^(?:@[^/]+\/)?[^/]+/u.exec(url.split("/node_modules/").slice(1).at(-1) ?? "")?.[0] ??
  /\/((?:packages|apps|tooling)\/[^/]+)/u.exec(url)?.[1] ??
  native[functionName] ??
  `native: ${functionName || "unnamed"}`

/** Owner → microseconds, largest first. */
const selfTimes = ({ nodes, samples, timeDeltas }: CpuProfile) => {
  const frames = new Map(nodes.map(({ callFrame, id }) => [id, callFrame]))
  const sums = new Map<string, number>()
  for (const [at, id] of samples.entries()) {
    const frame = frames.get(id)
    if (frame === undefined || resting.has(frame.functionName)) continue
    const owner = ownerOf(frame)
    sums.set(owner, (sums.get(owner) ?? 0) + (timeDeltas[at] ?? 0))
  }
  return [...sums].sort(([, a], [, b]) => b - a)
}

/** Asked by everybody, so that every instance has it in memory. */
const popular = "What is your return policy?"

const profiles = [
  { name: "a miss", each: 8, question: nextWish, sources: ["model"] },
  { name: "a hit", each: 40, question: () => popular, sources: ["exact", "canonical", "store"] },
]

/** Of a store that has been asked for misses until they got no cheaper. */
export const profileOf = async (
  { server }: ReplayedStore,
  { illustrate, progress }: Measuring,
  atOnce: number,
): Promise<void> => {
  for (const { each, name, question, sources } of profiles) {
    const count = atOnce * each
    await askAll(server, atOnce, count, question)
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
      return selfTimes((await call<{ readonly profile: CpuProfile }>("Profiler.stop")).profile)
    })
    const sum = (some: typeof times) => some.reduce((all, [, time]) => all + time, 0)
    const rows = [...times.slice(0, shown), ["all others", sum(times.slice(shown))] as const]
    illustrate({
      title: `Where the time of ${name} goes`,
      table: [
        ["owner", "µs", "% of the busy samples of the main thread"],
        ...rows.map(([owner, time]) => [
          owner,
          (time / count).toFixed(1),
          ((100 * time) / sum(times)).toFixed(0),
        ]),
      ],
    })
  }
}
