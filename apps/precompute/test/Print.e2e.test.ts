/** What becomes of a result that cannot be written. */
import { spawn, spawnSync } from "node:child_process"
import { once } from "node:events"
import { existsSync, openSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { describe, expect, it } from "vitest"

const program = fileURLToPath(new URL("fixtures/PrintingProgram.ts", import.meta.url))

describe("a result", () => {
  it("is written line by line", () => {
    const { status, stdout } = spawnSync(process.execPath, [program], { encoding: "utf8" })
    expect(status).toBe(0)
    expect(stdout).toBe("one\ntwo\nthree\n")
  })

  it.runIf(existsSync("/dev/full"))("that finds the disk full is no result: code 1", () => {
    const { status, stderr } = spawnSync(process.execPath, [program], {
      encoding: "utf8",
      stdio: ["ignore", openSync("/dev/full", "w"), "pipe"],
    })
    expect(stderr).toMatch(/^error: output: the result could not be written: ENOSPC/u)
    expect(stderr.trim().split("\n")).toHaveLength(1)
    expect(status).toBe(1)
  })

  it("that nobody reads any more is no fault", async () => {
    const child = spawn(process.execPath, [program, "500"], { stdio: ["ignore", "pipe", "pipe"] })
    child.stdout.destroy()
    let errors = ""
    child.stderr.on("data", (chunk: Buffer) => {
      errors += chunk.toString()
    })
    const [code]: Array<unknown> = await once(child, "close")
    expect(errors).toBe("")
    expect(code).toBe(0)
  })
})
