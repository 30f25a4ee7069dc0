/** A process that may open few files: it says so, tells whom it cannot take, and takes others when some have gone. */
import { type ChildProcess, spawn } from "node:child_process"
import { fileURLToPath } from "node:url"
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest"
import { ChatClient } from "./ChatClient.ts"

const program = fileURLToPath(new URL("./fewFilesServer.ts", import.meta.url))

describe.skipIf(process.platform !== "linux")("a process that may open 64 files", () => {
  let child: ChildProcess
  let said = ""
  let url = ""
  beforeAll(async () => {
    const command = `ulimit -n 64; exec "${process.execPath}" "${program}"`
    child = spawn("bash", ["-c", command], { stdio: ["ignore", "pipe", "pipe"] })
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on("data", (part: Buffer) => (said += part.toString()))
    }
    await vi.waitFor(() => expect(said).toMatch(/^listening /m), 60_000)
    url = `${/^listening http(\S+)$/m.exec(said)?.[1] ?? ""}/chat`
  })
  afterAll(() => child.kill("SIGKILL"))

  it("says so at start", () => {
    expect(said).toMatch(/may open 64 files, too few for MAX_CONNECTIONS 1000: it takes \d+;/)
  })

  it("tells connections beyond its room that it is full, and takes them later", async () => {
    const clients = Array.from({ length: 40 }, () => new ChatClient(`ws${url}`))
    const outcomes = await Promise.all(
      clients.map((client) =>
        client.wait((frame) => frame.type === "ready" || frame.type === "error"),
      ),
    )
    const taken = outcomes.filter(({ type }) => type === "ready")
    expect(taken.length).toBeGreaterThan(3)
    expect(taken.length).toBeLessThan(40)
    expect(outcomes.filter((frame) => "code" in frame && frame.code === "busy").length).toBe(
      40 - taken.length,
    )
    for (const client of clients) await client.close()
    await expect
      .poll(() => new ChatClient(`ws${url}`).first("ready").catch(() => undefined))
      .toMatchObject({ type: "ready" })
  })

  it("says once a minute that it can open no more, and goes on when it can", async () => {
    // Bare connections count as files before they are anything else.
    const { connect } = await import("node:net")
    const port = Number(new URL(`http${url}`).port)
    const sockets = Array.from({ length: 100 }, () =>
      connect(port, "127.0.0.1").on("error", () => {}),
    )
    await expect.poll(() => said, { timeout: 30_000 }).toContain("can open no more files")
    const looks = () => said.match(/^no file$/gm)?.length
    await expect.poll(looks, { timeout: 60_000 }).toBeGreaterThan(2)
    expect(said.match(/can open no more files/g)).toHaveLength(1)
    for (const socket of sockets) socket.destroy()
    await expect
      .poll(() => new ChatClient(`ws${url}`).first("ready").catch(() => undefined), {
        timeout: 30_000,
      })
      .toMatchObject({ type: "ready" })
  })
})
