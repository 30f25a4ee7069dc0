/** The page under what customers' devices do: input methods, pasted texts, narrow and low windows, forced colours. */
import { afterAll, afterEach, beforeAll, expect, it } from "vitest"
import { ask, lastTurn, OpenConsole } from "./OpenConsole.ts"

let open: OpenConsole
beforeAll(async () => {
  open = await OpenConsole.start()
})
afterEach(() => open.clear())
afterAll(() => open.close())

it("sends nothing by the Enter that ends a word of an input method", async () => {
  const { page } = await open.visit(await open.serve(), { locale: "ja-JP" })
  await page.focus("#question")
  const browser = await page.context().newCDPSession(page)
  await browser.send("Input.imeSetComposition", {
    text: "わん",
    selectionStart: 2,
    selectionEnd: 2,
  })
  await browser.send("Input.dispatchKeyEvent", { type: "rawKeyDown", key: "Enter" })
  expect(await page.inputValue("#question")).toBe("わん")
  await browser.send("Input.insertText", { text: "ワンピース" })
  // In Safari the word ends before its key is told, with the code of a key that an input method took.
  await page
    .locator("#question")
    .dispatchEvent("keydown", { key: "Enter", keyCode: 229, isComposing: false })
  expect(await page.inputValue("#question")).toBe("ワンピース")
  expect(await page.locator(".turn").count()).toBe(0)
  await page.keyboard.press("Enter")
  await lastTurn(page)
  expect(await page.locator(".turn h2").innerText()).toContain("ワンピース")
})

it("stops no answer by the Escape that takes back a word of an input method", async () => {
  const server = await open.serve()
  const { page } = await open.visit(server)
  await ask(page, "hold word")
  await page.locator(".text", { hasText: "holding" }).waitFor()
  await page
    .locator("#question")
    .dispatchEvent("keydown", { key: "Escape", keyCode: 229, isComposing: true })
  server.script.release("word")
  expect(await (await lastTurn(page)).locator(".text").innerText()).toMatch(/You said: hold word$/)
})

it("says that a pasted text was too long, until it is sent or shorter", async () => {
  const { page } = await open.visit(await open.serve())
  const note = page.getByText("A question has at most 2,000 characters")
  await page.focus("#question")
  await page.keyboard.insertText("book ".repeat(20_000))
  expect((await page.inputValue("#question")).length).toBe(2_000)
  await note.waitFor()
  await page.keyboard.press("Backspace")
  await note.waitFor({ state: "detached" })
  await page.keyboard.insertText("x")
  await page.keyboard.press("Enter")
  await lastTurn(page)
  await note.waitFor({ state: "detached" })
})

it.each([
  ["a laptop at 200 %", 640, 430],
  ["a screen at 400 %", 320, 256],
] as const)(
  "leaves room for an answer, and cuts nothing off: %s",
  async (_where, width, height) => {
    const server = await open.serve()
    const { page } = await open.visit(server, { viewport: { width, height } })
    const list = page.locator(".turns")
    await page.locator('.status[data-state="open"]').waitFor({ state: "attached" })
    expect(await list.evaluate((element) => element.scrollTop)).toBe(0)
    await ask(page, "hello")
    await lastTurn(page)
    const found = await page.evaluate(() => ({
      isTooWide: document.documentElement.scrollWidth > innerWidth,
      // At the end of what can be scrolled to.
      below:
        document.documentElement.scrollHeight -
        scrollY -
        (document.querySelector(".below")?.getBoundingClientRect().bottom ?? Infinity),
    }))
    expect(found.isTooWide).toBe(false)
    const fromEnd = (element: HTMLElement) =>
      element.scrollHeight - element.scrollTop - element.clientHeight
    expect(await list.evaluate((element) => element.clientHeight)).toBeGreaterThan(150)
    expect(await list.evaluate((element) => element.clientHeight)).toBeLessThan(250)
    await expect.poll(() => list.evaluate(fromEnd)).toBeLessThan(2)
    expect(found.below).toBeGreaterThanOrEqual(0)
  },
)

it.each(["en-US", "ja-JP"])(
  "is not wider than a phone with letters twice as large: %s",
  async (locale) => {
    const server = await open.serve()
    const viewport = { width: 390, height: 800 }
    const { page } = await open.visit(server, { locale, viewport })
    await page.evaluate(() => (document.documentElement.style.fontSize = "200%"))
    const width = () => page.evaluate(() => document.documentElement.scrollWidth)
    expect(await width()).toBe(390)
    await ask(page, "hello")
    await lastTurn(page)
    expect(await width()).toBe(390)
    await page.locator(".views button").nth(1).click()
    expect(await width()).toBe(390)
  },
)

