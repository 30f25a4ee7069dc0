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
import { type Variant, variants } from "../connections/clients/ChatClient.ts"
import { figure } from "../measure/Figure.ts"
import { figureNames } from "./Compared.ts"

const script = fileURLToPath(
  new URL("../../../../packages/connections/scripts/LossyLink.ts", import.meta.url),
)

/** A client of the script → whose transport it is. Handlers over the same transport have the same losses. */
const rows: ReadonlyArray<readonly [client: string, variant: Variant]> = [
  ["64", "pooled-fetch"],
  ["undici-h2", "undici-h2"],
  ["undici-h1", "sdk-http1"],
]

const losses = [
  ["0", figureNames.noLoss],
  ["1", figureNames.loss],
] as const

const measured = async (): Promise<string> => {
  const only = `--clients=${rows.map(([client]) => client).join(",")}`
  const parameters = ["--no-warnings", script, only, ...losses.map(([percent]) => percent)]
  return promisify(execFile)(process.execPath, parameters).then(
    ({ stdout }) => stdout,
    () => "",
  )
}

export const loss: Part = {
  name: "loss",
  measure: async ({ missed, overSteadyRounds, progress, quick }) => {
    const rounds = await overSteadyRounds(quick ? 1 : 5, (round) => {
      progress.step(`loss: round ${round + 1}, 200 streams on a link that loses 0 and 1 %`)
      return measured()
    })
    return rows.flatMap(([client, variant]) =>
      losses.flatMap(([percent, name]) => {
        const line = new RegExp(`^${percent} %\\t${client}\\t(.*)$`, "mu")
        const waits = rounds.flatMap((said) => {
          const [, , , slowest = ""] = line.exec(said)?.[1]?.split("\t") ?? []
          return slowest === "" ? [] : [Number(slowest)]
        })
        if (waits.length > 0) return figure(`${name}: ${variants[variant]}`, "ms", waits)
        missed(variants[variant])
        return []
      }),
    )
  },
}
