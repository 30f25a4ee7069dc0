/**
 * `bench scale`: measures how cost grows with catalogue, cache, history and instances. What so many customers need is
 * reckoned by `pnpm infra capacity`.
 */
import { type Benchmark } from "../command/Benchmark.ts"
import { cacheEntries } from "./CacheEntries.ts"
import { catalogueSize, historyLength } from "./InProcess.ts"
import { instances } from "./Instances.ts"

export const scale: Benchmark = {
  name: "scale",
  summary: "how cost grows with size, each as a curve with its exponent",
  help: "An exponent of 0 is no growth, of 1 is proportional.",
  seconds: { quick: 120, full: 600 },
  packages: ["effect", "ioredis"],
  conditions: () => ({
    catalogue: "the demo series, then the same under invented names",
    Redis: "one server on the other core",
  }),
  parts: [catalogueSize, historyLength, cacheEntries, instances],
}
