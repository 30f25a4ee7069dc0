/** A folder that lives as long as a run of the end-to-end suite, for what its files share. */
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { TestProject } from "vitest/node"

declare module "vitest" {
  interface ProvidedContext {
    readonly folderOfRun: string
  }
}

export default ({ provide }: TestProject) => {
  const folder = mkdtempSync(join(tmpdir(), "manga-assist-run-"))
  provide("folderOfRun", folder)
  return () => rmSync(folder, { recursive: true, force: true })
}
