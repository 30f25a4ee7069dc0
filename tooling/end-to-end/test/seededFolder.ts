/**
 * A folder for one stack with the catalogue in it already.
 *
 * Writing the catalogue takes seconds and gives the same each time, so the first who asks lets the emulators do it
 * and all get copies. That it comes into an empty folder by itself is what `LocalAws.e2e.test.ts` proves.
 */
import { startLocalAws } from "@manga-assist/local-aws"
import { cpSync, existsSync, mkdtempSync, renameSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { inject } from "vitest"

export const seededFolder = async (): Promise<string> => {
  const seeded = join(inject("folderOfRun"), "catalogue")
  if (!existsSync(seeded)) {
    const unfinished = `${seeded}-unfinished`
    const aws = await startLocalAws({ dataDir: unfinished, redisUrl: null })
    await aws.close()
    renameSync(unfinished, seeded)
  }
  const folder = mkdtempSync(join(tmpdir(), "manga-assist-"))
  cpSync(seeded, folder, { recursive: true })
  return folder
}
