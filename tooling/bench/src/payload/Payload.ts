/**
 * `bench payload`: measures what history pruning, compression and field selection save in bytes and tokens, and what
 * recording a turn's stage times (the ledger) costs.
 *
 * Each round runs the same program, the assistant package's `scripts/PayloadFigures.ts`, in a process of its own. Byte
 * and token counts are equal in every round; only the times differ.
 */
import { fileURLToPath } from "node:url"
import type { Benchmark } from "../command/Benchmark.ts"
import { atMost, type FigureOptions } from "../measure/Figure.ts"
import { scriptPart } from "../command/ScriptPart.ts"

const script = fileURLToPath(
  new URL("../../../../packages/assistant/scripts/PayloadFigures.ts", import.meta.url),
)

const options: Readonly<Record<string, FigureOptions>> = {
  "ledger: one stage": { target: atMost(2), note: "timeline included" },
}

export const payload: Benchmark = {
  name: "payload",
  summary:
    "bytes, prompt tokens, write units and processor time of demo sessions, in two languages",
  help: [
    "Twenty sessions of twenty turns in English and in Japanese, which the dictionary has not seen,",
    "though of the same catalogue and ways of asking. Tokens are estimates.",
  ].join("\n"),
  seconds: { quick: 90, full: 180 },
  packages: ["effect"],
  conditions: () => ({ sessions: "20 a language, 20 turns each", "write unit": "1,024 bytes" }),
  parts: [scriptPart("sessions", [script, "--json"], options)],
}
