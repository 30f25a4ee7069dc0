/**
 * Command line of the grammar: `pnpm grammar explain "text"` prints how the store reads each text; wrong arguments exit
 * 2.
 */
import { demoCatalogue, mangaShop } from "@manga-assist/catalogue"
import { explain } from "./Explain.ts"
import { makeStoreReader } from "./StoreReader.ts"

const usage = 'usage: pnpm grammar explain "text" ["text" …]'

const [command, ...texts] = process.argv.slice(2)
if (command === "--help") console.log(usage)
else if (command !== "explain" || texts.length === 0) {
  console.error(usage)
  process.exitCode = 2
} else {
  const reader = makeStoreReader(demoCatalogue(), mangaShop())
  for (const text of texts) console.log([text, ...explain(text, reader), ""].join("\n"))
}
