/** What a customer does in the page, in a real browser. */
import type { ProductCard } from "@manga-assist/client"
import type { Page } from "playwright-core"
import { afterAll, afterEach, beforeAll, expect, it } from "vitest"
import { layerJwt } from "../../orchestrator/src/identity/JwtIdentity.ts"
import {
  audience,
  claimsOf,
  issuer,
  KeyFile,
  makeKey,
  sign,
} from "../../orchestrator/test/identity/Issuer.ts"
import { ask, lastTurn, OpenConsole } from "./OpenConsole.ts"

let open: OpenConsole
beforeAll(async () => {
  open = await OpenConsole.start()
})
afterEach(() => open.clear())
afterAll(() => open.close())

/** As JSON has it. */
const without = (fields: object): ProductCard => JSON.parse(JSON.stringify(fields))

const blueLock = {
  id: "blue-lock-12",
  title: "Blue Lock",
  japanese: "ブルーロック",
  volume: 12,
  format: "paperback",
  price: { amount: 1_605, currency: "JPY" },
  inStock: true,
  url: "https://manga.example/blue-lock/12",
}

it("shows cards, then text, then where the time went", async () => {
  const server = await open.serve()
  server.script.answers.set("Is it in stock?", {
    products: [blueLock],
    deltas: ["It is **in", " stock**.\n- paper\n- digital"],
    end: {
      source: "canonical",
      reason: "the same question in other words",
      degraded: ["orders-late"],
      model: "jp.anthropic.claude-haiku-4-5-20251001-v1:0",
      savedUsage: {
        inputTokens: 100,
        outputTokens: 100,
        cacheReadTokens: 900,
        cacheWriteTokens: 0,
      },
    },
  })
  const { page, problems } = await open.visit(server)
  await ask(page, "Is it in stock?")
  const turn = await lastTurn(page)
  const card = turn.locator(".card")
  expect(await card.innerText()).toMatch(
    /Blue Lock\s+ブルーロック\s+Volume 12 · Paperback\s+¥1,605/,
  )
  expect(await card.locator("a").getAttribute("href")).toBe("https://manga.example/blue-lock/12")
  expect(await turn.locator(".text").innerHTML()).toBe(
    "<p>It is <strong>in stock</strong>.</p><ul><li>paper</li><li>digital</li></ul>",
  )
  const order = await turn.evaluate((element) => {
    const [cards, text] = [element.querySelector(".cards"), element.querySelector(".text")]
    return cards !== null && text !== null && cards.compareDocumentPosition(text)
  })
  expect(order).toBe(4) // the text follows the cards
  const panel = page.locator(".panel")
  expect(await panel.locator(".headline").innerText()).toMatch(
    /Asked before in other words\s+First content after \d+ ms/,
  )
  expect(await panel.locator(".reasons").innerText()).toContain("the same question in other words")
  expect(await panel.locator(".reasons").innerText()).toContain("orders came too late")
  // The server's own price of 1,000 tokens in and 100 out.
  expect(await panel.locator(".reasons").innerText()).toMatch(
    /Cost\s+\$0\s+The kept answer saved \$0\.00165: .* 1,000 tokens in and 100 out/,
  )
  expect(await panel.locator(".visit").innerText()).toMatch(
    /Kept answers\s+Asked before in other words\s+1\s+\d+ ms\s+\d+ ms\s+.*\$0; the caches saved \$0\.00165/s,
  )
  expect(problems).toEqual([])
})

const kinds = [
  { ...blueLock, availability: "in-stock" },
  { ...blueLock, volume: 13, availability: "few-left" },
  { ...blueLock, volume: 14, availability: "sold-out", inStock: false },
  { ...blueLock, volume: 34, availability: "pre-order", inStock: false },
  {
    ...blueLock,
    kind: "bundle",
    volume: undefined,
    volumes: 33,
    format: "digital",
    availability: "read-at-once",
  },
  {
    ...blueLock,
    kind: "box-set",
    volume: 2,
    volumes: [11, 20],
    format: "box-set",
    availability: "in-stock",
  },
] as const

