/**
 * A target for laptops and tests: records as JSON lines in a file that is rotated by size.
 *
 * `<name>.ndjson` is written, `<name>.1.ndjson` is the one before, and so on; the oldest goes. A
 * record whose id is among the last ones written, also by an earlier process, is not written again.
 */
import * as fs from "node:fs"
import * as path from "node:path"
import { Effect } from "effect"
import { RecentIds } from "./RecentIds.ts"
import type { SinkRecord } from "./Sink.ts"
import { SinkError } from "./SinkError.ts"
import type { WriteAnswer } from "./WriteAnswer.ts"

export interface FileWriterOptions {
  readonly directory: string
  readonly name: string
  /** A file larger than this is rotated before the next batch; 64 MiB unless given. */
  readonly maxBytes?: number | undefined
  /** Files kept, the current one included; 5 unless given. */
  readonly files?: number | undefined
}

/** The `write` of a sink. Batches must not overlap, and one process writes one name. */
export const fileWriter = (
  options: FileWriterOptions,
): ((
  batch: ReadonlyArray<SinkRecord>,
  json?: (index: number) => string,
) => Effect.Effect<WriteAnswer, SinkError>) => {
  const maxBytes = options.maxBytes ?? 64 * 1024 * 1024
  const files = Math.max(1, options.files ?? 5)
  const file = (age: number) =>
    path.join(options.directory, `${options.name}${age === 0 ? "" : `.${age}`}.ndjson`)
  let recent: RecentIds | undefined

  const rotate = (): void => {
    fs.rmSync(file(files - 1), { force: true })
    for (let age = files - 2; age >= 0; age -= 1) {
      if (fs.existsSync(file(age))) fs.renameSync(file(age), file(age + 1))
    }
  }

  const append = async (
    batch: ReadonlyArray<SinkRecord>,
    json: (index: number) => string,
  ): Promise<WriteAnswer> => {
    await fs.promises.mkdir(options.directory, { recursive: true, mode: 0o700 })
    recent ??= RecentIds.read([file(1), file(0)])
    const known = recent
    const fresh = batch.flatMap((record, index) => (known.has(record.id) ? [] : [index]))
    const text = fresh.map((index) => `${json(index)}\n`).join("")
    if (text !== "") {
      // Until it has ended nobody knows how much of it is there: what is, is read again.
      recent = undefined
      const handle = await openForAppend(file(0), maxBytes, Buffer.byteLength(text), rotate)
      try {
        await handle.writeFile(text)
      } finally {
        await handle.close()
      }
      recent = known
      for (const index of fresh) known.add(batch[index]?.id ?? "")
    }
    return { duplicates: batch.length - fresh.length }
  }

  return (batch, json = (index) => JSON.stringify(batch[index])) =>
    Effect.tryPromise({
      try: () => append(batch, json),
      catch: (cause) =>
        new SinkError({ reason: "unavailable", sink: options.name, detail: file(0), cause }),
    })
}

/** The file, rotated when it would grow too large, its last line ended if a crash left it open. */
const openForAppend = async (
  file: string,
  maxBytes: number,
  more: number,
  rotate: () => void,
): Promise<fs.promises.FileHandle> => {
  const handle = await fs.promises.open(file, "a+", 0o600)
  const { size } = await handle.stat()
  if (size === 0) return handle
  if (size + more > maxBytes) {
    await handle.close()
    rotate()
    return fs.promises.open(file, "a", 0o600)
  }
  const { buffer } = await handle.read(Buffer.alloc(1), 0, 1, size - 1)
  if (buffer[0] !== 10) await handle.write("\n")
  return handle
}
