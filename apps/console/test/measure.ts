/**
 * `pnpm --filter console measure [TURNS]`: what a key press and a delta cost the page with so many turns in it, what
 * it holds meanwhile, and when its letters are on the screen. The last is measured in turn with two controls: the page
 * without a turn, and an empty page with one field, which does the least that any page can do.
 */
import type { Browser, CDPSession, Page } from "playwright-core"
import { type Drawn, drawnWhile, type Kind } from "./Drawn.ts"
import { ask, lastTurn, launchBrowser, OpenConsole } from "./OpenConsole.ts"

const turns = Number(process.argv[2] ?? 1_000)
const eachTime = 1_000
const keys = 100
const deltas = 200
const rounds = 5
/** Milliseconds of a frame. */
const frame = 1_000 / 60

const say = (line: string): void => void process.stdout.write(`${line}\n`)

const held = async (browser: CDPSession): Promise<string> => {
  await browser.send("HeapProfiler.collectGarbage")
  const { usedSize } = await browser.send("Runtime.getHeapUsage")
  const { jsEventListeners, nodes } = await browser.send("Memory.getDOMCounters")
  return `${(usedSize / 1_000_000).toFixed(1)} MB, ${nodes} nodes, ${jsEventListeners} listeners`
}

/** Milliseconds so far, by kind of work. */
const spent = async (browser: CDPSession) => {
  const { metrics } = await browser.send("Performance.getMetrics")
  const of = (name: string) => 1_000 * (metrics.find((one) => one.name === name)?.value ?? 0)
  return {
    thread: of("ThreadTime"),
    script: of("ScriptDuration"),
    style: of("RecalcStyleDuration"),
    layout: of("LayoutDuration"),
  }
}

const costOf = async (
  browser: CDPSession,
  name: string,
  times: number,
  act: () => Promise<void>,
) => {
  const before = await spent(browser)
  await act()
  const after = await spent(browser)
  const each = (kind: keyof typeof after) =>
    `${kind} ${((after[kind] - before[kind]) / times).toFixed(2)}`
  say(
    `a ${name}, ms: ${each("thread")}, of it ${each("script")}, ${each("style")}, ${each("layout")}`,
  )
}

/** Answers are waited for now and then, so that the server is never flooded. */
const askMany = (page: Page, from: number, to: number): Promise<void> =>
  page.evaluate(
    async ([first, last]) => {
      const field = document.querySelector<HTMLTextAreaElement>("#question")!
      for (let asked = first; asked < last; asked += 1) {
        field.value = `at-once ${asked}`
        field.dispatchEvent(new Event("input", { bubbles: true }))
        field.form?.requestSubmit()
        if (asked % 10 !== 9) continue
        do await new Promise(requestAnimationFrame)
        while (document.querySelector('.answer[aria-busy="true"]') !== null)
      }
    },
    [from, to] as const,
  )

/**
 * In a window that holds the whole page. Chromium draws nothing for what changes outside of its window, and a viewport
 * of Playwright's is as large as the window with its frame: the field at the bottom would lie outside.
 */
const openWindow = async (browser: Browser, url: string): Promise<Page> => {
  const context = await browser.newContext({ viewport: null, bypassCSP: true })
  const page = await context.newPage()
  const session = await context.newCDPSession(page)
  const { windowId } = await session.send("Browser.getWindowForTarget")
  await session.send("Browser.setWindowBounds", { windowId, bounds: { width: 1_440, height: 987 } })
  await page.goto(url)
  return page
}

