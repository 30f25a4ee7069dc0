/** Writes a file of the shop's rules to the table, as the row that servers follow, or says what is wrong with it. */
import { rulesIn, rulesRow, type Shop, ShopError } from "@manga-assist/catalogue"
import { ruleDetails } from "@manga-assist/store-grammar"
import { Effect } from "effect"
import { readFile } from "node:fs/promises"
import { basename } from "node:path"
import { CatalogueError } from "./CatalogueError.ts"
import { isAddress, localFile } from "./file/FetchedFile.ts"
import type { ProductTable } from "./sync/ProductTable.ts"

const unread = (cause: unknown) =>
  new CatalogueError({ reason: "file", detail: `the file cannot be read: ${String(cause)}`, cause })

/** A slip in a tag would leave its sentence to the model alone. */
const unaskedIn = (rules: Shop["rules"]): ReadonlyArray<string> => {
  const asked = new Set(ruleDetails.map((names) => names.join(".")))
  const tags = Object.entries(rules).flatMap(([topic, sentences]) =>
    sentences.flatMap(({ details }) => details.map((tag) => `${topic}.${tag.split("=", 1)[0]}`)),
  )
  return [...new Set(tags)].filter((tag) => !asked.has(tag))
}

/** How many topics it has, and the details of it that no question is known to ask for. Fails with the `ShopError` of a file that breaks a rule: nothing was written. */
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
  return { topics: Object.keys(rules).length, unasked: unaskedIn(rules) }
})
