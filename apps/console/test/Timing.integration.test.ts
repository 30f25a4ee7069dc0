/** Where the time of an answer went, in a real browser: one axis, the race, bars that grow, what lasts. */
import type { Made } from "@manga-assist/client"
import type { Page } from "playwright-core"
import { afterAll, afterEach, beforeAll, expect, it } from "vitest"
import { ask, lastTurn, OpenConsole } from "./OpenConsole.ts"

let open: OpenConsole
beforeAll(async () => {
  open = await OpenConsole.start()
})
afterEach(() => open.clear())
afterAll(() => open.close())

const timeline = (stages: ReadonlyArray<readonly [string, number, number]>) =>
  stages.map(([stage, startMs, endMs]) => ({ stage, startMs, endMs, outcome: "ok" }))

const model = [
  ["recall", 1, 3],
  ["retrieve", 2, 76],
  ["model", 78, 983],
  ["first-products", 0, 77],
  ["first-token", 0, 983],
  ["total", 0, 1_374],
] as const

const made: Made = { by: "turn", stages: model }

const kept = {
  source: "canonical" as const,
  model: "jp.anthropic.claude-haiku-4-5-20251001-v1:0",
  savedUsage: {
    inputTokens: 2_500,
    outputTokens: 256,
    cacheReadTokens: 0,
    cacheWriteTokens: 0,
  },
  budget: { totalMs: 2_000, usedMs: 5.2 },
  timeline: timeline([
    ["recall", 0.4, 5],
    ["first-token", 0, 5.2],
    ["total", 0, 5.3],
  ]),
}

const widthOf = (page: Page, bar: string) =>
  page.locator(`.waterfall ${bar}`).evaluate((element) => element.getBoundingClientRect().width)

it("draws a hit and a miss to one axis, and a longer turn to a wider one that says so", async () => {
  const server = await open.serve()
  const usual = { budget: { totalMs: 2_000, usedMs: 77 }, timeline: timeline(model) }
  const long = timeline([
    ["model", 0, 2_100],
    ["total", 0, 2_183],
  ])
  server.script.answers.set("miss", { deltas: ["Yes."], end: usual })
  server.script.answers.set("hit", { deltas: ["Yes."], end: kept })
  server.script.answers.set("long", { deltas: ["Yes."], end: { ...usual, timeline: long } })
  const { page, problems } = await open.visit(server)
  await ask(page, "miss")
  await lastTurn(page)
  const track = await widthOf(page, "tbody tr:first-child .track")
  expect(await widthOf(page, '.bar[data-stage="model"]')).toBeCloseTo((track * 905) / 2_000, 0)
  expect(await page.locator(".axis").textContent()).toBe("05001,0001,5002,000 ms")
  expect(await page.locator(".legend").innerText()).toContain(
    "budget 2,000 ms, until the first content",
  )
  await ask(page, "hit")
  await lastTurn(page)
  expect(await page.locator(".axis").textContent()).toBe("05001,0001,5002,000 ms")
  expect(await widthOf(page, ".bar")).toBeLessThan(4)
  await ask(page, "long")
  await lastTurn(page)
  expect(await page.locator(".axis").textContent()).toBe("05001,0001,5002,0002,500 ms")
  expect(await page.locator(".panel").innerText()).toContain("this one ends at 2,500 ms")
  expect(await page.locator('.bar[data-stage="unaccounted"]').count()).toBe(1)
  expect(problems).toEqual([])
})

