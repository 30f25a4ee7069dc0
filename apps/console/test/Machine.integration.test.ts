/** The operators' page in a real browser, before a server and an emulator. */
import { once } from "node:events"
import { mkdtempSync, rmSync } from "node:fs"
import { createServer } from "node:http"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { Layer } from "effect"
import { afterAll, afterEach, beforeAll, expect, it } from "vitest"
import { type BedrockEmulator, startBedrockEmulator } from "@manga-assist/bedrock-emulator"
import { Readiness } from "../../orchestrator/src/transport/Readiness.ts"
import { readSamples, valueOf } from "../src/machine/Samples.ts"
import { faultsOf } from "./FaultsOf.ts"
import { ask, lastTurn, OpenConsole } from "./OpenConsole.ts"

let open: OpenConsole
let emulator: BedrockEmulator
const dataDir = mkdtempSync(join(tmpdir(), "machine-"))
beforeAll(async () => {
  open = await OpenConsole.start()
  emulator = await startBedrockEmulator({ dataDir, adminPort: 0 })
})
afterEach(() => open.clear())
afterAll(async () => {
  await Promise.all([open.close(), emulator.close()])
  rmSync(dataDir, { recursive: true })
})

const readiness = Layer.succeed(Readiness, {
  report: () => ({
    passed: true,
    services: [
      { name: "bedrock", ok: true, firstMs: 812.4, warmMs: 27.6, detail: "ok", awayMs: 0 },
      { name: "opensearch", ok: false, firstMs: 90, warmMs: 20, detail: "no route", awayMs: 5 },
    ],
  }),
})
const serve = () => open.serve({ readiness, emulatorsUrl: emulator.admin ?? "" })

it("shows what the server says, and sees turns as they come", async () => {
  const server = await serve()
  const { page } = await open.visit(server, {}, { address: `${server.operator}/machine` })
  await page.locator('.readiness[data-well="true"]').waitFor()
  expect(await page.locator('tr[data-ok="false"]').innerText()).toMatch(/opensearch.*no route/s)
  const chat = await open.visit(server)
  await ask(chat.page, "hello")
  await lastTurn(chat.page)
  await page.getByRole("row", { name: /The model 1 \d+ ms \d+ ms/ }).waitFor()
  await ask(chat.page, "fail")
  await page.getByRole("row", { name: /without a model model .*timeout/ }).waitFor()
  await server.close()
  await page.getByText("The server does not answer.").waitFor()
})

it("tells whoever is on call how customers fare, and what became of the last turns", async () => {
  const server = await serve()
  const stages = [
    ["recall", 0, 22],
    ["model", 78, 578],
    ["total", 0, 2_374],
  ] as const
  server.script.answers.set("slow", {
    deltas: ["Hello."],
    end: {
      budget: { totalMs: 2_000, usedMs: 2_300 },
      timeline: stages.map(([stage, startMs, endMs]) => ({
        stage,
        startMs,
        endMs,
        outcome: stage === "recall" ? "outdated" : "ok",
      })),
    },
  })
  server.script.answers.set("kept", {
    deltas: ["Hello."],
    end: { source: "exact", degraded: ["embedding-late"] },
  })
  const chat = await open.visit(server)
  for (const question of ["slow", "kept", "kept", "fail"]) {
    await ask(chat.page, question)
    await lastTurn(chat.page)
  }
  const address = `${server.operator}/machine`
  const { page, problems } = await open.visit(server, {}, { address })
  const row = page.getByRole("region", { name: "Are customers all right now?" })
  await row.getByText("Unwell").waitFor()
  expect(await row.getByRole("status").innerText()).toBe("Unwell")
  expect(await row.locator(".unwell li [lang=en]").count()).toBeGreaterThan(0)
  expect(await row.innerText()).toMatch(
    /Turns a minute\s+4\.0\s+Errors\s+25\.0 %\s+Over budget\s+25\.0 %\s+First content, p95\s+2,300 ms\s+Hit rate\s+50\.0 %/,
  )
  expect(await row.innerText()).toMatch(/no model answers, since .*\nopensearch, since [^\n]+: \S/)
  expect(await row.innerText()).toMatch(/by words alone: 50\.0 % of turns, last at \d/)
  expect(await page.getByText("Ready, but not all is well").count()).toBe(1)
  expect(await row.locator("polyline").count()).toBeGreaterThan(3)
  const last = page.getByRole("region", { name: "The last turns" })
  const turns = last.locator(".last-turns > li")
  expect(await turns.count()).toBe(4)
  await last.getByRole("button", { name: "over budget" }).click()
  expect(await turns.count()).toBe(1)
  await turns.getByRole("button").first().click()
  await last.locator(".waterfall .bar").first().waitFor()
  expect(await last.innerText()).toMatch(/Why it was no hit\s+answered before, but prices/)
  await last.getByRole("button", { name: "hits" }).click()
  expect(await turns.count()).toBe(2)
  expect(await turns.first().innerText()).toContain("the vector came too late")
  // While somebody looks.
  await ask(chat.page, "kept")
  await expect.poll(() => turns.count()).toBe(3)
  // Nothing that was never counted, but of each instance what it does now.
  const figures = await page
    .locator("main section:not([aria-label='Instances']) :is(td, dd b)")
    .allInnerTexts()
  expect(figures.length).toBeGreaterThan(8)
  expect(figures.filter((figure) => figure === "0")).toEqual([])
  expect(problems).toEqual([])
})

