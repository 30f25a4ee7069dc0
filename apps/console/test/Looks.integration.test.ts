/** How the page looks and reads: every view in both languages and appearances at three widths, and for screen readers. */
import { readFileSync, readdirSync } from "node:fs"
import { join } from "node:path"
import { afterAll, afterEach, beforeAll, expect, it } from "vitest"
import { faultsOf } from "./FaultsOf.ts"
import { ask, lastTurn, OpenConsole } from "./OpenConsole.ts"

let open: OpenConsole
beforeAll(async () => {
  open = await OpenConsole.start()
})
afterEach(() => open.clear())
afterAll(() => open.close())

const stages = [
  ["admit", 0, 1],
  ["prefetch", 1, 2],
  ["recall", 1, 22],
  ["retrieve", 2, 76],
  ["embedding", 3, 20],
  ["search", 20, 68],
  ["facts", 68, 76],
  ["model", 78, 578],
  ["claim", 78, 86],
  ["tool-call", 578, 900],
  ["tool-read", 900, 950],
  ["model-2", 950, 1_400],
  ["first-products", 0, 77],
  ["first-token", 0, 578],
  ["total", 0, 2_374],
] as const

const states = ["in-stock", "few-left", "sold-out", "pre-order", "read-at-once"] as const

const long = {
  products: states.map((availability, at) => ({
    id: `${at}`,
    title: "That Time I Got Reincarnated as a Slime: The Ways of the Monster Nation",
    japanese: "転生したらスライムだった件～魔物の国の歩き方～",
    volume: 112,
    format: "paperback",
    price: { amount: 1_234_567, currency: "JPY" },
    inStock: at % 2 === 0,
    availability,
    kind: "box-set" as const,
    volumes: [101, 110] as const,
  })),
  deltas: [
    "Supercalifragilisticexpialidocious".repeat(8),
    "\n\n1. **one**\n2. two\n\n日本語の長い文章です。",
  ],
  end: {
    source: "stale" as const,
    reason:
      "the same question in other words (price BOOK=slime-monster-nation#112 FORMAT=paperback)",
    model: "jp.anthropic.claude-haiku-4-5-20251001-v1:0",
    usage: { inputTokens: 21_760, outputTokens: 1_170, cacheReadTokens: 900, cacheWriteTokens: 0 },
    looked: [
      { label: "finished food manga with at most 15 volumes, searched by meaning", found: 6 },
      { label: "Supercalifragilisticexpialidocious".repeat(4) },
    ],
    degraded: ["retrieval-late", "model-fallback", "over-budget", "a-code-of-tomorrow"],
    made: {
      by: "worker" as const,
      stages: [
        ["retrieve", 2, 76],
        ["model", 78, 4_000],
        ["first-token", 0, 4_000],
        ["total", 0, 5_374],
      ] as const,
    },
    budget: { totalMs: 2_000, usedMs: 2_077 },
    timeline: stages.map(([stage, startMs, endMs]) => ({ stage, startMs, endMs, outcome: "ok" })),
  },
}

// Each width in both languages, each language in both appearances.
it.each([
  [360, "en-US", "light"],
  [360, "ja-JP", "dark"],
  [834, "en-US", "dark"],
  [834, "ja-JP", "light"],
  [1_440, "en-US", "light"],
  [1_440, "ja-JP", "dark"],
] as const)("has no fault in any view: %i px, %s, %s", async (width, locale, colorScheme) => {
  const server = await open.serve()
  server.script.answers.set("long", long)
  const viewport = { width, height: 900 }
  const { page } = await open.visit(server, { locale, colorScheme, viewport, bypassCSP: true })
  const faults: Record<string, ReadonlyArray<string>> = {}
  const look = async (view: string) => {
    const found = await faultsOf(page)
    if (found.length > 0) faults[view] = found
  }
  const seeTiming = async (isSeen: boolean) => {
    if (width < 1_024) await page.locator(`.views button:nth-child(${isSeen ? 2 : 1})`).click()
  }
  await look("empty")
  await seeTiming(true)
  await look("no times yet")
  await seeTiming(false)
  await page.locator(".person").click()
  await look("sign-in")
  await page.keyboard.press("Escape")
  await ask(page, "fail")
  await lastTurn(page)
  await look("failed")
  await ask(page, "long")
  const turn = await lastTurn(page)
  await turn.locator(".icon-button").last().click()
  await turn.locator(".comment").waitFor()
  await look("answered")
  await turn.locator("button.source").click()
  await page.locator(".waterfall th button").nth(7).click()
  await look("times")
  await seeTiming(false)
  await ask(page, "hold looks")
  await page.locator(".stop").waitFor()
  await look("running")
  server.script.release("looks")
  await lastTurn(page)
  await ask(page, "look up")
  await page.locator(".thinking span").waitFor()
  await look("looking up")
  server.script.release("up")
  expect(faults).toEqual({})
})

