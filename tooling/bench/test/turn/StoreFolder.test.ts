import { spawnSync } from "node:child_process"
import { existsSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { describe, expect, it } from "vitest"
import { withFolder } from "../../src/store/StoreFolder.ts"

describe("a folder of a benchmark", { timeout: 30_000 }, () => {
  it("is gone after its use, also when that failed", async () => {
    const folder = await withFolder((there) => {
      expect(existsSync(there)).toBe(true)
      return Promise.resolve(there)
    })
    expect(existsSync(folder)).toBe(false)
    let failed = ""
    const failing = withFolder((there) => {
      failed = there
      return Promise.reject(new Error("broke"))
    })
    await expect(failing).rejects.toThrow("broke")
    expect(existsSync(failed)).toBe(false)
  })

  it("is gone when the process was interrupted in the middle of it", () => {
    const fixture = fileURLToPath(new URL("../fixtures/UsingFolder.ts", import.meta.url))
    const { status, stdout } = spawnSync(process.execPath, [fixture], { encoding: "utf8" })
    expect(status).toBe(130)
    expect(stdout).toContain("manga-assist-bench-")
    expect(existsSync(stdout)).toBe(false)
  })
})
