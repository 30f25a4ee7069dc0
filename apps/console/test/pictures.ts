/**
 * `pnpm --filter console pictures URL`: makes the README's pictures anew from a running server. A picture of another
 * source than its own, or of a turn that a busy machine made leave something out, is not taken; it is asked again.
 */
import { fileURLToPath } from "node:url"
import { join } from "node:path"
import type { AnswerSource } from "@manga-assist/client"
import type { Browser } from "playwright-core"
import { ask, lastTurn, launchBrowser } from "./OpenConsole.ts"

const [url] = process.argv.slice(2)
const folder = fileURLToPath(new URL("../../../docs/pictures", import.meta.url))

interface Picture {
  readonly name: string
  readonly locale: string
  readonly colorScheme: "light" | "dark"
  readonly questions: ReadonlyArray<string>
  /** Of the last answer. */
  readonly source: AnswerSource
}

const pictures: ReadonlyArray<Picture> = [
  {
    name: "console-miss",
    locale: "en-US",
    colorScheme: "light",
    questions: ["Recommend something quiet about food, for a rainy evening"],
    source: "model",
  },
  {
    name: "console-hit",
    locale: "en-US",
    colorScheme: "light",
    questions: [
      "Is volume 12 of Blue Lock in stock as paperback?",
      "Do you have blue lock vol. 12 in paperback",
    ],
    source: "canonical",
  },
  {
    name: "console-japanese",
    locale: "ja-JP",
    colorScheme: "dark",
    questions: ["今週の人気は？"],
    source: "precomputed",
  },
]

const tries = 10
const restMs = 1_000

/** Whether what is to be seen was seen. */
const take = async (browser: Browser, address: string, picture: Picture): Promise<boolean> => {
  const { colorScheme, locale, name, questions, source } = picture
  const viewport = { width: 1_280, height: 920 }
  const context = await browser.newContext({ viewport, locale, colorScheme })
  const page = await context.newPage()
  await page.goto(address)
  // What is read when a page opens is read before its first question.
  await page.waitForTimeout(restMs)
  for (const question of questions) {
    await ask(page, question)
    await lastTurn(page)
  }
  const isMeant =
    (await page.locator(`.headline .source[data-source="${source}"]`).isVisible()) &&
    (await page.locator('.reasons dd[data-left="false"]').count()) > 0
  if (isMeant) await page.screenshot({ path: join(folder, `${name}.png`) })
  await context.close()
  return isMeant
}

const draw = async (address: string): Promise<void> => {
  const browser = await launchBrowser()
  for (const picture of pictures) {
    let isTaken = false
    for (let tried = 0; !isTaken && tried < tries; tried += 1) {
      isTaken = await take(browser, address, picture)
    }
    if (isTaken) continue
    process.stderr.write(`${picture.name}: no whole answer from ${picture.source}\n`)
    process.exitCode = 1
  }
  await browser.close()
}

if (url === undefined || !URL.canParse(url)) {
  process.stderr.write("pnpm --filter console pictures URL, of a running server\n")
  process.exitCode = 2
} else await draw(url)
