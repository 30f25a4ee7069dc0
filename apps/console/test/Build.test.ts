/** The page can be built into a folder that is named from where the command runs. */
import { mkdtemp, readdir, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join, relative } from "node:path"
import { expect, it } from "vitest"
import { buildConsole } from "../build/Build.ts"

it("takes a relative folder from the working directory", async () => {
  const folder = await mkdtemp(join(tmpdir(), "console-"))
  try {
    expect(await buildConsole(relative(process.cwd(), folder))).toBe(folder)
    expect((await readdir(folder)).toSorted()).toEqual(["chat", "machine"])
  } finally {
    await rm(folder, { recursive: true })
  }
})
