/**
 * `bench sinks`: measures what sinks cost (queues that write records in the background): recording a turn, an outage
 * and the recovery from it. Each part runs a script of the measured package in a process of its own, once a round.
 */
import { fileURLToPath } from "node:url"
import type { Benchmark } from "../command/Benchmark.ts"
import { atMost, type FigureOptions } from "../measure/Figure.ts"
import { scriptPart } from "../command/ScriptPart.ts"

const at = (file: string): string => fileURLToPath(new URL(`../../../../${file}`, import.meta.url))
const sinkScript = at("packages/async-sinks/scripts/SinkFigures.ts")

const microsecond =
  "it is on disk before the offer returns: its JSON and a bare write to a file, the row beside, take more than that alone"
const promised: Readonly<Record<string, FigureOptions>> = {
  "offer, best-effort, healthy: p50": { target: atMost(1) },
  "offer, must-keep, healthy: p50": { target: atMost(1), note: microsecond },
  "turn, five sinks, healthy: processor time": { target: atMost(60) },
  "turn, five sinks, targets down: processor time": { target: atMost(60) },
  "outage: records lost": { target: atMost(0) },
  "outage: records seen twice": { target: atMost(0) },
}

/** With room in the young generation, so that what an offer allocates can be seen. */
const roomy = ["--expose-gc", "--max-semi-space-size=256"]

export const sinks: Benchmark = {
  name: "sinks",
  summary: "what offering, a turn's records, an outage and recovery cost",
  help: [
    "Records of about 420 bytes. The outage is ten minutes at 500 records a second on a virtual clock,",
    "with a real disk.",
  ].join("\n"),
  seconds: { quick: 150, full: 600 },
  packages: ["effect"],
  conditions: () => ({ record: "420 bytes", outage: "10 min at 500/s, virtual clock" }),
  brief: ["offer", "turn"],
  parts: [
    scriptPart("offer", [...roomy, sinkScript, "offer"], promised),
    scriptPart("turn", [sinkScript, "turn"], promised),
    scriptPart("outage", [sinkScript, "outage"], promised, { rounds: () => 1, isSteady: true }),
    scriptPart("recovery", [sinkScript, "recovery"], promised, {
      rounds: ({ quick }) => (quick ? 1 : 3),
    }),
  ],
}