it.each([
  [
    "en-US",
    [
      /Volume 12 · Paperback.*In stock/s,
      /Volume 13.*Few left/s,
      /Volume 14.*Sold out/s,
      /Volume 34.*Pre-order/s,
      /33 volumes · Bundle · Digital.*Read at once/s,
      /^11–20.*Volumes 11–20 · Box set\n.*In stock/s,
    ],
  ],
  [
    "ja-JP",
    [
      /12巻 · 紙の単行本.*在庫あり/s,
      /13巻.*残りわずか/s,
      /14巻.*売り切れ/s,
      /34巻.*予約受付中/s,
      /全33巻 · まとめ買い · 電子版.*すぐ読めます/s,
      /^11–20.*11～20巻 · ボックスセット\n.*在庫あり/s,
    ],
  ],
])("tells what is in a product and how it can be had, in %s", async (locale, told) => {
  const server = await open.serve()
  server.script.answers.set("Which are there?", {
    products: kinds.map(without),
    deltas: ["These."],
  })
  const { page, problems } = await open.visit(server, { locale })
  await ask(page, "Which are there?")
  const cards = await (await lastTurn(page)).locator(".card").allInnerTexts()
  expect(cards).toHaveLength(told.length)
  for (const [at, words] of told.entries()) {
    expect(cards[at]?.replace(/^ブルーロック\n/, "")).toMatch(words)
  }
  expect(problems).toEqual([])
})

it("says what is looked up while it is, and shows what was found instead of what was", async () => {
  const server = await open.serve()
  const { page, problems } = await open.visit(server)
  await ask(page, "look shelves")
  const turn = page.locator(".turn").last()
  await turn.getByText("Looking up: the shelves").waitFor()
  expect(await turn.locator(".text").innerText()).toBe("One moment.")
  expect(await turn.locator(".card").innerText()).toMatch(/Vinland Saga.*In stock/s)
  server.script.release("shelves")
  const ended = await lastTurn(page)
  expect(await ended.locator(".text").innerText()).toBe("One moment. It is the second box.")
  expect(await ended.locator(".card").allInnerTexts()).toMatchObject([
    expect.stringMatching(/Volumes 11–20 · Box set\n.*Few left/s),
    expect.stringMatching(/In stock/),
  ])
  expect(await page.getByText("Looking up").count()).toBe(0)
  await page.reload()
  expect(await page.locator(".turn .card").count()).toBe(2)
  await ask(page, "look-first quiet")
  await page.getByText("Looking up: the shelves").waitFor()
  await page.getByRole("button", { name: "Stop" }).click()
  await page.getByText("Stopped.").waitFor()
  expect(await page.getByText("Looking up").count()).toBe(0)
  expect(problems).toEqual([])
})

it("shows where the time of an answer went that failed, if the server says so", async () => {
  const server = await open.serve()
  const { page } = await open.visit(server)
  await ask(page, "fail")
  await lastTurn(page)
  const panel = page.locator(".panel")
  expect(await panel.locator(".waterfall tbody tr").innerText()).toMatch(/Model thinks.*8\.0 ms/s)
  expect(await panel.innerText()).not.toContain("The server sends its times")
})

it("speaks Japanese from the first word where the browser does, and keeps what is chosen", async () => {
  const server = await open.serve()
  server.script.answers.set("今週の人気は？", {
    products: [{ ...blueLock, inStock: false }],
    deltas: ["『ブルーロック』です。"],
  })
  const { page } = await open.visit(server, { locale: "ja-JP" })
  expect(await page.locator("html").getAttribute("lang")).toBe("ja")
  await page.getByRole("button", { name: "今週の人気は？" }).click()
  const turn = await lastTurn(page)
  expect(await turn.locator(".card").innerText()).toMatch(
    /ブルーロック\s+Blue Lock\s+12巻 · 紙の単行本\s+￥1,605\s+在庫なし/,
  )
  expect(await turn.locator(".text").getAttribute("lang")).toBe("ja")
  await page.getByRole("button", { name: "EN", exact: true }).click()
  expect(await turn.locator(".card").innerText()).toContain("Out of stock")
  await page.reload()
  expect(await page.locator("html").getAttribute("lang")).toBe("en")
})

