import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { describe, expect, it } from "vitest"

const start = (...args: ReadonlyArray<string>) => startIn({}, ...args)

const startIn = (env: Readonly<Record<string, string>>, ...args: ReadonlyArray<string>) => {
  const program = new URL("StoppingProgram.ts", import.meta.url).pathname
  const child = spawn(process.execPath, [program, ...args], {
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  })
  const seen = { out: "", err: "" }
  child.stdout.on("data", (chunk: Buffer) => {
    seen.out += chunk.toString("utf8")
  })
  child.stderr.on("data", (chunk: Buffer) => {
    seen.err += chunk.toString("utf8")
  })
  return { child, seen }
}
const ready = async (child: ChildProcess) => {
  if (child.stdout !== null) await once(child.stdout, "data")
}
const exitCode = async (child: ChildProcess): Promise<unknown> => (await once(child, "exit"))[0]

describe("runMain", () => {
  it.each(["SIGTERM", "SIGINT"] as const)("drains and exits 0 on %s", async (signal) => {
    const { child, seen } = start("clean")
    await ready(child)
    child.kill(signal)
    expect(await exitCode(child)).toBe(0)
    expect(seen.out).toBe("ready\ndrained\n")
    expect(seen.err).toBe("")
  })

  it("exits 130 when it would have ended by itself, and is not done", async () => {
    const { child, seen } = start("command")
    await ready(child)
    child.kill("SIGTERM")
    expect(await exitCode(child)).toBe(130)
    expect(seen.out).toBe("ready\ndrained\n")
  })

  it("exits 130 at a second signal", async () => {
    const { child } = start("slow")
    await ready(child)
    child.kill("SIGTERM")
    // Signals of one kind may be joined by the kernel; another kind cannot be.
    child.kill("SIGINT")
    expect(await exitCode(child)).toBe(130)
  })

  it("does not wait for finalizers for ever", async () => {
    const { child, seen } = start("slow", "50")
    await ready(child)
    child.kill("SIGTERM")
    expect(await exitCode(child)).toBe(1)
    expect(seen.err).toContain("did not stop within 50 ms")
  })

  it("names what is almost a setting, and starts", async () => {
    const { child, seen } = startIn({ LATENCY_BUDGET_MSS: "5" }, "clean")
    await ready(child)
    child.kill("SIGTERM")
    expect(await exitCode(child)).toBe(0)
    expect(seen.err).toBe(
      "warning: LATENCY_BUDGET_MSS is no setting; did you mean LATENCY_BUDGET_MS?\n",
    )
  })

  it("ends with the code that its program left", async () => {
    const { child } = start("left")
    await ready(child)
    child.kill("SIGTERM")
    expect(await exitCode(child)).toBe(3)
  })

  it("says in one line why it could not start", async () => {
    const { child, seen } = start("fails")
    expect(await exitCode(child)).toBe(1)
    expect(seen.err).toBe("error: PORT must be a number\n")
  })
})
