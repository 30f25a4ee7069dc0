/** The customers' page breaks the emulators of its own machine, and shows when they are healed. */
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, afterEach, beforeAll, expect, it } from "vitest"
import { type BedrockEmulator, startBedrockEmulator } from "@manga-assist/bedrock-emulator"
import { faultsOf } from "./FaultsOf.ts"
import { ask, lastTurn, OpenConsole } from "./OpenConsole.ts"

let open: OpenConsole
let emulator: BedrockEmulator
const dataDir = mkdtempSync(join(tmpdir(), "faults-"))
beforeAll(async () => {
  open = await OpenConsole.start()
  emulator = await startBedrockEmulator({ dataDir, adminPort: 0 })
})
afterEach(() => open.clear())
afterAll(async () => {
  await Promise.all([open.close(), emulator.close()])
  rmSync(dataDir, { recursive: true })
})

const now = async (): Promise<ReadonlyArray<{ readonly forMs?: number }>> =>
  (await fetch(`${emulator.admin}/faults`)).json()

it.each([
  ["en-US", "Model is a black hole", /^Break something.*Switched on: Model is a.*Heals in \d+ s/s],
  ["ja-JP", "モデルが無応答", /^壊してみる.*障害中：モデルが無応答。.*あと\d+秒/s],
] as const)("breaks for half a minute under the picture, in %s", async (locale, name, told) => {
  const server = await open.serve({ emulatorsUrl: emulator.admin ?? "" })
  const { page, problems } = await open.visit(server, { locale, bypassCSP: true })
  await ask(page, "hello")
  await lastTurn(page)
  // Between the picture and its reasons.
  const place = page.locator(".panel .waterfall ~ .breakable:has(+ .reasons)")
  await place.getByRole("button", { name }).click()
  await expect.poll(() => place.innerText()).toMatch(told)
  const [fault] = await now()
  expect(fault).toMatchObject({ service: "bedrock", kind: "black-hole" })
  expect(fault?.forMs).toBeGreaterThan(0)
  expect(fault?.forMs).toBeLessThanOrEqual(30_000)
  // Another fault, by somebody else: the page sees it and its end by itself.
  emulator.break({ kind: "throttle" })
  const button = place.locator('[aria-pressed="true"]')
  await expect.poll(() => button.innerText()).toMatch(/throttles|制限/)
  emulator.break({ kind: "throttle", forMs: 1 })
  await button.waitFor({ state: "detached" })
  expect(await now()).toEqual([])
  emulator.break({ kind: "throttle" })
  await page.reload()
  await button.waitFor()
  expect(await faultsOf(page)).toEqual([])
  emulator.break()
  expect(problems).toEqual([])
})

it("switches one off while another lasts, and all at once", async () => {
  const server = await open.serve({ emulatorsUrl: emulator.admin ?? "" })
  const { page, problems } = await open.visit(server)
  await page.getByRole("button", { name: "Model throttles" }).click()
  await page.getByText("Switched on: Model throttles.").waitFor()
  await page.getByRole("button", { name: "Stream is cut" }).click()
  await page.getByText("Switched on: Model throttles, Stream is cut.").waitFor()
  await page.getByRole("button", { name: "Model throttles" }).click()
  await page.getByText("Switched on: Stream is cut.").waitFor()
  expect(await now()).toMatchObject([{ kind: "reset", afterEvents: 3 }])
  await page.getByRole("button", { name: "Switch all off" }).click()
  await page.getByText("No fault is switched on.").waitFor()
  expect(await now()).toEqual([])
  expect(problems).toEqual([])
})

it("has nothing to break where no emulators run", async () => {
  const { page, problems } = await open.visit(await open.serve())
  await ask(page, "hello")
  await lastTurn(page)
  expect(await page.locator(".breakable, .faults").count()).toBe(0)
  expect(problems).toEqual([])
})