it("sums the counts of all instances where each tells its own, and says whose they are else", async () => {
  const server = await serve()
  const counts = {
    minutes: 10,
    turns: 60,
    errors: 30,
    overBudget: 0,
    hits: 0,
    misses: 60,
    dollars: 1,
  }
  const { minutes: _, ...minute } = counts
  const modelSilentSince = new Date().toISOString()
  const hour = [minute, minute, minute]
  const last = new Date().toISOString()
  const left = [{ code: "of-a-later-version", turns: 31, last }]
  const silent = [{ stage: "embedding", since: last }]
  const told = { ...counts, firstContentP95Ms: 1_900, hour, modelSilentSince, left, silent }
  let second: object = { name: "b", recent: told }
  const chat = await open.visit(server)
  for (const question of ["hello", "hello again"]) {
    await ask(chat.page, question)
    await lastTurn(chat.page)
  }
  await chat.page.context().route("**/machine/state", async (route) => {
    const state = await (await route.fetch()).json()
    await route.fulfill({ json: { ...state, instances: [...state.instances, second] } })
  })
  const page = await chat.page.context().newPage()
  await page.goto(`${server.operator}/machine`)
  const row = page.getByRole("region", { name: "Are customers all right now?" })
  await row.getByText("over all 2 instances").waitFor()
  expect(await row.innerText()).toMatch(/8\.0\s+Errors\s+48\.4 %[^]*1,900 ms[^]*\$6/)
  expect(await row.innerText()).toMatch(/no model answers, since/)
  expect(await row.innerText()).toMatch(/Embedding: no answer in time [a-z ]+, since \d/)
  expect(await row.innerText()).toMatch(/of-a-later-version: 50\.0 % of turns/)
  // Of the three minutes that the other one tells, this one knows the last.
  const points = await row.locator("polyline").first().getAttribute("points")
  expect(points?.split(" ")).toHaveLength(3)
  second = { name: "of an earlier version" }
  await row.getByText("on the instance that serves this page, one of 2").waitFor()
  expect(await row.innerText()).toMatch(/2\.0\s+Errors\s+0\.0 %/)
})

it("shows the models' budgets, and which is spent", async () => {
  const server = await serve()
  const { page } = await open.visit(server)
  const budgets = [
    { name: "all in dollars", limit: 10, counted: 10 },
    { name: "all in tokens", limit: 1_000_000, counted: 250_000 },
  ]
  await page.context().route("**/machine/state", async (route) => {
    const state = await (await route.fetch()).json()
    await route.fulfill({ json: { ...state, modelBudget: { budgets } } })
  })
  await page.goto(`${server.operator}/machine`)
  const panel = page.getByRole("region", { name: "What the models may cost" })
  await panel.waitFor()
  expect(await panel.locator('tr[data-ok="false"]').allInnerTexts()).toEqual([
    expect.stringMatching(/all in dollars.*10/s),
  ])
  expect(await panel.locator('tr[data-ok="true"]').innerText()).toMatch(/250,000\s+1,000,000/)
})

