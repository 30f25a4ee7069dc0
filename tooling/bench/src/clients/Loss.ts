/**
 * A link that loses 1 % of its segments: the share of deltas that come late, by how many streams share a connection.
 *
 * The script makes a network namespace, so it needs root; without it the figures of an earlier run stay.
 */
import { execFile } from "node:child_process"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"
import { type Part } from "../Benchmark.ts"
import { type Variant, variants } from "../connections/ChatClient.ts"
import { figure } from "../Figure.ts"
import { figureNames } from "./Compared.ts"

const script = fileURLToPath(
  new URL("../../../../packages/connections/scripts/LossyLink.ts", import.meta.url),
)

/** A line of the script → whose transport it is. Handlers over the same transport have the same losses. */
const rows: ReadonlyArray<readonly [line: string, variant: Variant]> = [
  ["64", "pooled-fetch"],
  ["undici-h2", "undici-h2"],
  ["undici-h1", "sdk-http1"],
]

export const loss: Part = {
  name: "loss",
  measure: async ({ missed, overSteadyRounds, progress }) => {
    progress.step("loss: 200 streams on a link that loses 1 % of its segments")
    const [said] = await overSteadyRounds(1, async () =>
      promisify(execFile)(process.execPath, ["--no-warnings", script, "1"]).then(
        ({ stdout }) => stdout,
        () => undefined,
      ),
    )
    return rows.flatMap(([line, variant]) => {
      const found = new RegExp(`^1 %\\t${line}\\t(.*)$`, "mu").exec(said ?? "")
      const [, late = ""] = found?.[1]?.split("\t") ?? []
      if (late === "") {
        missed(variants[variant])
        return []
      }
      return figure(`${figureNames.loss}: ${variants[variant]}`, "%", [Number.parseFloat(late)])
    })
  },
}
