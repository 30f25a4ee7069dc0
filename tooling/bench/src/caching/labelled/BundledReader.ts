/**
 * Bundles the parser of the store's questions to plain JavaScript, as the container image has it, in a folder of its
 * own: what loading it costs an instance is measured without the stripping of types.
 */
import { output } from "@manga-assist/image/output"
import { cp, mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { basename, join } from "node:path"
import { fileURLToPath } from "node:url"
import { rolldown } from "rolldown"

const packages = new URL("../../../../../packages/", import.meta.url)
/** What the parser reads one folder above itself. */
const folders = ["catalogue/src/manga", "store-grammar/src/words", "store-grammar/src/patterns"]

/** Runs `use` with the path of the bundled module; the folder is removed afterwards. */
export const withBundledReader = async <Result>(
  use: (file: string) => Promise<Result>,
): Promise<Result> => {
  const folder = await mkdtemp(join(tmpdir(), "manga-assist-reader-"))
  try {
    const build = await rolldown({
      input: { reader: fileURLToPath(import.meta.resolve("./AssistantSource.ts")) },
      platform: "node",
      external: [/^node:/],
      logLevel: "silent",
    })
    await build.write({ dir: join(folder, "dist"), ...output })
    await build.close()
    await writeFile(join(folder, "package.json"), '{ "type": "module" }')
    for (const from of folders) {
      await cp(new URL(from, packages), join(folder, basename(from)), { recursive: true })
    }
    return await use(join(folder, "dist", "reader.js"))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