it("switches faults on and off, and heals", async () => {
  const server = await serve()
  const address = `${server.operator}/machine`
  const { page, problems } = await open.visit(server, {}, { address, expected: /400/ })
  const now = async (): Promise<unknown> => (await fetch(`${emulator.admin}/faults`)).json()
  await page.getByRole("button", { name: "Model is a black hole" }).click()
  await page.getByText("Switched on: Model is a black hole.").waitFor()
  await page.getByText("Ready, with a fault switched on").waitFor()
  await page.getByRole("button", { name: "Stream is cut" }).click()
  await page.getByText("Switched on: Model is a black hole, Stream is cut.").waitFor()
  expect(await now()).toMatchObject([{ kind: "black-hole" }, { kind: "reset", afterEvents: 3 }])
  await page.getByRole("button", { name: "Model is a black hole" }).click()
  await expect.poll(now).toMatchObject([{ kind: "reset" }])
  // One button for what takes two faults: open connections end, new ones are refused.
  const sent = page.waitForRequest((request) => request.method() === "PUT")
  await page.getByRole("button", { name: "Redis is away" }).click()
  expect((await sent).postDataJSON()).toMatchObject([
    { service: "bedrock" },
    { service: "redis", kind: "refuse" },
    { service: "redis", kind: "reset" },
  ])
  // These emulators have none, and say so.
  await page.getByRole("alert").getByText("redis").waitFor()
  await page.getByRole("button", { name: "Switch all off" }).click()
  await page.getByText("No fault is switched on.").waitFor()
  expect(await now()).toEqual([])
  expect(problems).toEqual([])
})

it("offers nothing to break where no emulators run", async () => {
  const server = await open.serve({ readiness })
  const expected = /404/
  const address = `${server.operator}/machine`
  const { page } = await open.visit(server, {}, { address, expected })
  await page.locator('.readiness[data-well="true"]').waitFor()
  expect(await page.getByText("Break something").count()).toBe(0)
})

/** Says what it is told to; counts what was started. */
class ReplayService {
  state: object = { state: "idle" }
  started = 0
  readonly #server = createServer(({ method }, reply) => {
    if (method === "POST") {
      this.started += 1
      this.state = { state: "running" }
    }
    reply.end(JSON.stringify(this.state))
  })

  async open(): Promise<string> {
    await once(this.#server.listen(0, "127.0.0.1"), "listening")
    const address = this.#server.address()
    return `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`
  }

  close(): void {
    this.#server.close()
    this.#server.closeAllConnections()
  }
}

const sideOf = (firstToken: number, firstContent: number) => ({
  turns: 20,
  firstTokenMs: { p50: firstToken, p95: firstToken + 50 },
  firstContentMs: { p50: firstContent, p95: firstContent + 20 },
  stages: [
    ...(firstToken > 1_000 ? [{ stage: "guardrail", startMs: 0, endMs: 1 }] : []),
    { stage: "edge", startMs: 0, endMs: 12, source: { startMs: 0, endMs: 12 } },
    { stage: "a-stage-of-tomorrow", startMs: 12, endMs: 30 },
    { stage: "model", startMs: 190, endMs: firstToken, source: { startMs: 190, endMs: 990 } },
  ],
  sourceMs: 1_100,
  failures: ["no answer in 20 s"],
})
const replayed = {
  questions: ["Something like Bleach and Spy x Family"],
  sides: { before: sideOf(1_265, 1_265), after: sideOf(781, 94) },
  savedMs: { firstToken: 484, firstContent: 1_171 },
}

