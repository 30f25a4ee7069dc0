/**
 * `bench sinks`: measures what sinks cost (queues that write records in the background): recording a turn, an outage
 * and the recovery from it, and writing to moto, a local imitation of AWS services.
 *
 * Most parts run a script of the measured package in a process of its own, once a round.
 */
import { fileURLToPath } from "node:url"
import { type Benchmark, type Measuring, type Part } from "../command/Benchmark.ts"
import { atMost, type Figure, type FigureOptions } from "../measure/Figure.ts"
import { partLater } from "../command/PartLater.ts"
import { rowsOfScript, scriptFigures } from "../process/ScriptRows.ts"

const at = (file: string): string => fileURLToPath(new URL(`../../../../${file}`, import.meta.url))
const sinkScript = at("packages/async-sinks/scripts/SinkFigures.ts")
const targetScript = at("tooling/sinks/scripts/TargetFigures.ts")
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

const turnCost = partLater("turn-cost", async () => (await import("./TurnCost.ts")).turnCost)

const parts: ReadonlyArray<Part> = [
  {
    name: "offer",
    measure: ({ overRounds, rounds }) => over(overRounds, rounds, [...roomy, sinkScript, "offer"]),
  },
  {
    name: "turn",
    measure: ({ overRounds, rounds }) => over(overRounds, rounds, [sinkScript, "turn"]),
  },
  turnCost,
  {
    name: "outage",
    measure: ({ overSteadyRounds }) => over(overSteadyRounds, 1, [sinkScript, "outage"]),
  },
  {
    name: "recovery",
    measure: ({ overRounds, quick }) => over(overRounds, quick ? 1 : 3, [sinkScript, "recovery"]),
  },
  {
    name: "targets",
    measure: ({ overRounds, quick }) => over(overRounds, 1, [targetScript, quick ? "200" : "1000"]),
  },
]

export const sinks: Benchmark = {
  name: "sinks",
  summary: "what offering, a turn, an outage, recovery and writing to real servers cost",
  help: [
    "Records of about 420 bytes. The outage is ten minutes at 500 records a second on a virtual clock,",
    "with a real disk. Targets are moto's DynamoDB, Kinesis, Logs and SQS, over HTTP/1.1. turn-cost runs",
    "turns of the store over its emulated services, which take the source document's times exactly.",
  ].join("\n"),
  seconds: { quick: 150, full: 600 },
  repeatSeconds: { quick: 15, full: 60 },
  packages: ["effect"],
  conditions: () => ({ record: "420 bytes", outage: "10 min at 500/s, virtual clock" }),
  brief: ["offer", "turn-cost"],
  parts,
}
