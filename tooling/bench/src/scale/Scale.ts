/**
 * `bench scale`: measures how cost grows with catalogue, cache, history and instances, and computes what a million
 * customers would need.
 */
import { type Benchmark } from "../command/Benchmark.ts"
import { cacheEntries } from "./CacheEntries.ts"
import { catalogueSize, historyLength } from "./InProcess.ts"
import { instances } from "./Instances.ts"
import { millionUsers } from "./MillionUsers.ts"

export const scale: Benchmark = {
  name: "scale",
  summary:
    "how cost grows with size, each as a curve with its exponent; a million customers by arithmetic",
  help: [
    "An exponent of 0 is no growth, of 1 is proportional. The arithmetic takes what was measured from the latest",
    "results, its assumptions from tooling/bench/src/scale/million-users.json.",
  ].join("\n"),
  seconds: { quick: 120, full: 600 },
  repeatSeconds: { quick: 15, full: 60 },
  packages: ["effect", "ioredis"],
  conditions: () => ({
    catalogue: "the demo series, then the same under invented names",
    Redis: "one server on the other core",
  }),
  parts: [catalogueSize, historyLength, cacheEntries, instances, millionUsers],
}
