/**
 * Bundles the parser of the store's questions to plain JavaScript, as the container image has it, in a folder of its
 * own: what loading it costs an instance is measured without the stripping of types.
 */
import { output } from "@manga-assist/image/output"
import { cp, writeFile } from "node:fs/promises"
import { basename, join } from "node:path"
import { fileURLToPath } from "node:url"
import { build } from "rolldown"
import { together } from "../../process/Together.ts"
import { openFolder } from "../../store/StoreFolder.ts"

const packages = new URL("../../../../../packages/", import.meta.url)
/** What the parser reads one folder above itself. */
const folders = ["catalogue/src/manga", "store-grammar/src/words", "store-grammar/src/patterns"]

/** `module`: the path of the bundle, while it is there. */
export const openBundledReader = () =>
  together(async (use) => {
    const { folder } = await use(openFolder())
    await build({
      input: { reader: fileURLToPath(import.meta.resolve("./AssistantSource.ts")) },
      platform: "node",
      external: [/^node:/],
      logLevel: "silent",
      output: { dir: join(folder, "dist"), ...output },
    })
    await writeFile(join(folder, "package.json"), '{ "type": "module" }')
    for (const from of folders) {
      await cp(new URL(from, packages), join(folder, basename(from)), { recursive: true })
    }
    return { module: join(folder, "dist", "reader.js") }
  })
