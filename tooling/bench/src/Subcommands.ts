/** Everything the command can do, in the order of its help. A new subcommand is one line here. */
import { ablation } from "./ablation/Ablation.ts"
import { aliases } from "./aliases/Aliases.ts"
import { type Benchmark, benchmarkSubcommand } from "./Benchmark.ts"
import { caching } from "./caching/Caching.ts"
import { check } from "./Check.ts"
import { compareSubcommand } from "./Compare.ts"
import { connections } from "./connections/Connections.ts"
import { limits } from "./limits/Limits.ts"
import { mix } from "./mix/Mix.ts"
import { precompute } from "./precompute/Precompute.ts"
import { report } from "./Report.ts"
import { payload } from "./payload/Payload.ts"
import { peers } from "./peers/Peers.ts"
import { scale } from "./scale/Scale.ts"
import { sinks } from "./sinks/Sinks.ts"
import { soak } from "./soak/Soak.ts"
import { type Subcommand } from "./Subcommand.ts"
import { turn } from "./turn/Turn.ts"
import { waterfall } from "./waterfall/Waterfall.ts"

const benchmarks: ReadonlyArray<Benchmark> = [
  waterfall,
  ablation,
  connections,
  turn,
  payload,
  sinks,
  caching,
  limits,
  mix,
  peers,
  precompute,
  aliases,
  scale,
]

const measuring: ReadonlyArray<Subcommand> = [...benchmarks.map(benchmarkSubcommand), soak]

const all: Subcommand = {
  name: "all",
  summary: "every benchmark, one after the other; what `bench` alone does",
  run: async (invocation) => {
    for (const subcommand of measuring) await subcommand.run(invocation)
    return 0
  },
}

export const subcommands: ReadonlyArray<Subcommand> = [
  all,
  ...measuring,
  check,
  compareSubcommand,
  report,
]