it("goes on after a reload: the same session, what was said, and what has no answer yet", async () => {
  const server = await open.serve()
  server.script.answers.set("In stock?", { products: [blueLock], deltas: ["It **is**."] })
  const { page, problems } = await open.visit(server, {}, { address: `${server.http}/` })
  await page.locator(".person").click()
  await page.getByLabel("Customer").fill("demo-07")
  await page.getByRole("dialog").getByRole("button", { name: "Sign in" }).click()
  await ask(page, "In stock?")
  await lastTurn(page)
  const first = page.locator(".turn").first()
  await first.getByRole("button", { name: "Good answer" }).click()
  await first.getByText("Thank you.").waitFor()
  await ask(page, "hold reload")
  await page.locator(".text", { hasText: "holding" }).waitFor()
  const before = await first.locator(".answer").innerText()
  await page.reload()
  await page.locator(".text", { hasText: "holding" }).waitFor()
  expect(await page.locator(".turn .answer").first().innerText()).toBe(
    before.replace("\nThank you.", ""),
  )
  expect(
    await first.getByRole("button", { name: "Good answer" }).getAttribute("aria-pressed"),
  ).toBe("true")
  expect(await page.locator(".person").innerText()).toBe("demo-07")
  server.script.release("reload")
  expect(await (await lastTurn(page)).locator(".text").innerText()).toMatch(
    /You said: hold reload$/,
  )
  await page.locator(".turn button.source").first().click()
  expect(await page.locator(".about-turn").innerText()).toBe("In stock?")
  const sessions = new Set(server.script.requests.map(({ session }) => session))
  expect(sessions.size).toBe(1)
  // Another person begins anew, also after another reload.
  await page.locator(".person").click()
  await page.getByRole("button", { name: "Sign out" }).click()
  await page.reload()
  await page.getByRole("heading", { name: "Ask the store" }).waitFor()
  expect(problems).toEqual([])
})

it("stays at the end of the conversation while it grows, unless somebody reads above", async () => {
  const server = await open.serve()
  server.script.answers.set("long", {
    products: [blueLock],
    deltas: Array.from({ length: 40 }, (_, at) => `line ${at}\n\n`),
  })
  const { page } = await open.visit(server, { viewport: { width: 800, height: 600 } })
  const fromEnd = () =>
    page
      .locator(".turns")
      .evaluate((list) => list.scrollHeight - list.scrollTop - list.clientHeight)
  for (let asked = 0; asked < 4; asked += 1) {
    await ask(page, "long")
    await lastTurn(page)
    await expect.poll(fromEnd).toBeLessThan(2)
  }
  await page.locator(".turns").hover()
  await page.mouse.wheel(0, -900)
  await expect.poll(fromEnd).toBeGreaterThan(400)
  await ask(page, "hold above")
  await page.locator(".text", { hasText: "holding" }).waitFor()
  await expect.poll(fromEnd).toBeLessThan(2)
  await page.locator(".turns").hover()
  await page.mouse.wheel(0, -900)
  await expect.poll(fromEnd).toBeGreaterThan(400)
  const top = await page.locator(".turns").evaluate((list) => list.scrollTop)
  server.script.release("above")
  await lastTurn(page)
  expect(await page.locator(".turns").evaluate((list) => list.scrollTop)).toBe(top)
})

it("draws text as it comes, stops, and asks again", async () => {
  const server = await open.serve()
  const { page } = await open.visit(server)
  await ask(page, "hold stop")
  await page.locator(".text", { hasText: "holding" }).waitFor()
  await page.getByRole("button", { name: "Stop" }).click()
  const turn = await lastTurn(page)
  expect(await turn.locator(".notice").innerText()).toBe("Stopped.")
  server.script.release("stop")
  await turn.getByRole("button", { name: "Try again" }).click()
  await turn.locator(".text", { hasText: "You said: hold stop" }).waitFor()
  expect(await page.locator(".turn").count()).toBe(1)
})

it("goes on after a lost connection, and says so", async () => {
  const server = await open.serve({ resumeGraceMs: 60_000 })
  const { page, problems } = await open.visit(server)
  await page.evaluate(() => {
    const send = WebSocket.prototype.send
    WebSocket.prototype.send = function (data) {
      document.addEventListener("lose", () => this.close(), { once: true })
      send.call(this, data)
    }
  })
  await ask(page, "count 1000")
  await page.locator(".text", { hasText: /\d/ }).waitFor()
  expect(await page.locator(".resumed").count()).toBe(0)
  await page.evaluate(() => document.dispatchEvent(new Event("lose")))
  await page.getByText("Continued after a lost connection.").waitFor()
  await page.getByRole("button", { name: "Stop" }).click()
  const said = (await (await lastTurn(page)).locator(".text").innerText()).match(/\d+/g) ?? []
  expect(said).toEqual(said.map((_, at) => `${at + Number(said[0])}`))
  expect(server.script.requests.length).toBe(1)
  expect(problems).toEqual([])
})

