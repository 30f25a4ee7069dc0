/** The README's still pictures: each is the last of some questions, in a browser of its own. */
import { join } from "node:path"
import type { AnswerSource } from "@manga-assist/client"
import type { Browser, Page } from "playwright-core"
import { ask, lastTurn } from "../OpenConsole.ts"

interface Still {
  readonly file: string
  readonly locale: string
  readonly colorScheme: "light" | "dark"
  readonly questions: ReadonlyArray<string>
  /** Of the last answer. */
  readonly source: AnswerSource
}

export const stills: ReadonlyArray<Still> = [
  {
    file: "console-miss.png",
    locale: "en-US",
    colorScheme: "light",
    questions: ["Recommend something quiet about food, for a rainy evening"],
    source: "model",
  },
  {
    file: "console-hit.png",
    locale: "en-US",
    colorScheme: "light",
    questions: [
      "Is volume 12 of Blue Lock in stock as paperback?",
      "Do you have blue lock vol. 12 in paperback",
    ],
    source: "canonical",
  },
  {
    file: "console-japanese.png",
    locale: "ja-JP",
    colorScheme: "dark",
    questions: ["今週の人気は？"],
    source: "precomputed",
  },
]

/** What is read when a page opens is read before its first question. */
export const restMs = 1_000

export const isFrom = (page: Page, source: AnswerSource): Promise<boolean> =>
  page.locator(`.headline .source[data-source="${source}"]`).isVisible()

/** Whether it was taken: an answer of another source, or one that a busy machine made leave something out, is not. */
export const takeStill = async (
  browser: Browser,
  address: string,
  folder: string,
  { colorScheme, file, locale, questions, source }: Still,
): Promise<boolean> => {
  const viewport = { width: 1_280, height: 920 }
  const context = await browser.newContext({ viewport, locale, colorScheme })
  try {
    const page = await context.newPage()
    await page.goto(address)
    await page.waitForTimeout(restMs)
    for (const question of questions) {
      await ask(page, question)
      await lastTurn(page)
    }
    const isWhole = (await page.locator('.reasons dd[data-left="false"]').count()) > 0
    if (!isWhole || !(await isFrom(page, source))) return false
    await page.screenshot({ path: join(folder, file) })
    return true
  } finally {
    await context.close()
  }
}
