/**
 * `pnpm wordings-replay FILE [NOISE [SEED]]`: replays the traffic in FILE and prints what was learned, what of it is wrong,
 * and the price; then the learned wordings, one a line, for `pnpm cache-decide --wordings`.
 */
import { Effect, Random } from "effect"
import { readFileSync } from "node:fs"
import { linesIn, replay } from "./replayTraffic.ts"

const [file = "", noise = "0.05", seed = "1"] = process.argv.slice(2)
const { wordings, wrong, ...report } = await replay(linesIn(readFileSync(file, "utf8")), {
  noise: Number(noise),
}).pipe(Random.withSeed(seed), Effect.scoped, Effect.runPromise)
process.stderr.write(
  `${JSON.stringify({ ...report, approved: wordings.length, wronglyApproved: wrong.length }, null, 2)}\n`,
)
for (const { sentence, text } of wrong)
  process.stderr.write(`wrong: "${text}" asks "${sentence}"\n`)
for (const each of wordings) process.stdout.write(`${JSON.stringify(each)}\n`)