it("loses and doubles nothing when the server is restarted in mid-answer", async () => {
  const server = await open.serve()
  const { page, problems } = await open.visit(server)
  await ask(page, "hold restart")
  await ask(page, "hello")
  await server.script.started("restart")
  await page.locator(".text", { hasText: "holding" }).waitFor()
  await server.close()
  await page.locator('.status[data-state="waiting"]').waitFor()
  const { port } = server
  const again = await open.serve({ port, sessionKey: "the key of a server started later" })
  again.script.release("restart")
  await page.locator(".turn", { hasText: "You said: hello" }).waitFor()
  await lastTurn(page)
  expect(await page.locator(".text").allInnerTexts()).toEqual([
    "holding You said: hold restart",
    "You said: hello",
  ])
  expect(await page.locator(".status").isVisible()).toBe(false)
  expect(again.script.requests.map(({ text }) => text)).toEqual(["hold restart", "hello"])
  expect(problems).toEqual([])
})

it("tells an error in words of the page, and tries again", async () => {
  const server = await open.serve()
  const { page } = await open.visit(server)
  await ask(page, "fail")
  const turn = await lastTurn(page)
  expect(await turn.locator(".notice").innerText()).toBe("No answer could be written just now.")
  expect(await page.locator(".panel").innerText()).toMatch(
    /No answer could be written just now\.[^]*Seen by this page\s+the failure after/,
  )
  await turn.getByRole("button", { name: "Try again" }).click()
  await expect.poll(() => server.script.requests.length).toBe(2)
  await lastTurn(page)
  expect(await page.locator(".turn").count()).toBe(1)
})

it("takes thumbs, and a word to a poor answer", async () => {
  const server = await open.serve()
  const { page } = await open.visit(server)
  await ask(page, "hello")
  const turn = await lastTurn(page)
  await turn.getByRole("button", { name: "Poor answer" }).click()
  await turn.getByPlaceholder("What was wrong?").fill("too short")
  await turn.getByRole("button", { name: "Send comment" }).click()
  await turn.getByText("Thank you.").waitFor()
  expect(server.feedback).toMatchObject([
    { rating: "down" },
    { rating: "down", comment: "too short" },
  ])
})

it("reads ahead while somebody types, unless that is switched off", async () => {
  const server = await open.serve()
  const { page } = await open.visit(server)
  await page.evaluate(() => {
    const send = WebSocket.prototype.send
    WebSocket.prototype.send = function (data) {
      if (typeof data === "string") document.title += data
      send.call(this, data)
    }
  })
  await page.clock.install()
  await page.locator("#question").pressSequentially("one piece")
  await page.clock.runFor(1_000)
  expect(await page.title()).toBe('MangaAssist{"type":"draft","text":"one piece"}')
  await page.getByLabel("Read ahead while I type").uncheck()
  await page.locator("#question").pressSequentially(" 105")
  await page.clock.runFor(10_000)
  expect(await page.title()).not.toContain("105")
})

it("tells no draft of what an input method still composes", async () => {
  const server = await open.serve()
  const { page } = await open.visit(server)
  const drafts: Array<string> = []
  await page.exposeFunction("told", (data: string) => drafts.push(data))
  await page.evaluate(() => {
    const send = WebSocket.prototype.send
    WebSocket.prototype.send = function (data) {
      void Reflect.get(globalThis, "told")(data)
      send.call(this, data)
    }
  })
  await page.clock.install()
  const browser = await page.context().newCDPSession(page)
  const compose = async (text: string) => {
    const range = { selectionStart: text.length, selectionEnd: text.length }
    await browser.send("Input.imeSetComposition", { text, ...range })
    await page.clock.runFor(1_000)
  }
  await page.locator("#question").focus()
  await compose("わんぴーす")
  expect(drafts).toEqual([])
  await browser.send("Input.insertText", { text: "ワンピース" })
  await page.clock.runFor(1_000)
  expect(drafts).toEqual(['{"type":"draft","text":"ワンピース"}'])
  await compose("は")
  expect(drafts).toHaveLength(1)
  expect(await page.locator("#question").inputValue()).toBe("ワンピースは")
})

