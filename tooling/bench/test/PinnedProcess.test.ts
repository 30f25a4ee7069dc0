import { afterEach, describe, expect, it } from "vitest"
import { ownProcesses } from "../src/measure/Noise.ts"
import { killProcesses, startProcess } from "../src/process/PinnedProcess.ts"
import type { AnsweringCalls } from "./fixtures/AnsweringProcess.ts"

const start = () =>
  startProcess<AnsweringCalls>(new URL("fixtures/AnsweringProcess.ts", import.meta.url).href, {
    core: 0,
    parameters: ["given"],
    environment: { BENCH_TEST: "set" },
  })

afterEach(killProcesses)

describe("a process of a benchmark", { timeout: 30_000 }, () => {
  it("answers calls, also several at once, with what its functions return", async () => {
    const child = await start()
    expect(await child.call("surroundings")).toEqual({ parameter: "given", variable: "set" })
    expect(await Promise.all([1, 2, 3].map((value) => child.call("double", { value })))).toEqual([
      2, 4, 6,
    ])
    expect(ownProcesses()).toEqual([process.pid, child.id])
    await child.kill()
    expect(ownProcesses()).toEqual([process.pid])
  })

  it("hands over what its functions throw, and stays", async () => {
    const child = await start()
    await expect(child.call("fail")).rejects.toThrow("RangeError: out of reach")
    expect(await child.call("double", { value: 4 })).toBe(8)
  })

  it("fails every call under way and every later one when it ends", async () => {
    const child = await start()
    const waiting = child.call("hang")
    const asserted = expect(waiting).rejects.toThrow(/ended \(exit code 3\)/)
    await expect(child.call("exit")).rejects.toThrow(/ended \(exit code 3\)/)
    await asserted
    await expect(child.call("double", { value: 1 })).rejects.toThrow(/ended/)
  })

  it("that cannot start is an error", async () => {
    await expect(
      startProcess(new URL("fixtures/Nothing.ts", import.meta.url).href, { core: 0 }),
    ).rejects.toThrow(/Nothing\.ts ended \(exit code 1\)/)
  })
})
