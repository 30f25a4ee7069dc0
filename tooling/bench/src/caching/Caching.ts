/**
 * `bench caching`: measures cache hits beside other caching libraries in the same run, and the parsing of questions
 * into cache keys.
 */
import { benchmark } from "../command/Benchmark.ts"
import { canonical, reader } from "./labelled/Canonical.ts"
import { hitPath } from "./hits/HitPath.ts"

export const caching = benchmark({
  name: "caching",
  summary: "the hit path beside other caches, and reading questions",
  help: [
    "Servers and caches run on core 0, customers and Redis on core 1. Processor time is that of the server's",
    "process alone. The other caches are set up as their documentation recommends.",
  ].join("\n"),
  seconds: { quick: 120, full: 420 },
  packages: ["effect", "bentocache", "@epic-web/cachified", "ioredis", "lru-cache"],
  conditions: () => ({
    redis: "a server of this machine, loopback, no disk",
    services: "emulated on loopback, without latency",
    "other servers":
      "uWebSockets.js, one parse, the same key and frames as ours, a cache as its documentation sets it up, nothing else",
  }),
  brief: ["hit-path", "canonical", "reader"],
  briefRounds: 3,
  parts: [hitPath, canonical, reader],
})
