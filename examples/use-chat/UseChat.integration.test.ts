/** The page in a real browser, served as a developer would serve it, before a server whose turns are scripted. */
import { fileURLToPath } from "node:url"
import type { Browser, Page } from "playwright-core"
import { createServer, type ViteDevServer } from "vite"
import { afterAll, beforeAll, expect, it } from "vitest"
import { launchBrowser } from "../../apps/console/test/OpenConsole.ts"
import { layerWs } from "../../apps/orchestrator/src/transport/WsSocketServer.ts"
import { startServer, type TestServer } from "../../apps/orchestrator/test/TestServer.ts"

let browser: Browser
let server: TestServer
let site: ViteDevServer
beforeAll(async () => {
  server = await startServer(layerWs)
  site = await createServer({
    root: fileURLToPath(new URL(".", import.meta.url)),
    logLevel: "error",
    server: { port: 0, proxy: { "/ai": server.http } },
  })
  await site.listen()
  browser = await launchBrowser()
})
afterAll(async () => {
  await browser.close()
  await site.close()
  await server.close()
})

const open = async (): Promise<Page> => {
  const page = await browser.newPage()
  await page.goto(site.resolvedUrls?.local[0] ?? "")
  return page
}
const ask = async (page: Page, text: string): Promise<void> => {
  await page.fill("input", text)
  await page.press("input", "Enter")
}

it("shows products, then the answer", async () => {
  server.script.answers.set("Is it in stock?", {
    products: [
      {
        id: "blue-lock-12",
        title: "Blue Lock",
        price: { amount: 1_605, currency: "JPY" },
        inStock: true,
        url: "https://manga.example/blue-lock/12",
      },
    ],
    deltas: ["It is", " in stock."],
  })
  const page = await open()
  await ask(page, "Is it in stock?")
  const answer = page.locator(".assistant")
  await expect.poll(() => answer.locator("p").textContent()).toBe("It is in stock.")
  expect(await answer.locator("a").getAttribute("href")).toBe("https://manga.example/blue-lock/12")
})

it("says what is looked up, and shows what was found instead", async () => {
  const page = await open()
  await ask(page, "look up")
  await expect.poll(() => page.getByRole("status").textContent()).toBe("Looking up: the shelves")
  server.script.release("up")
  await page.getByRole("status").waitFor({ state: "detached" })
  await expect
    .poll(() => page.locator(".assistant").textContent())
    .toBe("Vinland SagaVinland SagaOne moment. It is the second box.")
})

it("stops an answer, and says what went wrong", async () => {
  const page = await open()
  await ask(page, "hold me")
  await server.script.started("me")
  await page.getByRole("button", { name: "Stop" }).click()
  await expect.poll(() => server.script.interrupted).toBe(1)
  await ask(page, "fail")
  await page.getByRole("alert").waitFor()
  await ask(page, "hello")
  await expect
    .poll(() => page.locator(".assistant").last().textContent())
    .toBe("Vinland SagaYou said: hello")
})
