/**
 * Reads a catalogue file, CSV or NDJSON, record by record, as its columns' values: texts, numbers and lists. What is
 * empty is absent. Nothing is checked here but the file's own form; memory is bounded by the longest record.
 */
import {
  columns,
  listColumns,
  numberColumns,
  requiredColumns,
  ruleOf,
  separator,
} from "@manga-assist/catalogue/rows"
import { CsvError, parse } from "csv-parse"
import { createReadStream } from "node:fs"
import { open } from "node:fs/promises"
import type { Fault } from "./Fault.ts"

/** A record, or why there is none; the first row is number 1, of CSV the header. */
export type Raw =
  | { readonly row: number; readonly record: Readonly<Record<string, unknown>> }
  | { readonly row: number; readonly faults: ReadonlyArray<Omit<Fault, "row">> }

/** The longest record that a valid row can make is shorter. */
const mostLetters = 100_000

const formats = { ".csv": "csv", ".ndjson": "ndjson", ".jsonl": "ndjson" } as const

export type FileFormat = (typeof formats)[keyof typeof formats]

/** By the end of its name; undefined for a name that ends otherwise. */
export const formatOf = (file: string): FileFormat | undefined =>
  Object.entries(formats).find(([end]) => file.toLowerCase().endsWith(end))?.[1]

const cut = {
  field: "(end of file)",
  rule: "must end with a line break: the file may have been cut off",
}
const unread = "the rows after it were not read"

/** Rejects when the file cannot be read. */
export async function* rawRecords(file: string, format: FileFormat): AsyncGenerator<Raw> {
  let last = 1
  for await (const raw of format === "csv" ? csvRecords(file) : jsonRecords(file)) {
    last = raw.row
    yield raw
  }
  const end = await lastByte(file)
  if (end !== undefined && end !== 0x0a) yield { row: last, faults: [cut] }
}

const lastByte = async (file: string): Promise<number | undefined> => {
  await using handle = await open(file)
  const { size } = await handle.stat()
  if (size === 0) return undefined
  const { buffer } = await handle.read(Buffer.alloc(1), 0, 1, size - 1)
  return buffer[0]
}

/** As the column has it: what is no number stays a text, for its rule to name. */
const valueOf = (column: string, text: string): unknown => {
  if (listColumns.has(column)) return text.split(separator)
  return numberColumns.has(column) && /^-?\d{1,15}$/u.test(text) ? Number(text) : text
}

const headerFaults = (header: ReadonlyArray<string>): ReadonlyArray<Omit<Fault, "row">> => [
  ...header
    .filter((name) => !columns.includes(name))
    .map((name) => ({ field: name === "" ? "(no name)" : name, rule: ruleOf(name) })),
  ...header
    .filter((name, at) => header.indexOf(name) !== at)
    .map((field) => ({ field, rule: "must be in the header once" })),
  ...requiredColumns
    .filter((name) => !header.includes(name))
    .map((field) => ({ field, rule: "is missing in the header" })),
]

const csvProblem = ({ code }: CsvError): string => {
  if (code === "CSV_MAX_RECORD_SIZE") return `must be shorter than ${mostLetters} characters`
  return code === "CSV_QUOTE_NOT_CLOSED"
    ? "must close its quotes"
    : 'must have quotes around a whole field, and inside it every quote twice ("")'
}

async function* csvRecords(file: string): AsyncGenerator<Raw> {
  const input = createReadStream(file)
  const parser = parse({ bom: true, relax_column_count: true, max_record_size: mostLetters })
  input.once("error", (error) => parser.destroy(error))
  let row = 0
  let header: ReadonlyArray<string> | undefined
  try {
    for await (const fields of input.pipe(parser) as AsyncIterable<ReadonlyArray<string>>) {
      row += 1
      // A line without anything, often the last.
      if (fields.length === 1 && fields[0] === "") continue
      if (header === undefined) {
        header = fields
        const faults = headerFaults(header)
        if (faults.length === 0) continue
        yield { row, faults }
        return
      }
      if (fields.length === header.length) {
        yield { row, record: recordOf(header, fields) }
        continue
      }
      const rule = `must have ${header.length} fields, as the header, not ${fields.length}`
      yield { row, faults: [{ field: "(row)", rule }] }
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    yield { row: row + 1, faults: [{ field: "(row)", rule: `${csvProblem(error)}; ${unread}` }] }
  } finally {
    input.destroy()
  }
}

const recordOf = (header: ReadonlyArray<string>, fields: ReadonlyArray<string>) =>
  Object.fromEntries(
    header.flatMap((column, at) => {
      const text = fields[at] ?? ""
      return text === "" ? [] : [[column, valueOf(column, text)]]
    }),
  )

const isAbsent = (value: unknown): boolean =>
  value === null || value === "" || (Array.isArray(value) && value.length === 0)

const jsonLine = (row: number, line: string): Raw => {
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch {
    return { row, faults: [{ field: "(row)", rule: "must be one JSON object on one line" }] }
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return { row, faults: [{ field: "(row)", rule: "must be a JSON object" }] }
  }
  return {
    row,
    record: Object.fromEntries(Object.entries(value).filter(([, each]) => !isAbsent(each))),
  }
}

async function* jsonRecords(file: string): AsyncGenerator<Raw> {
  let rest = ""
  let row = 0
  for await (const chunk of createReadStream(file, "utf8") as AsyncIterable<string>) {
    const lines = (row === 0 && rest === "" ? chunk.replace(/^\uFEFF/u, "") : rest + chunk).split(
      "\n",
    )
    rest = lines.pop() ?? ""
    for (const line of lines) {
      row += 1
      if (line.trim() !== "") yield jsonLine(row, line)
    }
    if (rest.length > mostLetters) {
      const rule = `must be shorter than ${mostLetters} characters; ${unread}`
      yield { row: row + 1, faults: [{ field: "(row)", rule }] }
      return
    }
  }
  if (rest.trim() !== "") yield jsonLine(row + 1, rest)
}