/** A field at the place of the console's, and text that grows by each delta. */
const makeControl = (page: Page): Promise<void> =>
  page.evaluate(() => {
    document.body.innerHTML =
      '<pre style="white-space: pre-wrap"></pre><textarea id="question"></textarea>'
    const field = document.querySelector("textarea")
    const text = document.querySelector("pre")
    if (field === null || text === null) return
    field.style.cssText = "position: fixed; bottom: 40px; width: 660px; height: 40px"
    const socket = new WebSocket(new URL("/chat", location.href))
    let asked = 0
    socket.addEventListener("message", ({ data }) => {
      const { text: delta, type }: { readonly text?: string; readonly type: string } =
        JSON.parse(data)
      if (type === "turn-end") document.body.dataset["answered"] = `${asked}`
      if (type === "delta") requestAnimationFrame(() => text.append(delta ?? ""))
    })
    field.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return
      event.preventDefault()
      asked += 1
      text.textContent = ""
      socket.send(JSON.stringify({ type: "message", id: `${asked}`, text: field.value }))
      field.value = ""
    })
  })

/** Drawn in the next frame is what the page began to make within a frame. */
const told = (all: ReadonlyArray<Drawn>): string => {
  const sorted = all.map(({ shownMs }) => shownMs).toSorted((one, other) => one - other)
  const at = (share: number) =>
    (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0).toFixed(1)
  const next = all.filter(({ begunMs }) => begunMs <= frame).length
  return `${next} of ${all.length} in the next frame; on the screen after min ${at(0)}, median ${at(0.5)}, p95 ${at(0.95)}, max ${at(1)}`
}

type Answered = (round: number) => Promise<unknown>

/** Each page in turn, so that a busy machine disturbs all of them alike. */
const measureDrawn = async (
  chromium: Browser,
  pages: ReadonlyArray<readonly [name: string, page: Page, answered: Answered]>,
): Promise<void> => {
  const all: Array<readonly [kind: Kind, name: string, drawn: Drawn]> = []
  for (let round = 1; round <= rounds; round += 1) {
    for (const [name, page, answered] of pages) {
      const measure = async (kind: Kind, act: () => Promise<void>) => {
        const drawn = await drawnWhile(chromium, page, kind, act)
        all.push(...drawn.map((one) => [kind, name, one] as const))
      }
      await page.bringToFront()
      await page.focus("#question")
      await measure("key press", async () => {
        for (let pressed = 0; pressed < keys / 2; pressed += 1) {
          await page.keyboard.press("a")
          await page.waitForTimeout(30 + Math.random() * 2 * frame)
        }
      })
      await page.fill("#question", `count ${deltas / 2}`)
      await measure("delta", async () => {
        await page.press("#question", "Enter")
        await answered(round)
      })
    }
  }
  for (const kind of ["key press", "delta"] as const) {
    for (const [name] of pages) {
      const drawn = all.filter(([of, where]) => of === kind && where === name)
      say(`a ${kind}, ms, ${name}: ${told(drawn.map(([, , one]) => one))}`)
    }
  }
}

const open = await OpenConsole.start()
const chromium = await launchBrowser()
try {
  const server = await open.serve()
  const page = await openWindow(chromium, server.http)
  const browser = await page.context().newCDPSession(page)
  await browser.send("Performance.enable")
  say(`0 turns: ${await held(browser)}`)
  for (let at = 0; at < turns; at += eachTime) {
    const to = Math.min(turns, at + eachTime)
    await askMany(page, at, to)
    say(`${to} turns: ${await held(browser)}`)
  }
  await page.focus("#question")
  await costOf(browser, "key press", keys, async () => {
    for (let pressed = 0; pressed < keys; pressed += 1) await page.keyboard.press("a")
  })
  await costOf(browser, "delta", deltas, async () => {
    await ask(page, `count ${deltas}`)
    await lastTurn(page)
  })
  const empty = await openWindow(chromium, server.http)
  const control = await openWindow(chromium, `${server.http}/healthz`)
  await makeControl(control)
  await measureDrawn(chromium, [
    ["an empty page", control, (round) => control.locator(`[data-answered="${round}"]`).waitFor()],
    ["the page, few turns", empty, () => lastTurn(empty)],
    [`the page, ${turns} turns`, page, () => lastTurn(page)],
  ])
} finally {
  await chromium.close()
  await open.close()
}
