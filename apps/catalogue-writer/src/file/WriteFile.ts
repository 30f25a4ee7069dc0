/**
 * Writes rows as a catalogue file, CSV or NDJSON, beside its place and then moves it there: a file of that name is whole, or
 * as it was.
 */
import { columns, type ProductRow, separator } from "@manga-assist/catalogue/rows"
import { Effect } from "effect"
import { rename, rm, writeFile } from "node:fs/promises"
import { CatalogueError } from "../CatalogueError.ts"
import type { FileFormat } from "./RawRecords.ts"

type Cell = string | number | ReadonlyArray<string>

/** As RFC 4180 has it. */
const field = (value: Cell = ""): string => {
  const text = typeof value === "object" ? value.join(separator) : String(value)
  return /[",\r\n]/u.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

function* lines(rows: Iterable<ProductRow>, format: FileFormat): Generator<string> {
  if (format === "csv") yield `${columns.join(",")}\n`
  for (const row of rows) {
    const values = new Map<string, Cell | undefined>(Object.entries(row))
    yield format === "csv"
      ? `${columns.map((name) => field(values.get(name))).join(",")}\n`
      : `${JSON.stringify(Object.fromEntries(columns.flatMap((name) => (values.has(name) ? [[name, values.get(name)]] : []))))}\n`
  }
}

export const writeRows = (
  file: string,
  format: FileFormat,
  rows: Iterable<ProductRow>,
): Effect.Effect<void, CatalogueError> => {
  const beside = `${file}.${process.pid}.part`
  return Effect.tryPromise({
    try: async (signal) => {
      await writeFile(beside, lines(rows, format), { signal })
      await rename(beside, file)
    },
    catch: (cause) =>
      new CatalogueError({
        reason: "file",
        detail: cause instanceof Error ? cause.message : "the file cannot be written",
        cause,
      }),
  }).pipe(Effect.onError(() => Effect.ignore(Effect.tryPromise(() => rm(beside, { force: true })))))
}
