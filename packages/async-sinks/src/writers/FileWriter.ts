/**
 * Writes records as JSON lines to a file that is rotated by size, for laptops and tests.
 *
 * `<name>.ndjson` is current, `<name>.1.ndjson` the one before, and so on; the oldest is removed and its records
 * counted. A record whose id is among the last ones written, also by an earlier process, is skipped.
 */
import * as fs from "node:fs"
import * as path from "node:path"
import { needed, number, object, text, whole } from "@manga-assist/options"
import { Effect } from "effect"
import { check } from "../contract/CheckOptions.ts"
import { RecentIds } from "./RecentIds.ts"
import type { SinkRecord } from "../contract/Sink.ts"
import { SinkError } from "../contract/SinkError.ts"
import type { WriteAnswer } from "../contract/WriteAnswer.ts"
import type { FileWriterOptions } from "./WriterOptions.ts"

const rules = object<FileWriterOptions>({
  directory: needed(text),
  name: needed(text),
  maxBytes: number({ least: 1 }),
  files: whole(1, Number.POSITIVE_INFINITY),
})

/** The `write` of a sink. Batches must not overlap, and one process writes one name. @throws OptionError */
export const fileWriter = (
  options: FileWriterOptions,
): ((
  batch: ReadonlyArray<SinkRecord>,
  json?: (index: number) => string,
) => Effect.Effect<WriteAnswer, SinkError>) => {
  check("fileWriter", rules, options)
  const maxBytes = options.maxBytes ?? 64 * 1024 * 1024
  const files = options.files ?? 5
  const file = (age: number) =>
    path.join(options.directory, `${options.name}${age === 0 ? "" : `.${age}`}.ndjson`)
  let recent: RecentIds | undefined

  let removed = 0
  const rotate = (): void => {
    let oldest = 0
    while (oldest < files - 1 && fs.existsSync(file(oldest + 1))) oldest += 1
    if (oldest === files - 1) {
      removed += linesOf(file(oldest))
      fs.rmSync(file(oldest), { force: true })
      oldest -= 1
    }
    for (let age = oldest; age >= 0; age -= 1) fs.renameSync(file(age), file(age + 1))
  }

  // Into the page cache, as the journal does: handing each call to another thread costs more than it.
  const append = (
    batch: ReadonlyArray<SinkRecord>,
    json: (index: number) => string,
  ): WriteAnswer => {
    recent ??= RecentIds.read([file(1), file(0)])
    const known = recent
    const fresh = batch.flatMap((record, index) => (known.has(record.id) ? [] : [index]))
    const text = fresh.map((index) => `${json(index)}\n`).join("")
    if (text !== "") {
      // Until it has ended nobody knows how much of it is there: what is, is read again.
      recent = undefined
      const bytes = Buffer.from(text)
      const descriptor = openForAppend(file(0), maxBytes, bytes.length, rotate)
      try {
        fs.writeFileSync(descriptor, bytes)
      } finally {
        fs.closeSync(descriptor)
      }
      recent = known
      for (const index of fresh) known.add(batch[index]?.id ?? "")
    }
    const answer = { duplicates: batch.length - fresh.length, removed }
    removed = 0
    return answer
  }

  return (batch, json = (index) => JSON.stringify(batch[index])) =>
    Effect.try({
      try: () => append(batch, json),
      catch: (cause) =>
        new SinkError({ reason: "unavailable", sink: options.name, detail: file(0), cause }),
    })
}

/** The file, rotated when it would grow too large, its last line ended if a crash left it open. */
const openForAppend = (
  file: string,
  maxBytes: number,
  more: number,
  rotate: () => void,
): number => {
  const descriptor = openFile(file)
  let isKept = false
  try {
    const { size } = fs.fstatSync(descriptor)
    if (size > 0 && size + more > maxBytes) {
      rotate()
      return openFile(file)
    }
    const last = Buffer.alloc(1)
    if (size > 0) fs.readSync(descriptor, last, 0, 1, size - 1)
    if (size > 0 && last[0] !== 10) fs.writeSync(descriptor, "\n")
    isKept = true
    return descriptor
  } finally {
    if (!isKept) fs.closeSync(descriptor)
  }
}

/** How many records a file holds; none when it cannot be read. */
const linesOf = (file: string): number => {
  const part = Buffer.alloc(1_048_576)
  let lines = 0
  try {
    const descriptor = fs.openSync(file, "r")
    try {
      for (;;) {
        const bytes = fs.readSync(descriptor, part, 0, part.length, null)
        if (bytes === 0) return lines
        for (let at = part.indexOf(10); at !== -1 && at < bytes; at = part.indexOf(10, at + 1)) {
          lines += 1
        }
      }
    } finally {
      fs.closeSync(descriptor)
    }
  } catch {
    return lines
  }
}

/** Its folder may be gone, or not made yet. */
const openFile = (file: string): number => {
  try {
    return fs.openSync(file, "a+", 0o600)
  } catch {
    fs.mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 })
    return fs.openSync(file, "a+", 0o600)
  }
}
