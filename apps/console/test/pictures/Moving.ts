/**
 * The README's moving picture: the model answers, its plug is pulled in the midst of the next answer, the catalogue goes on
 * in its place, and what was answered before still comes from memory. `img2webp` joins what Chromium drew, at the times at which it did.
 */
import { execFileSync, spawnSync } from "node:child_process"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { AnswerSource } from "@manga-assist/client"
import type { Browser, Page } from "playwright-core"
import { lastTurn } from "../OpenConsole.ts"
import { isFrom, restMs } from "./Stills.ts"

export const moving = "console-plug.webp"

/** @throws Error naming Debian's package, if the program is not here */
export const needEncoder = (): void => {
  const { error } = spawnSync("img2webp", ["-version"])
  if (error !== undefined)
    throw new Error("no img2webp here: apt-get install webp", { cause: error })
}

/** More than 10 pictures a second show nothing more of a page, and make the file larger. */
const leastMs = 100
const lastMs = 2_000
/** Nobody looks at a longer one twice. */
const mostMs = 20_000
const keyMs = 12
/** A reader's time for what an answer shows. */
const readMs = 1_500

interface Frame {
  readonly atMs: number
  readonly data: Buffer
}

const screencast = async (page: Page) => {
  const browser = await page.context().newCDPSession(page)
  const frames: Array<Frame> = []
  browser.on("Page.screencastFrame", ({ data, metadata, sessionId }) => {
    const atMs = 1_000 * (metadata.timestamp ?? 0)
    // Of two that follow closely the second is what there was to see.
    if (atMs - (frames.at(-1)?.atMs ?? -leastMs) < leastMs) frames.pop()
    frames.push({ atMs, data: Buffer.from(data, "base64") })
    void browser.send("Page.screencastFrameAck", { sessionId })
  })
  await browser.send("Page.startScreencast", { format: "png" })
  return {
    stop: async (): Promise<ReadonlyArray<Frame>> => {
      await browser.send("Page.stopScreencast")
      return frames.toSorted((one, other) => one.atMs - other.atMs)
    },
  }
}

const joined = (frames: ReadonlyArray<Frame>, file: string): void => {
  const folder = mkdtempSync(join(tmpdir(), "frames-"))
  try {
    const pictures = frames.flatMap(({ atMs, data }, at) => {
      const name = join(folder, `${at}.png`)
      writeFileSync(name, data)
      const forMs = (frames[at + 1]?.atMs ?? atMs + lastMs) - atMs
      return ["-lossless", "-m", "6", "-d", `${Math.max(1, Math.round(forMs))}`, name]
    })
    execFileSync("img2webp", ["-loop", "0", "-min_size", ...pictures, "-o", file], {
      stdio: ["ignore", "ignore", "inherit"],
    })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** `volume`: one that nobody asked about yet, so that the model answers. Whether it was taken. */
export const takeMoving = async (
  browser: Browser,
  address: string,
  folder: string,
  volume: number,
): Promise<boolean> => {
  const context = await browser.newContext({
    viewport: { width: 1_200, height: 1_120 },
    locale: "en-US",
    colorScheme: "light",
  })
  try {
    const page = await context.newPage()
    await page.goto(address)
    await page.waitForTimeout(restMs)
    const recording = await screencast(page)
    const ask = async (question: string): Promise<void> => {
      await page.locator("#question").pressSequentially(question, { delay: keyMs })
      await page.press("#question", "Enter")
    }
    const answeredBy = async (source: AnswerSource): Promise<boolean> => {
      await lastTurn(page)
      await page.waitForTimeout(readMs)
      return isFrom(page, source)
    }
    const pressed = async (name: string): Promise<boolean> => {
      const button = page.getByRole("button", { name })
      const isThere = await button.isVisible()
      if (isThere) await button.click()
      return isThere
    }
    const isMeant = await (async () => {
      await ask(`Is volume ${volume} of Blue Lock in stock as paperback?`)
      if (!(await answeredBy("model"))) return false
      await ask("Something quiet about food, for a rainy evening")
      await page.locator(".turn").last().locator(".card").first().waitFor()
      // Its products are there, its words are not.
      if (!(await pressed("Model is a black hole"))) return false
      if (!(await answeredBy("catalogue"))) return false
      await ask(`Do you have blue lock vol. ${volume} in paperback`)
      return answeredBy("canonical")
    })()
    await pressed("Switch all off")
    await page.waitForTimeout(readMs)
    const frames = await recording.stop()
    const lastsMs = (frames.at(-1)?.atMs ?? 0) - (frames[0]?.atMs ?? 0) + lastMs
    if (!isMeant || lastsMs > mostMs) return false
    joined(frames, join(folder, moving))
    return true
  } finally {
    await context.close()
  }
}
