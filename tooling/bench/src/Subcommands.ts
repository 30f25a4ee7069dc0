/** Registers all subcommands of `bench`, in the order of its help. A new one is one line here. */
import { ablation } from "./ablation/Ablation.ts"
import { allOf } from "./All.ts"
import { besideOf } from "./Beside.ts"
import { type Benchmark, benchmarkSubcommand } from "./command/Benchmark.ts"
import { caching } from "./caching/Caching.ts"
import { check } from "./command/Check.ts"
import { compareSubcommand } from "./command/Compare.ts"
import { current } from "./command/Current.ts"
import { connections } from "./connections/Connections.ts"
import { limits } from "./limits/Limits.ts"
import { mix } from "./mix/Mix.ts"
import { reportSubcommand } from "./Report.ts"
import { payload } from "./payload/Payload.ts"
import { peers } from "./peers/Peers.ts"
import { scale } from "./scale/Scale.ts"
import { sinks } from "./sinks/Sinks.ts"
import { soak } from "./soak/Soak.ts"
import { type Subcommand } from "./command/Subcommand.ts"
import { turn } from "./turn/Turn.ts"
import { waterfall } from "./waterfall/Waterfall.ts"

const benchmarks: ReadonlyArray<Benchmark> = [
  waterfall,
  connections,
  turn,
  payload,
  sinks,
  caching,
  limits,
  mix,
  peers,
  scale,
  ablation,
]

const measuring: ReadonlyArray<Subcommand> = [...benchmarks.map(benchmarkSubcommand), soak]

export const subcommands: ReadonlyArray<Subcommand> = [
  allOf(measuring, reportSubcommand),
  ...measuring,
  check,
  current,
  compareSubcommand,
  besideOf(measuring),
  reportSubcommand,
]
