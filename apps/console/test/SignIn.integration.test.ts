/** Who signs in on an open conversation keeps it; who was somebody before begins a new one. */
import { Effect, Layer } from "effect"
import type { Page } from "playwright-core"
import { afterAll, afterEach, beforeAll, expect, it } from "vitest"
import { layerJwt } from "../../orchestrator/src/identity/JwtIdentity.ts"
import { TurnHooks } from "../../orchestrator/src/sessions/TurnHooks.ts"
import {
  audience,
  claimsOf,
  issuer,
  KeyFile,
  makeKey,
  sign,
} from "../../orchestrator/test/identity/Issuer.ts"
import { ask, lastTurn, OpenConsole } from "./OpenConsole.ts"

const carried: Array<readonly [from: string, to: string, user: string]> = []
const hooks = Layer.succeed(TurnHooks, {
  opened: () => {},
  draft: () => {},
  carry: (...sessions) => Effect.sync(() => carried.push(sessions) > 0),
  closed: () => {},
})

let open: OpenConsole
beforeAll(async () => {
  open = await OpenConsole.start()
})
afterEach(async () => {
  carried.splice(0)
  await open.clear()
})
afterAll(() => open.close())

const signIn = async (page: Page, field: string, who: string) => {
  await page.locator(".person").click()
  await page.getByLabel(field, { exact: true }).fill(who)
  await page.getByRole("dialog").getByRole("button", { name: "Sign in" }).click()
}

const questions = (page: Page) => page.locator(".turn h2").allTextContents()

it("keeps the conversation of a visitor who becomes a demo customer, over a reload as well", async () => {
  const server = await open.serve({ hooks })
  const { page, problems } = await open.visit(server)
  await ask(page, "hello")
  await lastTurn(page)
  const before = server.script.requests.at(-1)?.session
  await signIn(page, "Customer", "demo-07")
  await expect.poll(() => carried.length).toBe(1)
  expect(await page.locator(".person").innerText()).toBe("demo-07")
  await ask(page, "hello again")
  await lastTurn(page)
  const { session, user } = server.script.requests.at(-1) ?? {}
  expect(user).toBe("demo-07")
  expect(carried).toEqual([[before, session, "demo-07"]])
  expect(await questions(page)).toEqual(["You: hello", "You: hello again"])
  await page.reload()
  await page.locator('.status[data-state="open"]').waitFor({ state: "attached" })
  await ask(page, "once more")
  await lastTurn(page)
  expect(server.script.requests.at(-1)).toMatchObject({ session, user: "demo-07" })
  expect(await questions(page)).toHaveLength(3)
  // Another customer sees nothing of it.
  await signIn(page, "Customer", "demo-08")
  await ask(page, "who am I?")
  await lastTurn(page)
  expect(await questions(page)).toEqual(["You: who am I?"])
  expect(server.script.requests.at(-1)?.user).toBe("demo-08")
  expect(carried).toHaveLength(1)
  expect(problems).toEqual([])
})

it("waits for the answer under way, which is the visitor's", async () => {
  const server = await open.serve({ hooks })
  const { page, problems } = await open.visit(server)
  await ask(page, "hold word")
  await page.locator(".text", { hasText: "holding" }).waitFor()
  await signIn(page, "Customer", "demo-07")
  expect(await page.locator(".person").innerText()).toBe("Sign in")
  expect(carried).toEqual([])
  server.script.release("word")
  await lastTurn(page)
  await expect.poll(() => carried.length).toBe(1)
  expect(await page.locator(".person").innerText()).toBe("demo-07")
  expect(server.script.requests.at(-1)?.user).toBeUndefined()
  expect(problems).toEqual([])
})

it("keeps the conversation where a token is accepted, and where it is not; stores neither", async () => {
  const key = makeKey()
  const keys = new KeyFile()
  await keys.publish(key)
  const identity = layerJwt({ issuer, audience, keys: keys.path, anonymous: true })
  const server = await open.serve({ identity, hooks })
  const { page, problems } = await open.visit(server)
  await ask(page, "hello")
  await lastTurn(page)
  await signIn(page, "Token", await sign(makeKey(), claimsOf("demo-03")))
  await page.getByText("The server did not accept that. You go on as a visitor.").waitFor()
  await ask(page, "hello again")
  await lastTurn(page)
  expect(server.script.requests.at(-1)?.user).toBeUndefined()
  expect(carried).toEqual([])
  const token = await sign(key, claimsOf("demo-03"))
  await signIn(page, "Token", token)
  await expect.poll(() => carried.length).toBe(1)
  await ask(page, "and now?")
  await lastTurn(page)
  expect(server.script.requests.at(-1)?.user).toBe("demo-03")
  expect(await questions(page)).toHaveLength(3)
  expect(await page.locator(".status").isVisible()).toBe(false)
  const stored = await page.evaluate(() => JSON.stringify({ ...sessionStorage }))
  expect(stored).not.toContain("hello")
  keys.remove()
  expect(problems).toEqual([])
})
