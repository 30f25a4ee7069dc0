/**
 * `pnpm --filter console pictures URL`: makes the README's pictures anew from a running server.
 */
import { fileURLToPath } from "node:url"
import { join } from "node:path"
import { ask, lastTurn, launchBrowser } from "./OpenConsole.ts"

const [url] = process.argv.slice(2)
const folder = fileURLToPath(new URL("../../../docs/pictures", import.meta.url))

interface Picture {
  readonly name: string
  readonly locale: string
  readonly colorScheme: "light" | "dark"
  readonly questions: ReadonlyArray<string>
}

const pictures: ReadonlyArray<Picture> = [
  {
    name: "console-miss",
    locale: "en-US",
    colorScheme: "light",
    questions: ["Recommend something quiet about food, for a rainy evening"],
  },
  {
    name: "console-hit",
    locale: "en-US",
    colorScheme: "light",
    questions: [
      "Is volume 12 of Blue Lock in stock as paperback?",
      "Do you have blue lock vol. 12 in paperback",
    ],
  },
  {
    name: "console-japanese",
    locale: "ja-JP",
    colorScheme: "dark",
    questions: ["今週の人気は？"],
  },
]

const draw = async (address: string): Promise<void> => {
  const browser = await launchBrowser()
  for (const { colorScheme, locale, name, questions } of pictures) {
    const viewport = { width: 1_280, height: 920 }
    const context = await browser.newContext({ viewport, locale, colorScheme })
    const page = await context.newPage()
    await page.goto(address)
    for (const question of questions) {
      await ask(page, question)
      await lastTurn(page)
    }
    await page.screenshot({ path: join(folder, `${name}.png`) })
    await context.close()
  }
  await browser.close()
}

if (url === undefined || !URL.canParse(url)) {
  process.stderr.write("pnpm --filter console pictures URL, of a running server\n")
  process.exitCode = 2
} else await draw(url)
