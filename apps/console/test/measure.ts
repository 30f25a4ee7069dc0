/**
 * `pnpm --filter console measure [TURNS]`: what a key press and a delta cost the page with so many turns in it, and
 * what it holds meanwhile: processor time of the page's main thread, and how many key presses and frames were drawn later
 * than a frame of 16 ms allows.
 */
import type { CDPSession, Page } from "playwright-core"
import { ask, lastTurn, launchBrowser, OpenConsole } from "./OpenConsole.ts"

const turns = Number(process.argv[2] ?? 1_000)
const eachTime = 1_000
const keys = 100
const deltas = 200

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

/**
 * Key presses that were drawn more than a frame later, by the browser's own clock of events, and gaps between two frames
 * in which another was due. The browser tells times of events in steps of 8 ms.
 */
const watchFrames = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const late = { keys: 0, frames: 0, drawn: 0 }
    Object.assign(globalThis, { late })
    new PerformanceObserver((list) => {
      for (const { duration, name } of list.getEntries()) {
        if (name === "keydown" && duration > 16) late.keys += 1
      }
    }).observe({ type: "event", durationThreshold: 16 } as PerformanceObserverInit)
    let last = performance.now()
    const next = (now: number) => {
      late.drawn += 1
      if (now - last > 25) late.frames += 1
      last = now
      requestAnimationFrame(next)
    }
    requestAnimationFrame(next)
  })

const lateFrames = async (page: Page): Promise<string> => {
  const { drawn, frames, keys } = await page.evaluate(
    () => (globalThis as unknown as { late: Record<"keys" | "frames" | "drawn", number> }).late, // Of `watchFrames`.
  )
  return `${keys} key presses were drawn later than a frame; ${frames} of ${drawn} frames were late`
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

const open = await OpenConsole.start()
const chromium = await launchBrowser()
try {
  const server = await open.serve()
  const page = await chromium.newPage({ viewport: { width: 1_440, height: 900 } })
  await page.goto(server.http)
  const browser = await page.context().newCDPSession(page)
  await browser.send("Performance.enable")
  say(`0 turns: ${await held(browser)}`)
  for (let at = 0; at < turns; at += eachTime) {
    const to = Math.min(turns, at + eachTime)
    await askMany(page, at, to)
    say(`${to} turns: ${await held(browser)}`)
  }
  await page.focus("#question")
  await watchFrames(page)
  await costOf(browser, "key press", keys, async () => {
    for (let pressed = 0; pressed < keys; pressed += 1) await page.keyboard.press("a")
  })
  await costOf(browser, "delta", deltas, async () => {
    await ask(page, `count ${deltas}`)
    await lastTurn(page)
  })
  say(await lateFrames(page))
} finally {
  await chromium.close()
  await open.close()
}