it("signs in with a token, refuses a bad one, and goes on as a visitor", async () => {
  const key = makeKey()
  const keys = new KeyFile()
  await keys.publish(key)
  const identity = layerJwt({ issuer, audience, keys: keys.path, anonymous: true })
  const server = await open.serve({ identity })
  const { page } = await open.visit(server)
  const signIn = async (token: string) => {
    await page.locator(".person").click()
    await page.getByLabel("Token").fill(token)
    await page.getByRole("dialog").getByRole("button", { name: "Sign in" }).click()
  }
  const token = await sign(key, claimsOf("demo-03"))
  await signIn(`${token.slice(0, -6)}AAAAAA`)
  await page.getByText("The server refused this chat.").waitFor()
  await page.getByRole("button", { name: "Go on as a visitor" }).click()
  await ask(page, "hello")
  await lastTurn(page)
  expect(server.script.requests.at(-1)?.user).toBeUndefined()
  await signIn(token)
  expect(await page.locator(".person").innerText()).toBe("demo-03")
  await ask(page, "hello again")
  await lastTurn(page)
  expect(server.script.requests.at(-1)?.user).toBe("demo-03")
  const storage = await page.evaluate(() =>
    JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie]),
  )
  expect(storage).not.toContain(token.slice(0, 20))
  keys.remove()
})

it("works by the keyboard alone", async () => {
  const server = await open.serve()
  const { page } = await open.visit(server)
  await page.keyboard.type("hold keys")
  await page.keyboard.press("Shift+Enter")
  await page.keyboard.type("please")
  expect(await page.inputValue("#question")).toBe("hold keys\nplease")
  await page.fill("#question", "hold keys")
  await page.keyboard.press("Enter")
  await page.locator(".text", { hasText: "holding" }).waitFor()
  await page.keyboard.press("Escape")
  await lastTurn(page)
  server.script.release("keys")
  await page.keyboard.type("hello")
  await page.keyboard.press("Enter")
  await lastTurn(page)
  const reached = new Set<string>()
  for (let presses = 0; presses < 40; presses += 1) {
    await page.keyboard.press("Tab")
    const name = await page.evaluate(() => {
      const element = document.activeElement
      const isSeen = element !== null && getComputedStyle(element).outlineStyle !== "none"
      return `${element?.getAttribute("aria-label") ?? element?.textContent}${isSeen ? "" : " unseen"}`
    })
    reached.add(name)
  }
  for (const name of ["日本語", "Sign in", "Good answer", "generate", "Copy as JSON"]) {
    expect([...reached]).toContainEqual(
      expect.stringMatching(new RegExp(`${name}[^]*(?<!unseen)$`)),
    )
  }
})

it("announces an answer once, when it is whole", async () => {
  const { page } = await open.visit(await open.serve())
  await ask(page, "hello")
  await lastTurn(page)
  await expect
    .poll(() => page.locator('.turns > [aria-live="polite"]').innerText())
    .toBe("Answer: You said: hello")
})

