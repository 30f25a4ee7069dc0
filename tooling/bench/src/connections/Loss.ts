/**
 * Measures how a link that loses 1 % of its segments delays streamed answers, beside one without loss: the 99.9th
 * percentile of the wait between two deltas, for three transports.
 *
 * The script `LossyLink.ts` creates a network namespace and therefore needs root; without root the figures of an
 * earlier run are kept.
 */
import { execFile } from "node:child_process"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"
import { type Part } from "../command/Benchmark.ts"
import { variants } from "./clients/ChatClient.ts"
import { figure } from "../measure/Figure.ts"

const script = fileURLToPath(
  new URL("../../../../packages/connections/scripts/LossyLink.ts", import.meta.url),
)

/** A client of the script → whose transport it is. Handlers over the same transport have the same losses. */
const clients = [
  ["64", variants["pooled-fetch"]],
  ["undici-h2", variants["undici-h2"]],
  ["undici-h1", variants["sdk-http1"]],
] as const

const losses = [
  ["0", "no segment lost, p99.9 between two deltas"],
  ["1", "1 % of segments lost, p99.9 between two deltas"],
] as const

const only = `--clients=${clients.map(([client]) => client).join(",")}`
const command = ["--no-warnings", script, only, ...losses.map(([percent]) => percent)]

export const loss: Part<`${(typeof losses)[number][1]}: ${(typeof clients)[number][1]}`> = {
  name: "loss",
  measure: async ({ missed, overSteadyRounds, progress, quick }) => {
    const rounds = await overSteadyRounds(quick ? 1 : 5, async (round) => {
      progress.step(`loss: round ${round + 1}, 200 streams on a link that loses 0 and 1 %`)
      const running = promisify(execFile)(process.execPath, command)
      return (await running.catch(() => ({ stdout: "" }))).stdout
    })
    return clients.flatMap(([client, label]) =>
      losses.flatMap(([percent, name]) => {
        const line = new RegExp(`^${percent} %\\t${client}\\t(?:[^\\t]*\\t){3}([^\\t]+)`, "mu")
        const waits = rounds.flatMap((said) => line.exec(said)?.[1] ?? []).map(Number)
        if (waits.length > 0) return figure(`${name}: ${label}`, "ms", waits)
        missed(label)
        return []
      }),
    )
  },
}