it.each([
  ["en-US", "turn", /189 times sooner.*earlier turn: 983 ms, 2,756 tokens, \$0\.\d+.*5\.2 ms, 0/s],
  ["ja-JP", "worker", /189 倍早い.*誰も待たないうちに.*983 ms、2,756 トークン/s],
] as const)("races a kept answer against the model's, in %s", async (locale, by, told) => {
  const server = await open.serve()
  server.script.answers.set("kept", { deltas: ["Yes."], end: { ...kept, made: { ...made, by } } })
  server.script.answers.set("older", { deltas: ["Yes."], end: kept })
  const { page, problems } = await open.visit(server, { locale })
  await ask(page, "kept")
  await lastTurn(page)
  expect(await page.locator(".race").innerText()).toMatch(told)
  const pale = page.locator(".bar.pale")
  expect(await pale.evaluateAll((bars) => bars.map((bar) => bar.dataset["stage"]))).toEqual([
    "recall",
    "retrieve",
    "model",
    "writing",
  ])
  // Both bars of one stage lie in one row.
  const both = await page
    .locator("tr:first-child .bar")
    .evaluateAll((bars) => bars.map((bar) => Math.round(bar.getBoundingClientRect().top)))
  expect(both).toHaveLength(2)
  expect(both[0]).toBe(both[1])
  await page.reload()
  expect(await page.locator(".race").innerText()).toMatch(told)
  await ask(page, "older")
  await lastTurn(page)
  expect(await page.locator(".race").count()).toBe(0)
  expect(await pale.count()).toBe(0)
  expect(problems).toEqual([])
})

it("shows bars that grow while a turn runs, then the server's times", async () => {
  const server = await open.serve()
  const { page, problems } = await open.visit(server)
  await ask(page, "hello")
  await lastTurn(page)
  await ask(page, "look-first live")
  const look = '[data-live="look"] .bar'
  await page.locator(look).waitFor()
  expect(await page.locator(".guide").count()).toBe(0)
  const before = await widthOf(page, look)
  await expect.poll(() => widthOf(page, look)).toBeGreaterThan(before + 2)
  server.script.release("live")
  await lastTurn(page)
  expect(await page.locator("[data-live]").count()).toBe(0)
  expect(await page.locator(".headline b").innerText()).toMatch(/First content after/)
  expect(problems).toEqual([])
})

it.each([
  [
    "en-US",
    "Looked up: finished food manga · 6 looked at; horror manga · nothing found; <b>series</b> · no answer",
  ],
  [
    "ja-JP",
    "確認した内容：finished food manga · 6件を確認；horror manga · 該当なし；<b>series</b> · 回答なし",
  ],
])(
  "says under an answer and beside its times what was looked up and found, %s",
  async (locale, told) => {
    const server = await open.serve()
    const labels = ["finished food manga", "horror manga", "<b>series</b>"]
    const looked = [
      { label: "finished food manga", found: 6 },
      { label: "horror manga", found: 0 },
      { label: "<b>series</b>\u202E" },
    ]
    server.script.answers.set("looked", { deltas: ["Yes."], end: { looked } })
    const { page, problems } = await open.visit(server, { locale })
    await ask(page, "looked")
    const isTold = async () => {
      const line = (await lastTurn(page)).locator(".looked")
      expect(await line.innerText()).toBe(told)
      // A label is in the language of its question, whatever the page's is.
      expect(await line.locator('[lang="en"]').allInnerTexts()).toEqual(labels)
      const [name = "", what = ""] = told.split(/: |：/u)
      const terms = page.locator(".reasons dt", { hasText: name })
      expect(await terms.locator("+ dd").innerText()).toBe(what)
    }
    await isTold()
    await page.reload()
    await isTold()
    await ask(page, "hello")
    expect(await (await lastTurn(page)).locator(".looked").count()).toBe(0)
    expect(problems).toEqual([])
  },
)

it("keeps its bars of a turn that failed without a word of the server", async () => {
  const server = await open.serve()
  const { page } = await open.visit(server)
  await page.routeWebSocket(/\/chat/, (socket) => {
    socket.connectToServer().onMessage((text) => {
      const { timeline: _, ...frame } = JSON.parse(String(text))
      socket.send(JSON.stringify(frame))
    })
  })
  await page.reload()
  await ask(page, "hold mine")
  const writing = page.locator('[data-live="writing"] .bar')
  await writing.waitFor()
  server.script.break("mine")
  await lastTurn(page)
  await page.locator(".headline").getByText("this one was not finished").waitFor()
  const kept = await widthOf(page, '[data-live="writing"] .bar')
  await page.waitForTimeout(300)
  expect(await widthOf(page, '[data-live="writing"] .bar')).toBe(kept)
})

