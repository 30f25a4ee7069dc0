/** Who sees the answer of a link: its owner, and nobody else. */
import { Effect, Layer } from "effect"
import type { BrowserContext, Page } from "playwright-core"
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest"
import { PastTurns } from "../../orchestrator/src/sessions/PastTurns.ts"
import { tokenIdentity } from "../../orchestrator/test/FixedIdentity.ts"
import type { TestServer } from "../../orchestrator/test/TestServer.ts"
import { faultsOf } from "./FaultsOf.ts"
import { ask, lastTurn, OpenConsole } from "./OpenConsole.ts"

const permissions = ["clipboard-read", "clipboard-write"]
/** The browser's own words on a refused request. */
const expected = /Failed to load resource|WebSocket connection/

let open: OpenConsole
let server: TestServer
let isBroken = false

/** All that was asked is in the table, under its owner. */
const pastTurns = Layer.succeed(PastTurns, {
  find: (session, user, turn) =>
    Effect.sync(() => {
      if (isBroken) return "unread"
      const asked = server.script.requests.find((one) => one.session === session)
      if (asked === undefined || asked.user !== user) return undefined
      return { turn, question: asked.text, answer: "**Kept** answer.", products: [], at: 1.7e12 }
    }),
})

beforeAll(async () => {
  open = await OpenConsole.start()
})
beforeEach(async () => {
  isBroken = false
  server = await open.serve({ identity: tokenIdentity, pastTurns })
})
afterEach(() => open.clear())
afterAll(() => open.close())

const visit = (address = server.http, options = {}) =>
  open.visit(server, { permissions, ...options }, { address, expected })

const copiedLink = async (page: Page): Promise<string> => {
  // A page without the focus may not write to the clipboard.
  await page.bringToFront()
  await page.getByRole("button", { name: "Copy link to this answer" }).last().click()
  await page.getByText("Copied.").waitFor()
  return page.evaluate(() => navigator.clipboard.readText())
}

const signIn = async (page: Page, who: string) => {
  await page.locator(".person").click()
  await page.getByLabel("Token", { exact: true }).fill(who)
  await page.getByRole("dialog").getByRole("button", { name: "Sign in" }).click()
}

const another = async (context: BrowserContext, address: string) => {
  const page = await context.newPage()
  await page.goto(address)
  return page
}

const isShown = async (page: Page) => {
  const linked = page.locator(".linked")
  await linked.getByText("Kept answer.").waitFor()
  await page.getByRole("status").getByText("The answer of the link is shown").waitFor()
  return linked.innerText()
}

/** What somebody else is told; the same for all. */
const isRefused = async (page: Page) => {
  const said = page.locator('.linked [data-state="nobodys"]')
  await said.waitFor()
  return said.innerText()
}

it("is its visitor's, while the conversation is open in the browser", async () => {
  const { page, problems } = await visit()
  await ask(page, "hello")
  await lastTurn(page)
  const link = await copiedLink(page)
  const session = server.script.requests.at(-1)?.session
  expect(link).toMatch(new RegExp(`^${server.http}/#turn=${session}\\.[\\w-]{36}$`))

  const tab = await another(page.context(), link)
  const text = await isShown(tab)
  expect(text).toContain("hello")
  expect(text).toContain("2023")
  // The cards are those that the other tab still has, for that tab alone asks with its proof.
  expect(await tab.locator(".linked .card").count()).toBe(1)
  const stored = () => JSON.stringify({ ...localStorage, ...sessionStorage })
  expect(await tab.evaluate(stored)).not.toContain(session)

  const stranger = await visit(link)
  const refusal = await isRefused(stranger.page)
  const never = await visit(`${server.http}/#turn=no-session.no-turn`)
  expect(await isRefused(never.page)).toBe(refusal)

  // The page itself, after a reload: it has the proof.
  await tab.close()
  await page.goto(link)
  await page.reload()
  await isShown(page)
  await page.getByRole("button", { name: "Close the answer of the link" }).click()
  expect(await page.locator(".linked").count()).toBe(0)
  expect(page.url()).toBe(`${server.http}/`)
  expect(await page.locator("#question").evaluate((it) => it === document.activeElement)).toBe(true)

  // With the conversation the proof has gone.
  await page.getByRole("button", { name: "New conversation" }).click()
  const late = await another(page.context(), link)
  expect(await isRefused(late)).toBe(refusal)
  expect(problems).toEqual([])
})

it("is its customer's, wherever they sign in, and of no other", async () => {
  const { page } = await visit()
  await signIn(page, "demo-01")
  await page.locator('.status[data-state="open"]').waitFor({ state: "attached" })
  await ask(page, "hello")
  await lastTurn(page)
  const link = await copiedLink(page)

  // Not even in the next tab, without the customer's token.
  const tab = await another(page.context(), link)
  await isRefused(tab)
  const elsewhere = await visit(link)
  await isRefused(elsewhere.page)
  await signIn(elsewhere.page, "demo-01")
  await isShown(elsewhere.page)
  await signIn(elsewhere.page, "demo-02")
  await isRefused(elsewhere.page)
  await signIn(elsewhere.page, "demo-01")
  await isShown(elsewhere.page)

  // Goes on in a conversation of its own.
  await elsewhere.page.locator(".linked").getByRole("button", { name: "Ask again" }).click()
  await lastTurn(elsewhere.page)
  const [first, second] = server.script.requests.map(({ session }) => session)
  expect(second).not.toBe(first)
  expect(elsewhere.problems).toEqual([])
})

it("is said to be away while the table is, and is shown afterwards", async () => {
  const { page } = await visit()
  await ask(page, "hello")
  await lastTurn(page)
  const link = await copiedLink(page)
  isBroken = true
  await page.goto(link)
  await page
    .locator(".linked")
    .getByText("The answer of the link cannot be shown just now.")
    .waitFor()
  isBroken = false
  await page.locator(".linked").getByRole("button", { name: "Try again" }).press("Enter")
  await isShown(page)
})

it.each([
  [360, "en-US", "dark"],
  [360, "ja-JP", "light"],
  [1_440, "ja-JP", "dark"],
] as const)("looks right: %i px, %s, %s", async (width, locale, colorScheme) => {
  const look = { viewport: { width, height: 700 }, locale, colorScheme, bypassCSP: true }
  const { page } = await visit(`${server.http}/#turn=no-session.no-turn`, look)
  await isRefused(page)
  expect(await faultsOf(page)).toEqual([])
  await ask(page, "hello")
  const turn = await lastTurn(page)
  await turn.locator(".actions .icon-button").nth(3).click()
  await page.bringToFront()
  await page.goto(await page.evaluate(() => navigator.clipboard.readText()))
  await page.locator(".linked time").waitFor()
  expect(await faultsOf(page)).toEqual([])
  // Nothing is wider than the screen, and the conversation has its place.
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width)
  const box = await page.locator(".turns").boundingBox()
  expect(box?.height).toBeGreaterThan(100)
})
