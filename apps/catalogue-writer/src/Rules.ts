/** Writes a file of the shop's rules to the table, as the row that servers follow, or says what is wrong with it. */
import { rulesIn, rulesRow, ShopError } from "@manga-assist/catalogue"
import { Effect } from "effect"
import { readFile } from "node:fs/promises"
import { basename } from "node:path"
import { CatalogueError } from "./CatalogueError.ts"
import { isAddress, localFile } from "./file/FetchedFile.ts"
import type { ProductTable } from "./sync/ProductTable.ts"

const unread = (cause: unknown) =>
  new CatalogueError({ reason: "file", detail: `the file cannot be read: ${String(cause)}`, cause })

/** How many topics it has. Fails with the `ShopError` of a file that breaks a rule: nothing was written. */
export const writeRules = Effect.fnUntraced(function* (options: {
  readonly file: string
  readonly table: Pick<ProductTable, "put">
  readonly dryRun: boolean
}) {
  const { dryRun, file, table } = options
  const place = yield* localFile(file, process.env["DATA_DIR"] || undefined)
  const text = yield* Effect.tryPromise({ try: () => readFile(place, "utf8"), catch: unread })
  const rules = yield* Effect.try({
    try: () => rulesIn(text, basename(isAddress(file) ? new URL(file).pathname : file)),
    catch: (cause) => (cause instanceof ShopError ? cause : unread(cause)),
  })
  if (!dryRun) yield* table.put([{ id: rulesRow, rules: JSON.stringify(rules) }])
  return Object.keys(rules).length
})