const mute = (page: Page) =>
  page.evaluate(() => {
    WebSocket.prototype.send = () => undefined
  })

it("says at once that the device has no network, and that it has one again", async () => {
  const server = await open.serve()
  const { page } = await open.visit(server)
  await ask(page, "hello")
  await lastTurn(page)
  const status = page.locator(".status")
  // A server that still answers, as on the same machine, takes the word back.
  await page.evaluate(() => dispatchEvent(new Event("offline")))
  await status.waitFor({ state: "hidden" })
  const { port } = server
  await mute(page)
  await page.evaluate(() => dispatchEvent(new Event("offline")))
  await page.locator('.status[data-state="offline"]').waitFor()
  await server.close()
  await page.evaluate(() => dispatchEvent(new Event("online")))
  await page.locator('.status:not([data-state="offline"])').waitFor()
  await open.serve({ port })
  await status.waitFor({ state: "hidden" })
})

it.each([["visibilitychange"], ["resume"], ["pageshow"]])(
  "looks whether the server still answers once the device woke up: %s",
  async (name) => {
    const server = await open.serve()
    const { page } = await open.visit(server)
    await ask(page, "hello")
    await lastTurn(page)
    await mute(page)
    // Long before the silence that ends a connection by itself.
    const another = page.waitForEvent("websocket", { timeout: 10_000 })
    await page.evaluate((event) => {
      const where = event === "pageshow" ? window : document
      where.dispatchEvent(new Event(event))
    }, name)
    await another
  },
)

it("asks a catalogue answer anew, once the model is back", async () => {
  const server = await open.serve()
  const answer = (source: "catalogue" | "model") =>
    server.script.answers.set("ask", { deltas: ["Yes."], end: { source } })
  answer("catalogue")
  const { page, problems } = await open.visit(server)
  await ask(page, "ask")
  const turn = await lastTurn(page)
  await turn.getByText("Catalogue, no model").waitFor()
  answer("model")
  await turn.getByRole("button", { name: "Ask again" }).click()
  await expect.poll(() => server.script.requests.length).toBe(2)
  await (await lastTurn(page)).getByText("The model").waitFor()
  expect(problems).toEqual([])
})

it("copies an answer, asks again, and begins a new conversation", async () => {
  const server = await open.serve()
  const { page, problems } = await open.visit(server, {
    permissions: ["clipboard-read", "clipboard-write"],
  })
  await ask(page, "hello")
  const turn = await lastTurn(page)
  await page.bringToFront()
  await turn.getByRole("button", { name: "Copy answer" }).click()
  await turn.getByText("Copied.").waitFor()
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe("You said: hello")
  await turn.getByRole("button", { name: "Ask again" }).click()
  await expect.poll(() => server.script.requests.length).toBe(2)
  await lastTurn(page)
  expect(await page.locator(".turn h2").allTextContents()).toEqual(["You: hello", "You: hello"])
  await page.getByRole("button", { name: "New conversation" }).click()
  await page.getByRole("heading", { name: "Ask the store" }).waitFor()
  await ask(page, "hello anew")
  await lastTurn(page)
  expect(new Set(server.script.requests.map(({ session }) => session)).size).toBe(2)
  expect(problems).toEqual([])
})

it.each([
  ["ok", "623 ms of it behind an earlier question of this chat."],
  ["busy", "623 ms of it until the server could begin; no earlier question was in the way."],
])("says what a message waited for: %s", async (outcome, said) => {
  const server = await open.serve()
  const queue = { stage: "queue", startMs: 0, endMs: 623, outcome }
  const timed = [queue, ...timeline([["model", 623, 983]])]
  server.script.answers.set("waited", { deltas: ["Yes."], end: { timeline: timed } })
  const { page, problems } = await open.visit(server)
  await ask(page, "waited")
  await lastTurn(page)
  await page.locator(".headline").getByText(said).waitFor()
  expect(problems).toEqual([])
})