it("moves while an answer is waited for, and stands still for those who asked for that", async () => {
  const server = await open.serve()
  const moving = async (reducedMotion: "reduce" | "no-preference") => {
    const { page } = await open.visit(server, { reducedMotion })
    await ask(page, `never ${reducedMotion}`)
    await page.locator(".thinking").waitFor()
    return page.evaluate(() => document.getAnimations().length)
  }
  expect(await moving("no-preference")).toBeGreaterThan(0)
  expect(await moving("reduce")).toBe(0)
})

// Beside an animation the browser shows what the page writes a frame later.
it("stands still while the text of an answer comes", async () => {
  const server = await open.serve()
  const { page } = await open.visit(server)
  await ask(page, "hold still")
  await page.locator(".text", { hasText: "holding" }).waitFor()
  expect(await page.locator(".thinking").isVisible()).toBe(true)
  expect(await page.evaluate(() => document.getAnimations().length)).toBe(0)
})

it("changes its appearance at a button, and keeps that", async () => {
  const { page } = await open.visit(await open.serve(), { colorScheme: "light" })
  const paper = () =>
    page.evaluate(() => getComputedStyle(document.body.parentElement!).backgroundColor)
  const light = await paper()
  await page.getByRole("button", { name: "Appearance: automatic" }).click()
  await page.getByRole("button", { name: "Appearance: light" }).click()
  const dark = await paper()
  expect(dark).not.toBe(light)
  await page.reload()
  expect(await paper()).toBe(dark)
})

it("makes plain what is sold out", async () => {
  const server = await open.serve()
  server.script.answers.set("long", long)
  const { page, problems } = await open.visit(server)
  await ask(page, "long")
  await lastTurn(page)
  const styleOf = (state: string) =>
    page
      .locator(`.stock[data-state="${state}"]`)
      .first()
      .evaluate((stock) => {
        const cover = stock.closest(".card")?.querySelector(".cover") ?? stock
        const { color, fontWeight } = getComputedStyle(stock)
        return { color, fontWeight: Number(fontWeight), filter: getComputedStyle(cover).filter }
      })
  const [gone, there] = [await styleOf("sold-out"), await styleOf("in-stock")]
  expect(gone.color).not.toBe(there.color)
  expect(gone.fontWeight).toBeGreaterThan(there.fontWeight)
  expect([gone.filter, there.filter]).toEqual(["grayscale(1)", "none"])
  expect(problems).toEqual([])
})

it("copies a turn as JSON and as a picture", async () => {
  const server = await open.serve()
  server.script.answers.set("long", long)
  const { page, problems } = await open.visit(server, {
    permissions: ["clipboard-read", "clipboard-write"],
  })
  await ask(page, "long")
  await lastTurn(page)
  // A page without the focus may not write to the clipboard.
  await page.bringToFront()
  await page.getByRole("button", { name: "Copy as JSON" }).click()
  await page.getByText("Copied.").waitFor()
  const copied: unknown = JSON.parse(await page.evaluate(() => navigator.clipboard.readText()))
  expect(copied).toMatchObject({ question: "long", end: { ...long.end, finish: "complete" } })
  const drawn = await page.evaluateHandle(() => {
    const texts: Array<string> = []
    const { fillText } = CanvasRenderingContext2D.prototype
    CanvasRenderingContext2D.prototype.fillText = function (text, ...place) {
      texts.push(text)
      fillText.call(this, text, ...place)
    }
    return texts
  })
  await page.getByRole("button", { name: "Copy as picture" }).click()
  const picture = () =>
    page.evaluate(async () => {
      const [item] = await navigator.clipboard.read()
      if (item?.types.includes("image/png") !== true) return undefined
      const { height, width } = await createImageBitmap(await item.getType("image/png"))
      return { height, width }
    })
  await expect.poll(picture).toEqual({ width: 1_920, height: expect.any(Number) })
  const texts = await drawn.jsonValue()
  expect(texts).toEqual(expect.arrayContaining(["0", "1,000", "2,000"]))
  expect(texts.join("\n")).toContain("budget 2,000 ms, until the first content")
  expect(problems).toEqual([])
})

it("is at most 45 kB over the wire, and names nobody else", () => {
  const names = readdirSync(join(open.folder, "chat", "assets"))
  const size = (ending: string) =>
    names
      .filter((name) => name.endsWith(ending))
      .reduce(
        (sum, name) => sum + readFileSync(join(open.folder, "chat", "assets", name)).length,
        0,
      )
  expect(size(".br")).toBeLessThan(45_000)
  const texts = names.filter((name) => /\.(js|css|svg)$/.test(name))
  const hosts = texts.flatMap((name) => {
    const text = readFileSync(join(open.folder, "chat", "assets", name), "utf8")
    return [...text.matchAll(/https?:\/\/[\w.-]+/g)].map(([host]) => host)
  })
  // Names of XML vocabularies, which nobody asks.
  expect(hosts.filter((host) => host !== "http://www.w3.org")).toEqual([])
})
