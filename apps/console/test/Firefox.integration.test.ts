/** Ten cases in Firefox, over WebDriver BiDi: what a customer does first, and the operators' page. */
import { existsSync } from "node:fs"
import { type Browser, launch, type Page } from "puppeteer-core"
import { afterAll, afterEach, beforeAll, expect, it } from "vitest"
import type { TestServer } from "../../orchestrator/test/TestServer.ts"
import { ServedConsole } from "./OpenConsole.ts"

const places = ["/usr/bin/firefox-esr", "/usr/bin/firefox"]

/** A busy machine takes its time to start a browser. */
const patience = 120_000

let served: ServedConsole
let browser: Browser
beforeAll(async () => {
  const executablePath = process.env["FIREFOX"] ?? places.find((place) => existsSync(place))
  if (executablePath === undefined) throw new Error("no Firefox here: apt-get install firefox-esr")
  served = await ServedConsole.build()
  browser = await launch({
    browser: "firefox",
    executablePath,
    timeout: patience,
    extraPrefsFirefox: { "intl.accept_languages": "en-US" },
  })
})
afterEach(async () => {
  for (const context of browser.browserContexts().slice(1)) await context.close()
  await served.clear()
})
afterAll(async () => {
  await browser.close()
  await served.close()
})

/** A page of a profile of its own, and what went wrong in it. */
const visit = async (address: string, width = 1_280) => {
  const page = await (await browser.createBrowserContext()).newPage()
  const problems: Array<string> = []
  page.on("pageerror", (error) => problems.push(String(error)))
  page.on("console", (message) => {
    if (message.type() === "error") problems.push(message.text())
  })
  page.setDefaultTimeout(patience)
  await page.setViewport({ width, height: 900 })
  await page.goto(address)
  return { page, problems }
}

const textOf = (page: Page, place: string): Promise<string> =>
  page
    .locator(place)
    .map((element) => element.textContent)
    .wait()

const ended = (page: Page, turns = 1) =>
  page.locator(`.turn:nth-of-type(${turns}) .answer[aria-busy="false"]`).wait()

const ask = async (page: Page, question: string) => {
  await page.locator("#question").fill(question)
  await page.locator("#question").wait()
  await page.keyboard.press("Enter")
}

const hello = (server: TestServer): void => {
  server.script.answers.set("hello", { deltas: ["Hello **you**."] })
}

it("opens, and is connected", async () => {
  const { page, problems } = await visit((await served.serve()).http)
  expect(await page.title()).toBe("MangaAssist")
  await page.waitForSelector('.status[data-state="open"]')
  expect(problems).toEqual([])
})

it("asks, and is answered", async () => {
  const server = await served.serve()
  hello(server)
  const { page, problems } = await visit(server.http)
  await ask(page, "hello")
  await ended(page)
  expect(await page.$eval(".text", (text) => text.innerHTML)).toBe(
    "<p>Hello <strong>you</strong>.</p>",
  )
  expect(await textOf(page, ".panel .headline")).toContain("First content after")
  expect(problems).toEqual([])
})

it("shows cards above the answer", async () => {
  const { page, problems } = await visit((await served.serve()).http)
  await ask(page, "what is there?")
  await ended(page)
  expect(await textOf(page, ".turn .card")).toMatch(/Vinland Saga.*ヴィンランド・サガ.*¥759/)
  expect(problems).toEqual([])
})

it("speaks Japanese", async () => {
  const { page, problems } = await visit((await served.serve()).http)
  await page.locator("::-p-text(日本語)").click()
  await page.waitForSelector('html[lang="ja"]')
  await ask(page, "ワンピースは何巻まで？")
  await ended(page)
  expect(await textOf(page, ".turn h2")).toContain("ワンピースは何巻まで？")
  expect(await textOf(page, ".panel h2")).toMatch(/[\u3040-\u30ff]/)
  expect(problems).toEqual([])
})

it("stops an answer", async () => {
  const { page, problems } = await visit((await served.serve()).http)
  await ask(page, "hold word")
  await page.waitForFunction(() => document.querySelector(".text")?.textContent === "holding ")
  await page.keyboard.press("Escape")
  await ended(page)
  expect(await textOf(page, ".turn .answer")).toContain("Stopped")
  expect(problems).toEqual([])
})

it("keeps an answer that is reloaded in its middle", async () => {
  const server = await served.serve()
  const { page } = await visit(server.http)
  await ask(page, "hold word")
  await page.waitForFunction(() => document.querySelector(".text")?.textContent === "holding ")
  await page.reload()
  await page.waitForSelector(".turn")
  server.script.release("word")
  await ended(page)
  expect(await textOf(page, ".turn .text")).toMatch(/You said: hold word$/)
  expect(await page.$$(".turn")).toHaveLength(1)
})

it("sends by the keyboard alone, and begins a line by Shift and Enter", async () => {
  const server = await served.serve()
  const { page, problems } = await visit(server.http)
  await page.waitForSelector('.status[data-state="open"]')
  for (let tabs = 0; tabs < 20; tabs += 1) {
    if ((await page.evaluate(() => document.activeElement?.id)) === "question") break
    await page.keyboard.press("Tab")
  }
  await page.keyboard.type("two")
  await page.keyboard.down("Shift")
  await page.keyboard.press("Enter")
  await page.keyboard.up("Shift")
  await page.keyboard.type("lines")
  await page.keyboard.press("Enter")
  await ended(page)
  expect(server.script.requests.map(({ text }) => text)).toEqual(["two\nlines"])
  expect(problems).toEqual([])
})

it("draws the race", async () => {
  const server = await served.serve()
  const timed = (stages: ReadonlyArray<readonly [string, number, number]>) =>
    stages.map(([stage, startMs, endMs]) => ({ stage, startMs, endMs, outcome: "ok" }))
  server.script.answers.set("kept", {
    deltas: ["Yes."],
    end: {
      source: "canonical",
      made: {
        by: "turn",
        stages: [
          ["recall", 1, 3],
          ["model", 78, 983],
          ["first-token", 0, 983],
          ["total", 0, 1_374],
        ],
      },
      timeline: timed([
        ["recall", 0.4, 5],
        ["first-token", 0, 5.2],
        ["total", 0, 5.3],
      ]),
    },
  })
  const { page, problems } = await visit(server.http)
  await ask(page, "kept")
  await ended(page)
  expect(await textOf(page, ".race")).toContain("189 times sooner")
  const widths = await page.$$eval(".bar.pale", (bars) =>
    bars.map((bar) => bar.getBoundingClientRect().width),
  )
  expect(widths.length).toBe(3)
  expect(Math.max(...widths)).toBeGreaterThan(50)
  expect(problems).toEqual([])
})

it("is not wider than a phone", async () => {
  const server = await served.serve()
  hello(server)
  const { page, problems } = await visit(server.http, 390)
  await ask(page, "hello")
  await ended(page)
  const width = () => page.evaluate(() => document.documentElement.scrollWidth)
  expect(await width()).toBe(390)
  await page.locator(".views button:nth-child(2)").click()
  await page.waitForSelector('[data-view="timing"]')
  expect(await width()).toBe(390)
  expect(problems).toEqual([])
})

it("tells operators how customers fare", async () => {
  const server = await served.serve()
  hello(server)
  const chat = await visit(server.http)
  await ask(chat.page, "hello")
  await ended(chat.page)
  const { page, problems } = await visit(`${server.operator}/machine`)
  await page.waitForSelector(".last-turns > li")
  expect(await textOf(page, "main")).toContain("Are customers all right now?")
  expect(problems).toEqual([])
})
