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
import { type CsvErrorCode, parse } from "csv-parse"
import { createReadStream } from "node:fs"
import { open } from "node:fs/promises"
import type { Fault } from "./Fault.ts"
import { isAddress } from "./FetchedFile.ts"

/** A record, or why there is none; `row` is the line of the file on which it ends. */
export type Raw =
  | { readonly row: number; readonly record: Readonly<Record<string, unknown>> }
  | { readonly row: number; readonly faults: ReadonlyArray<Omit<Fault, "row">> }

/** The longest record that a valid row can make is shorter. */
const mostLetters = 100_000

const formats = { ".csv": "csv", ".ndjson": "ndjson", ".jsonl": "ndjson" } as const

export type FileFormat = (typeof formats)[keyof typeof formats]

/** By the end of its name, or of the path of an address; undefined for a name that ends otherwise. */
export const formatOf = (file: string): FileFormat | undefined => {
  const path = isAddress(file) && URL.canParse(file) ? new URL(file).pathname : file
  return Object.entries(formats).find(([end]) => path.toLowerCase().endsWith(end))?.[1]
}

const cut = {
  field: "(end of file)",
  rule: "must end with a line break: the file may have been cut off",
}
const unread = "what follows it was not read"
const tooLong = `must be shorter than ${mostLetters} characters; ${unread}`

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

const csvProblem = (code: CsvErrorCode | undefined): string => {
  if (code === "CSV_MAX_RECORD_SIZE") return tooLong
  return code === "CSV_QUOTE_NOT_CLOSED"
    ? `must close its quotes; ${unread}`
    : 'must have quotes around a whole field, and inside it every quote twice ("")'
}

interface CsvRecord {
  /** Lines until its end. */
  readonly info: { readonly lines: number }
  readonly record: ReadonlyArray<string>
}

async function* csvRecords(file: string): AsyncGenerator<Raw> {
  const input = createReadStream(file)
  const broken: Array<Raw> = []
  let isLost = false
  const parser = parse({
    bom: true,
    info: true,
    relax_column_count: true,
    max_record_size: mostLetters,
    skip_records_with_error: true,
    on_skip: (error) => {
      const rule = csvProblem(error?.code)
      // The parser comes back to one that is too long with each piece of the file.
      if (rule !== tooLong || !isLost) {
        broken.push({ row: Number(error?.["lines"] ?? 0), faults: [{ field: "(row)", rule }] })
      }
      isLost ||= rule === tooLong
      return undefined
    },
  })
  input.once("error", (error) => parser.destroy(error))
  let header: ReadonlyArray<string> | undefined
  const records: AsyncIterable<CsvRecord> = input.pipe(parser)
  for await (const { info, record } of records) {
    const row = info.lines
    yield* broken.splice(0)
    // A line without anything, often the last.
    if (record.length === 1 && record[0] === "") continue
    if (header === undefined) {
      header = record
      const faults = headerFaults(header)
      if (faults.length === 0) continue
      yield { row, faults }
      return
    }
    if (record.length === header.length) {
      yield { row, record: recordOf(header, record) }
      continue
    }
    const rule = `must have ${header.length} fields, as the header, not ${record.length}`
    yield { row, faults: [{ field: "(row)", rule }] }
  }
  yield* broken
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
      yield { row: row + 1, faults: [{ field: "(row)", rule: tooLong }] }
      return
    }
  }
  if (rest.trim() !== "") yield jsonLine(row + 1, rest)
}
