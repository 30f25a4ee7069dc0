/**
 * `bench precompute`: measures the worker that generates answers in advance: the hit rates it gains, its speed and
 * cost, and how another worker takes over when the leading one dies.
 */
import { type Benchmark } from "../command/Benchmark.ts"
import { conditions } from "../mix/Traffic.ts"
import { partLater } from "../command/PartLater.ts"
import { customersPart } from "./CustomersPart.ts"
import { perSecond, size } from "./MixSize.ts"
import { refreshPart } from "./RefreshPart.ts"

const mixPart = partLater("mix", async () => (await import("./MixPart.ts")).mixPart)
const takeoverPart = partLater(
  "takeover",
  async () => (await import("./TakeoverPart.ts")).takeoverPart,
)

export const precompute: Benchmark = {
  name: "precompute",
  summary:
    "the worker that answers ahead: hit rates with and without it, its speed, its leader's death",
  help: [
    "Processes of the worker run behind the emulated services on their core, the orchestrator on the other.",
    "The mix is replayed in this process, by a clock that is moved; what it assumes stands in the conditions.",
  ].join("\n"),
  seconds: { quick: 120, full: 600 },
  repeatSeconds: { quick: 0, full: 60 },
  packages: ["effect", "ioredis", "ws"],
  conditions: (quick) => ({
    questions: `${quick ? size.quick : size.full}, ${perSecond} a second by a clock that is moved; the real turn and worker in one process, ports that answer at once, no Redis`,
    ...conditions,
  }),
  brief: ["mix"],
  parts: [mixPart, refreshPart, customersPart, takeoverPart],
}
