/**
 * `bench limits`: measures the capacity of one core and one process: cost of a cache miss at a full core and with paced
 * customers, idle sockets, the text that takes longest to read, and what twenty abusive connections do to others.
 */
import { benchmark } from "../command/Benchmark.ts"
import { abuse } from "../abuse/Abuse.ts"
import { freeQuestions } from "./FreeQuestions.ts"
import { idleSockets, mostSockets } from "./IdleSockets.ts"
import { misses, users } from "./Misses.ts"
import { paced } from "./Paced.ts"
import { answerShape } from "./ReplayedStore.ts"
import { slowestText } from "./SlowestText.ts"

export const limits = benchmark({
  name: "limits",
  summary:
    "processor time of a miss and where it goes, paced customers, idle sockets, the slowest text, and what abuse of one address does to others",
  help: [
    "Processor time is the orchestrator's own, all threads, as its metrics page tells it; the emulated",
    "services run on the other core. What a hit costs is measured by `bench caching`.",
  ].join("\n"),
  seconds: { quick: 640, full: 3_300 },
  packages: ["effect", "ioredis", "uWebSockets.js", "ws"],
  conditions: (quick) => ({
    "services of a miss": "answers of the emulated ones, replayed",
    "warmed up": "a miss: until two blocks of turns in a row cost no less than one before",
    "the model's answer": `${answerShape.deltas} deltas ${answerShape.gapMs} ms apart`,
    "customers at once": users(quick),
    sockets: "loopback, no compression",
    "sockets a process may hold": String(mostSockets()),
  }),
  brief: ["miss", "paced"],
  briefRounds: 3,
  parts: [misses, paced, freeQuestions, idleSockets, slowestText, abuse],
})
