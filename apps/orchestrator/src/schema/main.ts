/** Writes the protocol's files to `docs/schema`. */
import { mkdirSync, writeFileSync } from "node:fs"
import { schemaFiles } from "./SchemaFiles.ts"

const folder = new URL("../../../../docs/schema/", import.meta.url)
mkdirSync(folder, { recursive: true })
for (const [name, file] of schemaFiles()) {
  writeFileSync(new URL(name, folder), `${JSON.stringify(file, undefined, 2)}\n`)
}
