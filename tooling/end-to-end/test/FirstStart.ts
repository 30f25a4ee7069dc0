/**
 * Starts the emulated services once before the end-to-end suites, so that the suites' own starts are second ones: to
 * write the catalogue takes as long as all else of a start.
 */
import { spawn } from "node:child_process"
import { once } from "node:events"
import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import path from "node:path"
import { fileURLToPath } from "node:url"
import type { TestProject } from "vitest/node"

const localAws = fileURLToPath(new URL("../../local-aws/src/main.ts", import.meta.url))

declare module "vitest" {
  interface ProvidedContext {
    /** What a first start left in its `DATA_DIR`; absent where none was made. */
    readonly firstStart?: string
  }
}

/** What it returns runs after the suites. */
export default async (project: TestProject): Promise<() => Promise<void>> => {
  const folder = await mkdtemp(path.join(tmpdir(), "manga-assist-"))
  const child = spawn(process.execPath, [localAws], {
    env: { ...process.env, HOST: "127.0.0.1", DATA_DIR: folder },
    stdio: ["ignore", "pipe", "inherit"],
  })
  let output = ""
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    output += text
    if (/^ready$/mu.test(output)) child.kill("SIGTERM")
  })
  const [code] = await once(child, "exit")
  if (code !== 0) throw new Error(`the emulated services ended with ${code}:\n${output}`)
  project.provide("firstStart", folder)
  return () => rm(folder, { recursive: true, force: true })
}