it("keeps what an answer holds inert, however hostile", async () => {
  const server = await open.serve()
  const long = "x".repeat(100_000)
  server.script.answers.set("attack", {
    products: Array.from({ length: 1_000 }, (_, at) => ({
      ...blueLock,
      id: `p${at}`,
      title: at === 0 ? '<img src=x onerror="alert(1)">\u202Egnp.exe' : `Title ${at}`,
      url: at % 2 === 0 ? "javascript:alert(1)" : "https://manga.example/",
    })),
    deltas: [
      "<script>alert(1)</script><img src=x onerror=alert(2)>\n",
      "[click](javascript:alert(3)) [data](data:text/html,<script>alert(4)</script>)\n",
      "\u202Ereversed\u2066 ",
      long,
      '\n<a href="https://evil.example" onclick="alert(5)">x</a> {{7*7}} ${alert(6)}',
    ],
  })
  const { page, problems } = await open.visit(server)
  await ask(page, "attack")
  const turn = await lastTurn(page)
  expect(await turn.locator(".card").count()).toBe(6)
  await turn.getByRole("button", { name: "Show 24 more" }).click()
  expect(await turn.locator(".card").count()).toBe(30)
  const found = await turn.evaluate((element) => ({
    foreign: element.querySelectorAll("script, iframe, object, .text img, .card img").length,
    links: [...element.querySelectorAll("a")].map((link) => link.protocol),
    handlers: [...element.querySelectorAll("*")].filter((one) =>
      one.getAttributeNames().some((name) => name.startsWith("on")),
    ).length,
    overrides: /[\u202A-\u202E\u2066-\u2069]/u.test(element.textContent),
    letters: element.textContent.length,
    tooWide: document.documentElement.scrollWidth > innerWidth,
    leaks: element.scrollWidth > element.clientWidth,
  }))
  expect(found).toMatchObject({
    foreign: 0,
    handlers: 0,
    overrides: false,
    tooWide: false,
    leaks: false,
  })
  expect(found.letters).toBeGreaterThan(100_000)
  expect(new Set(found.links)).toEqual(new Set(["https:"]))
  expect(problems).toEqual([])
})

/** Faster than anybody types. */
const askMany = async (page: Page, from: number, to: number): Promise<void> => {
  await page.evaluate(
    async ([first, last]) => {
      const field = document.querySelector<HTMLTextAreaElement>("#question")!
      for (let asked = first; asked < last; asked += 1) {
        field.value = `at-once ${asked}`
        field.dispatchEvent(new Event("input", { bubbles: true }))
        field.form?.requestSubmit()
        if (asked % 20 === 19) await new Promise(requestAnimationFrame)
      }
    },
    [from, to] as const,
  )
  await page.locator(".turn", { hasText: `at-once ${to - 1}` }).waitFor()
  await lastTurn(page)
}

it("holds no more memory, nodes and listeners after more turns than it keeps", async () => {
  const server = await open.serve()
  const { page } = await open.visit(server)
  const browser = await page.context().newCDPSession(page)
  const held = async () => {
    await browser.send("HeapProfiler.collectGarbage")
    const { jsEventListeners, nodes } = await browser.send("Memory.getDOMCounters")
    const { usedSize } = await browser.send("Runtime.getHeapUsage")
    return { jsEventListeners, nodes, megabytes: usedSize / 1_000_000 }
  }
  await askMany(page, 0, 1_000)
  const full = await held()
  await askMany(page, 1_000, 1_500)
  // What the page let go of is collected in the browser's own time.
  const grown = async () => {
    const later = await held()
    return {
      nodes: later.nodes > full.nodes * 1.1,
      listeners: later.jsEventListeners > full.jsEventListeners * 1.1,
      memory: later.megabytes > full.megabytes * 1.3,
    }
  }
  await expect
    .poll(grown, { timeout: 60_000, interval: 1_000 })
    .toEqual({ nodes: false, listeners: false, memory: false })
})

it("keeps a thousand turns, and draws earlier ones as somebody goes up to them", async () => {
  const server = await open.serve()
  const { page } = await open.visit(server)
  await askMany(page, 0, 1_020)
  expect(await page.locator(".turn").count()).toBe(100)
  const turns = page.locator(".turns")
  const first = page.locator(".turn h2").first()
  await turns.evaluate((list) => (list.scrollTop = 700))
  await expect.poll(() => page.locator(".turn").count()).toBe(200)
  // What was read stays where it was read.
  expect(await turns.evaluate((list) => list.scrollTop)).toBeGreaterThan(1_000)
  // Without a move of the list, which would show more by itself.
  for (let shown = 300; shown <= 1_000; shown += 100) {
    await page.getByRole("button", { name: "Show 100 earlier" }).dispatchEvent("click")
    await expect.poll(() => page.locator(".turn").count()).toBe(shown)
  }
  expect(await page.getByRole("button", { name: "earlier" }).count()).toBe(0)
  expect(await first.textContent()).toMatch(/at-once 20$/)
  await ask(page, "at-once more")
  await expect.poll(() => page.locator(".turn").count()).toBe(100)
})