it("replays both configurations at a button, and draws them side by side to one scale", async () => {
  const replays = new ReplayService()
  const server = await open.serve({ readiness, replaysUrl: await replays.open() })
  const address = `${server.operator}/machine`
  const { page, problems } = await open.visit(server, {}, { address, expected: /404/ })
  const panel = page.getByRole("region", { name: "Before | after" })
  // Until one has run here there is a recorded one, which says so.
  await panel.getByText(/Recorded on December 1, 2026.* is replaced/).waitFor()
  const both = panel.getByRole("region", { name: "Before and after on one axis" })
  expect(await both.innerText()).toMatch(/After: first content 11 times sooner, first word 1\.6/)
  await panel.getByRole("button", { name: "Replay both" }).click()
  await panel.getByText("Replaying…").first().waitFor()
  expect(await panel.getByRole("button").isDisabled()).toBe(true)
  replays.state = {
    state: "running",
    step: { side: "after", step: "asking", done: 7, of: 20 },
  }
  await panel.getByText("After: question 7 of 20").waitFor()
  expect(
    await panel.locator("progress").evaluate((bar: HTMLProgressElement) => bar.value),
  ).toBeCloseTo(0.87)
  replays.state = { state: "done", result: replayed }
  await panel.getByText("the first word comes 484 ms sooner").waitFor()
  expect(await panel.getByText("Recorded on").count()).toBe(0)
  expect(await both.innerText()).toMatch(
    /After: first content 13 times sooner, first word 1\.6 times[^]*2,000 ms[^]*Before\s[^]*1,265 ms[^]*After\s[^]*781 ms/,
  )
  const places = await both
    .locator('.bar[data-stage="model"]')
    .evaluateAll((bars) => bars.map((bar) => bar.getBoundingClientRect()))
  const [first, second] = places.map(({ left, width }) => [Math.round(left), Math.round(width)])
  expect(first?.[0]).toBe(second?.[0])
  expect((first?.[1] ?? 0) / (second?.[1] ?? 1)).toBeCloseTo(1_075 / 591, 1)
  const sides = panel.locator(".side")
  expect(await sides.allInnerTexts()).toEqual([
    expect.stringMatching(
      /Before\s[^]*1,265 ms[^]*the document says 1,100 ms[^]*Model thinks\s+1,075 ms[^]*“Model thinks” takes longest[^]*Waited for here alone: Guardrail\./,
    ),
    expect.stringMatching(/After\s[^]*781 ms[^]*94 ms[^]*a-stage-of-tomorrow\s+18 ms/),
  ])
  const width = (side: number) =>
    sides
      .nth(side)
      .locator('.bar[data-stage="model"]')
      .evaluate((bar) => bar.getBoundingClientRect().width)
  expect((await width(0)) / (await width(1))).toBeCloseTo(1_075 / 591, 1)
  // What was found stays while another replay runs, and when that fails.
  await panel.getByRole("button", { name: "Replay again" }).click()
  replays.state = { state: "failed", why: "a fault is on" }
  await panel.getByText("The replay failed: a fault is on").waitFor()
  expect(await sides.count()).toBe(2)
  expect(replays.started).toBe(2)
  expect(problems).toEqual([])
  replays.close()
})

it.each([
  [360, "ja-JP", "light"],
  [834, "en-US", "dark"],
  [1_440, "en-US", "light"],
] as const)("has no fault at %i px, %s, %s", async (width, locale, colorScheme) => {
  const replays = new ReplayService()
  replays.state = { state: "done", result: replayed }
  const replaysUrl = await replays.open()
  const server = await open.serve({ readiness, replaysUrl, emulatorsUrl: emulator.admin ?? "" })
  const options = { locale, colorScheme, viewport: { width, height: 900 }, bypassCSP: true }
  const { page } = await open.visit(server, options, { address: `${server.operator}/machine` })
  await page.locator('.readiness[data-well="true"]').waitFor()
  await page.locator(".faults button").nth(1).click()
  await page.locator('.broken[data-broken="true"]').waitFor()
  await page.locator(".side").nth(1).waitFor()
  expect(await faultsOf(page)).toEqual([])
  await page.locator(".broken button").click()
  replays.close()
})

it("reads samples with whatever their labels hold", () => {
  const samples = readSamples(
    '# HELP a b\na_total{of="x \\"y\\"",event="z"} 7\na_total 1.5\nb_bucket{le="1"} 3\nnot a line\n',
  )
  expect(valueOf(samples, "a_total", { event: "z" })).toBe(7)
  expect(samples.get("a_total")?.[0]?.labels).toEqual({ of: 'x "y"', event: "z" })
  expect(samples.get("b_bucket")).toBeUndefined()
  expect(valueOf(samples, "none")).toBeUndefined()
})
