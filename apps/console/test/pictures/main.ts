/**
 * `pnpm pictures`: takes the pictures of the documents anew, from a store that it starts. `pnpm pictures check` names those
 * of other sources, and exits with 1 if there are any.
 */
import type { Browser } from "playwright-core"
import { lookUntil } from "../../../../tooling/bench/src/measure/LookUntil.ts"
import { startStack } from "../../../../tooling/end-to-end/test/RunningStack.ts"
import { launchBrowser } from "../OpenConsole.ts"
import { moving, needEncoder, takeMoving } from "./Moving.ts"
import { stills, takeStill } from "./Stills.ts"
import { folder, outdated, writeTaken } from "./Taken.ts"

const files = [...stills.map(({ file }) => file), moving]
const tries = 10
const aheadWithin = { everyMs: 250, withinMs: 120_000 }
const say = (line: string): void => void process.stdout.write(`${line}\n`)

/** A busy machine makes an answer leave something out; it is asked again. */
const takeAll = async (browser: Browser, address: string): Promise<ReadonlyArray<string>> => {
  const missing: Array<string> = []
  const untilTaken = async (file: string, take: (tried: number) => Promise<boolean>) => {
    for (let tried = 0; tried < tries; tried += 1) {
      say(`${file}: try ${tried + 1}`)
      if (await take(tried)) return
    }
    missing.push(file)
  }
  // The first one also warms the process, as a store's is that has run for a while.
  await untilTaken(moving, (tried) => takeMoving(browser, address, folder, 1 + tried))
  for (const still of stills) {
    await untilTaken(still.file, () => takeStill(browser, address, folder, still))
  }
  return missing
}

const take = async (): Promise<number> => {
  needEncoder()
  const stack = await startStack([])
  const browser = await launchBrowser()
  try {
    // A customer who asks before the worker answered is answered by the model, and the worker finds that answer.
    await lookUntil(stack.output, (said) => said.includes("precompute pass"), aheadWithin)
    const missing = await takeAll(browser, stack.url)
    for (const file of missing) say(`${file}: no whole answer of its source in ${tries} tries`)
    if (missing.length === 0) writeTaken(files)
    return Math.min(missing.length, 1)
  } finally {
    await browser.close()
    await stack.stop()
  }
}

const check = (): number => {
  const old = outdated(files)
  for (const line of old) say(line)
  return Math.min(old.length, 1)
}

const usage = `pnpm pictures [check]

Takes the pictures of the documents anew, from a store that it starts; they are written to docs/pictures.
With check: names those that were taken of other sources, exit code 1 if there are any.
It needs Chromium, a font with Japanese letters and img2webp (Debian: chromium, fonts-ipafont-gothic, webp).
`
const [word, ...more] = process.argv.slice(2)
if (more.length > 0 || (word !== undefined && word !== "check" && word !== "--help")) {
  process.stderr.write(usage)
  process.exitCode = 2
} else if (word === "--help") process.stdout.write(usage)
else process.exitCode = word === "check" ? check() : await take()