it("shows where the time went in forced colours, too", async () => {
  const server = await open.serve()
  const stages = [
    ["recall", 0, 22],
    ["retrieve", 22, 76],
    ["model", 78, 578],
    ["first-token", 0, 578],
    ["total", 0, 1_374],
  ] as const
  server.script.answers.set("hello", {
    deltas: ["Hello."],
    end: {
      timeline: stages.map(([stage, startMs, endMs]) => ({ stage, startMs, endMs, outcome: "ok" })),
    },
  })
  const { page } = await open.visit(server, { forcedColors: "active" })
  await ask(page, "hello")
  await lastTurn(page)
  const unseen = await page.evaluate(() => {
    const paper = getComputedStyle(document.documentElement).backgroundColor
    const isSeen = (style: CSSStyleDeclaration) =>
      style.backgroundImage !== "none" ||
      (style.backgroundColor !== paper && style.backgroundColor !== "rgba(0, 0, 0, 0)")
    const of = (places: string, before?: string) =>
      [...document.querySelectorAll(places)]
        .filter((element) => !isSeen(getComputedStyle(element, before)))
        .map((element) => `${element.className} ${element.outerHTML.slice(0, 80)}`)
    return [
      ...of(".bar, .lines i, .meter i, [aria-pressed=true]"),
      ...of(".legend li, .panel .source", "::before"),
    ]
  })
  expect(unseen).toEqual([])
})

it("answers what was asked without a connection, though the page was left meanwhile", async () => {
  const server = await open.serve()
  const { page } = await open.visit(server)
  await ask(page, "hello before")
  await lastTurn(page)
  const { port } = server
  await server.close()
  await page.locator('.status[data-state="waiting"]').waitFor()
  await ask(page, "hello meanwhile")
  await page.goto("about:blank")
  await open.serve({ port })
  await page.goBack()
  await page.locator(".text", { hasText: "hello meanwhile" }).waitFor()
  expect(await page.locator(".text").allInnerTexts()).toEqual([
    "You said: hello before",
    "You said: hello meanwhile",
  ])
})

it("tells a rating once, however often its button is pressed", async () => {
  const server = await open.serve()
  const { page } = await open.visit(server)
  await ask(page, "hello")
  const turn = await lastTurn(page)
  await turn.getByRole("button", { name: "Good answer" }).dblclick()
  await turn.getByRole("button", { name: "Poor answer" }).dblclick()
  await turn.getByPlaceholder("What was wrong?").waitFor()
  expect(server.feedback.map(({ rating }) => rating)).toEqual(["up", "down"])
})

it("leads who reads further up to the newest answer", async () => {
  const { page, problems } = await open.visit(await open.serve(), {
    viewport: { width: 700, height: 600 },
  })
  const text = Array.from({ length: 60 }, (_, line) => `- line ${line}`).join("\n")
  await ask(page, text)
  await lastTurn(page)
  const newest = page.getByRole("button", { name: "Newest" })
  expect(await newest.count()).toBe(0)
  const turns = page.locator(".turns")
  await turns.evaluate((list) => (list.scrollTop = 200))
  await newest.waitFor()
  const height = () => turns.evaluate((list) => list.scrollHeight)
  const before = await height()
  await newest.click()
  await expect.poll(() => newest.count()).toBe(0)
  const left = () =>
    turns.evaluate((list) => list.scrollHeight - list.clientHeight - list.scrollTop)
  await expect.poll(left).toBeLessThan(2)
  // The button takes no room.
  expect(await height()).toBe(before)
  expect(problems).toEqual([])
})

it("puts a question back to be edited, and sends nothing by that", async () => {
  const server = await open.serve()
  const { page } = await open.visit(server)
  await ask(page, "hello")
  const turn = await lastTurn(page)
  const edit = turn.getByRole("button", { name: "Edit question" })
  await page.fill("#question", "half a")
  await edit.click()
  expect(await page.inputValue("#question")).toBe("half a\nhello")
  await page.fill("#question", "")
  await edit.click()
  expect(await page.inputValue("#question")).toBe("hello")
  await page.keyboard.type(" there")
  expect(server.script.requests.length).toBe(1)
  await page.keyboard.press("Enter")
  await expect.poll(() => server.script.requests.length).toBe(2)
  await expect.poll(() => page.locator(".turn h2").last().textContent()).toBe("You: hello there")
})
