/** Folders of their own for programs under test. */
import { cp, mkdtemp } from "node:fs/promises"
import { tmpdir } from "node:os"
import path from "node:path"
import { inject } from "vitest"

/** As a first start left it where the suite had one, else empty. The caller removes it. */
export const newDataFolder = async (): Promise<string> => {
  const folder = await mkdtemp(path.join(tmpdir(), "manga-assist-"))
  const seeded = inject("firstStart")
  if (seeded !== undefined) await cp(seeded, folder, { recursive: true })
  return folder
}
