/**
 * The console in a real browser, before a server whose turns are scripted.
 */
import { once } from "node:events"
import { existsSync, mkdtempSync, rmSync } from "node:fs"
import { createServer } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core"
import { layerWs } from "../../orchestrator/src/transport/WsSocketServer.ts"
import {
  startServer,
  type TestServer,
  type TestServerOptions,
} from "../../orchestrator/test/TestServer.ts"
import { buildConsole } from "../build/Build.ts"

const places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"]

/** The same for tests and for pictures; nothing is sent anywhere but to this machine. */
export const launchBrowser = (): Promise<Browser> => {
  const executablePath = process.env["CHROMIUM"] ?? places.find((place) => existsSync(place))
  if (executablePath === undefined) throw new Error("no Chromium here: apt-get install chromium")
  const quiet = ["quic", "background-networking", "component-update", "sync", "gpu"]
  return chromium.launch({
    executablePath,
    args: ["--no-sandbox", ...quiet.map((name) => `--disable-${name}`)],
  })
}

/** The page, built, and servers of it. */
export class ServedConsole {
  readonly folder: string
  readonly #servers = new Set<TestServer>()

  protected constructor(folder: string) {
    this.folder = folder
  }

  protected static async built(): Promise<string> {
    const folder = mkdtempSync(join(tmpdir(), "console-"))
    await buildConsole(folder)
    return folder
  }

  static async build(): Promise<ServedConsole> {
    return new ServedConsole(await ServedConsole.built())
  }

  async serve(options: TestServerOptions = {}): Promise<TestServer> {
    const port = options.port ?? (await freePort())
    const server = await startServer(layerWs, { consoleDirectory: this.folder, ...options, port })
    this.#servers.add(server)
    return server
  }

  /** Between tests. */
  async clear(): Promise<void> {
    for (const server of this.#servers) await server.close()
    this.#servers.clear()
  }

  async close(): Promise<void> {
    await this.clear()
    rmSync(this.folder, { recursive: true, force: true })
  }
}

/** A fixed port, so that the same address is served again after a restart. */
const freePort = async (): Promise<number> => {
  const probe = createServer().listen(0, "127.0.0.1")
  await once(probe, "listening")
  const address = probe.address()
  probe.close()
  await once(probe, "close")
  return typeof address === "object" && address !== null ? address.port : 0
}

export class OpenConsole extends ServedConsole {
  readonly #browser: Browser

  private constructor(browser: Browser, folder: string) {
    super(folder)
    this.#browser = browser
  }

  static async start(): Promise<OpenConsole> {
    return new OpenConsole(await launchBrowser(), await ServedConsole.built())
  }

  /** A page that fails its test by anything it logs as an error but what `expected` names. */
  async visit(
    server: TestServer,
    options: BrowserContextOptions = {},
    { address = server.http, expected = /WebSocket connection/ } = {},
  ): Promise<{ readonly page: Page; readonly problems: ReadonlyArray<string> }> {
    const context = await this.#browser.newContext({ locale: "en-US", ...options })
    const page = await context.newPage()
    const problems: Array<string> = []
    page.on("pageerror", (error) => problems.push(String(error)))
    page.on("dialog", (dialog) => {
      problems.push(`dialog ${dialog.message()}`)
      void dialog.dismiss()
    })
    page.on("console", (message) => {
      if (message.type() === "error" && !expected.test(message.text())) {
        problems.push(message.text())
      }
    })
    await page.goto(address)
    return { page, problems }
  }

  /** Between tests: pages and servers. */
  override async clear(): Promise<void> {
    for (const context of this.#browser.contexts()) await context.close()
    await super.clear()
  }

  override async close(): Promise<void> {
    await super.close()
    await this.#browser.close()
  }
}

/** Types a question and sends it. */
export const ask = async (page: Page, question: string): Promise<void> => {
  await page.fill("#question", question)
  await page.press("#question", "Enter")
}

/** The last turn, once it is over. */
export const lastTurn = async (page: Page) => {
  const turn = page.locator(".turn").last()
  await turn.locator('.answer[aria-busy="false"]').waitFor()
  return turn
}
