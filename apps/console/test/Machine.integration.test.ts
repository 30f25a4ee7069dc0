/** The operators' page in a real browser, before a server and an emulator. */
import { mkdtempSync, rmSync } from "node:fs"
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
      { name: "bedrock", ok: true, firstMs: 812.4, warmMs: 27.6, detail: "ok" },
      { name: "opensearch", ok: false, firstMs: 90, warmMs: 20, detail: "lost since 12:00" },
    ],
  }),
})
const serve = () => open.serve({ readiness, emulatorsUrl: emulator.admin ?? "" })

it("shows what the server says, and sees turns as they come", async () => {
  const server = await serve()
  const { page } = await open.visit(server, {}, { address: `${server.operator}/machine` })
  await page.locator('.readiness[data-well="true"]').waitFor()
  expect(await page.locator('tr[data-ok="false"]').innerText()).toMatch(
    /opensearch.*lost since 12:00/s,
  )
  const chat = await open.visit(server)
  await ask(chat.page, "hello")
  await lastTurn(chat.page)
  await page.getByText(/The model: 1/).waitFor()
  await server.close()
  await page.getByText("The server does not answer.").waitFor()
})

it("switches faults on and off, and heals", async () => {
  const server = await serve()
  const address = `${server.operator}/machine`
  const { page, problems } = await open.visit(server, {}, { address })
  const now = async (): Promise<unknown> => (await fetch(`${emulator.admin}/faults`)).json()
  await page.getByRole("button", { name: "Model is a black hole" }).click()
  await page.getByText("Broken now: bedrock black-hole.").waitFor()
  await page.getByRole("button", { name: "Stream is cut" }).click()
  await page.getByText("bedrock reset").waitFor()
  expect(await now()).toMatchObject([{ kind: "black-hole" }, { kind: "reset", afterEvents: 3 }])
  await page.getByRole("button", { name: "Model is a black hole" }).click()
  await expect.poll(now).toMatchObject([{ kind: "reset" }])
  await page.getByRole("button", { name: "Heal all" }).click()
  await page.getByText("Everything is whole.").waitFor()
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

it.each([
  [360, "ja-JP", "light"],
  [834, "en-US", "dark"],
  [1_440, "en-US", "light"],
] as const)("has no fault at %i px, %s, %s", async (width, locale, colorScheme) => {
  const server = await serve()
  const options = { locale, colorScheme, viewport: { width, height: 900 }, bypassCSP: true }
  const { page } = await open.visit(server, options, { address: `${server.operator}/machine` })
  await page.locator('.readiness[data-well="true"]').waitFor()
  await page.locator(".faults button").nth(1).click()
  await page.locator('.broken[data-broken="true"]').waitFor()
  expect(await faultsOf(page)).toEqual([])
  await page.locator(".broken button").click()
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
