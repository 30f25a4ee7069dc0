/** JSON files that are read strictly: an invalid one is refused with its name and the field's. */
import { Result as Decoded, Schema, SchemaIssue } from "effect"
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs"
import { dirname } from "node:path"

/** A file that cannot be read; its message names the file and the field. */
export class InvalidResult extends Error {
  override readonly name = "InvalidResult"
}

const issues = SchemaIssue.makeFormatterDefault()

/** @throws InvalidResult */
export const readJsonFile = <A>(file: string, schema: Schema.Decoder<A>): A => {
  let value: unknown
  try {
    value = JSON.parse(readFileSync(file, "utf8"))
  } catch (cause) {
    throw new InvalidResult(`${file}: ${cause instanceof Error ? cause.message : String(cause)}`)
  }
  const decoded = Schema.decodeUnknownResult(schema)(value)
  if (Decoded.isSuccess(decoded)) return decoded.success
  throw new InvalidResult(`${file}: ${issues(decoded.failure.issue)}`)
}

/** Written beside and renamed, so that an interrupted run leaves the earlier file whole. */
export const writeJsonFile = (file: string, value: object, indent: number): void => {
  mkdirSync(dirname(file), { recursive: true })
  const temporary = `${file}.${process.pid}`
  writeFileSync(temporary, `${JSON.stringify(value, undefined, indent)}\n`)
  renameSync(temporary, file)
}
