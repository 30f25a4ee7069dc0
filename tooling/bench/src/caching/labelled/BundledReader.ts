/**
 * Bundles the parser of the store's questions to plain JavaScript, as the container image has it, in a folder of its
 * own: what loading it costs an instance is measured without the stripping of types.
 */
import { output } from "@manga-assist/image/output"
import { cp, mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { rolldown } from "rolldown"

const grammar = new URL("../../../../../packages/store-grammar/src/", import.meta.url)

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
    // The grammar reads its word files one folder above itself.
    await cp(new URL("words", grammar), join(folder, "words"), { recursive: true })
    return await use(join(folder, "dist", "reader.js"))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
