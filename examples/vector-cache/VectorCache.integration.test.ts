/** The program as it stands, over a real Redis with vector sets. */
import { execFile, spawn } from "node:child_process"
import { mkdtempSync } from "node:fs"
import { createServer, type AddressInfo } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"
import { startBedrockEmulator } from "@manga-assist/bedrock-emulator"
import { expect, it, onTestFinished } from "vitest"

const freePort = async (): Promise<string> => {
  const server = createServer().listen(0, "127.0.0.1")
  await new Promise((resolve) => server.once("listening", resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return String(port)
}

it("has no false hit left where the grammar decides", async () => {
  const dir = mkdtempSync(join(tmpdir(), "vector-cache-"))
  const port = await freePort()
  const redis = spawn("redis-server", ["--port", port, "--save", "", "--dir", dir])
  onTestFinished(() => void redis.kill())
  await new Promise<void>((resolve, reject) => {
    redis.stdout.on("data", (text) => String(text).includes("Ready to accept") && resolve())
    redis.once("exit", () => reject(new Error("redis-server did not start")))
  })
  const emulator = await startBedrockEmulator({ dataDir: dir })
  onTestFinished(() => emulator.close())
  const program = fileURLToPath(new URL("vector-cache.ts", import.meta.url))
  const { stdout } = await promisify(execFile)(process.execPath, ["--no-warnings", program], {
    env: { ...process.env, ...emulator.environment, REDIS_URL: `redis://127.0.0.1:${port}` },
  })
  const rows = [...stdout.matchAll(/^(.*): (\d+) of (\d+) hits false, /gm)].map(
    ([, name, wrong, hits]) => [name, { wrong: Number(wrong), hits: Number(hits) }] as const,
  )
  const { "the vector set alone": alone, ...made } = Object.fromEntries(rows)
  expect(alone).toEqual({ wrong: 160, hits: 280 })
  // Until the audit has switched it off.
  expect(made["with answer-audit"]?.wrong).toBeLessThan(20)
  expect(made["with both"]?.wrong).toBeLessThan(20)
  expect(made["with both"]?.hits).toBeGreaterThan(80)
  expect(made["with language"]).toEqual({ wrong: 0, hits: 80 })
})
