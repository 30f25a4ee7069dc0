/**
 * Program: writes the chat protocol as JSON Schema, OpenAPI and AsyncAPI files to `docs/schema`, generated from the
 * code.
 */
import { mkdirSync, writeFileSync } from "node:fs"
import { schemaFiles } from "./SchemaFiles.ts"

const usage = `pnpm schema
Writes the protocol as JSON Schema, OpenAPI and AsyncAPI to docs/schema, as the code has it now.`

const folder = new URL("../../../../docs/schema/", import.meta.url)

if (process.argv.includes("--help")) process.stdout.write(`${usage}\n`)
else {
  mkdirSync(folder, { recursive: true })
  for (const [name, file] of schemaFiles()) {
    writeFileSync(new URL(name, folder), `${JSON.stringify(file, undefined, 2)}\n`)
  }
}
