/**
 * A compression dictionary: text common to values of one kind, known to writer and reader and therefore never stored.
 *
 * A dictionary is permanent: values written with its id are read with the same bytes. A better one gets the next id,
 * and the old one stays until its last value is gone.
 */
import * as zlib from "node:zlib"
import { PayloadError } from "./PayloadError.ts"
import { hasDictionaries, zstdWriting } from "./Zstd.ts"

/** Beyond this, loading it for each value costs more than it saves. */
const maxBytes = 128 * 1024

export class Dictionary {
  /** 1 to 255. */
  readonly id: number
  /** 8 bytes to 128 KiB: raw content, or what `zstd --train` wrote. */
  readonly bytes: Uint8Array

  /** Throws `PayloadError` with reason `invalid-dictionary`. */
  constructor(id: number, bytes: Uint8Array) {
    const refuse = (detail: string, cause?: unknown) =>
      new PayloadError({ reason: "invalid-dictionary", detail, cause })
    if (!Number.isInteger(id) || id < 1 || id > 255) {
      throw refuse(`id must be a whole number from 1 to 255, not ${id}`)
    }
    if (bytes.length < 8 || bytes.length > maxBytes) {
      throw refuse(`bytes must be 8 to ${maxBytes} long, not ${bytes.length}`)
    }
    this.id = id
    // Its own copy: bytes changed later would make written values unreadable.
    this.bytes = Uint8Array.from(bytes)
    if (!hasDictionaries) return
    try {
      zlib.zstdCompressSync(
        this.bytes.subarray(0, 64),
        zstdWriting(Math.min(64, bytes.length), this.bytes),
      )
    } catch (cause) {
      throw refuse("zstd does not accept the bytes", cause)
    }
  }
}
