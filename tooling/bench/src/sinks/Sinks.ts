/**
 * `bench sinks`: measures what sinks cost (queues that write records in the background): recording a turn, an outage
 * and the recovery from it. Each part runs a script of the measured package in a process of its own, once a round.
 */
import { fileURLToPath } from "node:url"
import { type Benchmark, type Measuring, type Part } from "../command/Benchmark.ts"
import { atMost, type Figure, type FigureOptions } from "../measure/Figure.ts"
import { rowsOfScript, scriptFigures } from "../process/ScriptRows.ts"

const at = (file: string): string => fileURLToPath(new URL(`../../../../${file}`, import.meta.url))
const sinkScript = at("packages/async-sinks/scripts/SinkFigures.ts")
const roundMs = 240_000

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

const over = async (
  measure: Measuring["overRounds"],
  rounds: number,
  command: ReadonlyArray<string>,
): Promise<ReadonlyArray<Figure>> =>
  scriptFigures(await measure(rounds, () => rowsOfScript(command, roundMs)), promised)

/** With room in the young generation, so that what an offer allocates can be seen. */
const roomy = ["--expose-gc", "--max-semi-space-size=256"]

const parts: ReadonlyArray<Part> = [
  {
    name: "offer",
    measure: ({ overRounds, rounds }) => over(overRounds, rounds, [...roomy, sinkScript, "offer"]),
  },
  {
    name: "turn",
    measure: ({ overRounds, rounds }) => over(overRounds, rounds, [sinkScript, "turn"]),
  },
  {
    name: "outage",
    measure: ({ overSteadyRounds }) => over(overSteadyRounds, 1, [sinkScript, "outage"]),
  },
  {
    name: "recovery",
    measure: ({ overRounds, quick }) => over(overRounds, quick ? 1 : 3, [sinkScript, "recovery"]),
  },
]

export const sinks: Benchmark = {
  name: "sinks",
  summary: "what offering, a turn's records, an outage and recovery cost",
  help: [
    "Records of about 420 bytes. The outage is ten minutes at 500 records a second on a virtual clock,",
    "with a real disk.",
  ].join("\n"),
  seconds: { quick: 150, full: 600 },
  repeatSeconds: { quick: 15, full: 60 },
  packages: ["effect"],
  conditions: () => ({ record: "420 bytes", outage: "10 min at 500/s, virtual clock" }),
  brief: ["offer", "turn"],
  parts,
}
