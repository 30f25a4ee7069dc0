/**
 * `bench caching`: measures cache hits beside other caching libraries in the same run, the parsing of questions into
 * cache keys, and hits on labelled pairs of questions.
 */
import { benchmark } from "../command/Benchmark.ts"
import { partLater } from "../command/PartLater.ts"
import { canonical } from "./labelled/Canonical.ts"
import { hitPath } from "./hits/HitPath.ts"

const labelled = partLater(
  "labelled",
  async () => (await import("./labelled/Labelled.ts")).labelled,
)

export const caching = benchmark({
  name: "caching",
  summary: "the hit path beside other caches, canonical forms, labelled pairs",
  help: [
    "Servers and caches run on core 0, customers and Redis on core 1. Processor time is that of the server's",
    "process alone. The other caches are set up as their documentation recommends.",
  ].join("\n"),
  seconds: { quick: 120, full: 420 },
  repeatSeconds: { quick: 10, full: 60 },
  packages: ["effect", "bentocache", "@epic-web/cachified", "ioredis", "lru-cache"],
  conditions: () => ({
    redis: "a server of this machine, loopback, no disk",
    services: "emulated on loopback, without latency",
    "other servers":
      "uWebSockets.js, one parse, the same key and frames as ours, a cache as its documentation sets it up, nothing else",
  }),
  brief: ["hit-path", "canonical", "labelled"],
  briefRounds: 3,
  parts: [hitPath, canonical, labelled],
})
