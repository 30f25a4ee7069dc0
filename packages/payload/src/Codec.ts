/**
 * Compresses values, with one byte in front that names the codec: 0 identity, 1 gzip, 2 zstd, 3 zstd with a
 * dictionary, whose id is the second byte.
 *
 * Values below 64 KiB are compressed synchronously, which is 120-150 µs faster than the thread pool at 20 KB, and
 * compressed ones below 16 KiB are decompressed so; larger ones use the pool, so that they never block the event
 * loop. Compressed forms have a checksum and decode whole or not at all (bytes after a complete zstd frame are
 * ignored). Some versions of Node end a truncated zstd frame without an error, so its end is looked for first. Identity has
 * no checksum.
 *
 * What was done synchronously is returned at once; for the pool there is a promise. `EffectCodec.ts` has both as Effects.
 */
import { constants } from "node:buffer"
import * as zlib from "node:zlib"
import { isWholeFrame, zstdDeclaredSize } from "./ZstdFrame.ts"
import type { Dictionary } from "./Dictionary.ts"
import { PayloadError } from "./PayloadError.ts"
import { hasDictionaries, hasZstd, zstdReading, zstdWriting } from "./Zstd.ts"

const IDENTITY = 0
const GZIP = 1
const ZSTD = 2
const ZSTD_DICTIONARY = 3

const SYNC_BELOW_BYTES = 64 * 1024
const DEFAULT_MIN_BYTES = 512
/** With a dictionary a value of a line already shrinks. */
const DEFAULT_MIN_BYTES_DICTIONARY = 128
/** The most that `decode` lets out unless told otherwise. */
const DEFAULT_MAX_OUTPUT_BYTES = 8 * 1024 * 1024

export interface EncodeOptions {
  /** Shorter values stay as they are; 512 bytes unless given, 128 with a dictionary. */
  readonly minBytes?: number | undefined
  /** `zstd` unless given, `gzip` where the runtime has no zstd. */
  readonly codec?: "gzip" | "zstd" | undefined
  /** Used with zstd where the runtime has dictionaries, and left out elsewhere. */
  readonly dictionary?: Dictionary | undefined
}

export interface DecodeOptions {
  /** No more than this comes out, whatever the bytes claim; 8 MiB unless given. */
  readonly maxOutputBytes?: number | undefined
  /** Every dictionary that values may have been written with. */
  readonly dictionaries?: ReadonlyArray<Dictionary> | undefined
}

type Callback = (error: Error | null, result: Buffer) => void

/** At once, or from the thread pool. */
export type Bytes = Uint8Array | Promise<Uint8Array>

const utf8 = new TextEncoder()
const strictUtf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true })

const prefixed = (prefix: ReadonlyArray<number>, body: Uint8Array): Uint8Array => {
  const out = new Uint8Array(body.length + prefix.length)
  out.set(prefix)
  out.set(body, prefix.length)
  return out
}

/** As `prefixed`, of a text as it is: written once and not copied. */
const identityOf = (text: string): Uint8Array => {
  const out = Buffer.allocUnsafe(1 + Buffer.byteLength(text))
  out[0] = IDENTITY
  out.write(text, 1, "utf8")
  return out
}

/**
 * The value behind its codec byte: at most one byte longer than the value, since what does not
 * shrink stays raw. Text is written as UTF-8; a lone surrogate becomes U+FFFD.
 */
export const encoded = (value: Uint8Array | string, options: EncodeOptions = {}): Bytes => {
  const shortest = options.minBytes ?? DEFAULT_MIN_BYTES_DICTIONARY
  // No text has more bytes than three times its characters.
  if (typeof value === "string" && 3 * value.length < shortest) return identityOf(value)
  const raw = typeof value === "string" ? utf8.encode(value) : value
  const zstd = hasZstd && options.codec !== "gzip"
  const dictionary = zstd && hasDictionaries ? options.dictionary : undefined
  const minBytes = dictionary === undefined ? DEFAULT_MIN_BYTES : DEFAULT_MIN_BYTES_DICTIONARY
  const identity = () => prefixed([IDENTITY], raw)
  if (raw.length < (options.minBytes ?? minBytes)) return identity()
  const prefix = dictionary === undefined ? [zstd ? ZSTD : GZIP] : [ZSTD_DICTIONARY, dictionary.id]
  const keep = (body: Uint8Array): Uint8Array =>
    body.length + prefix.length <= raw.length ? prefixed(prefix, body) : identity()
  const writing = zstdWriting(raw.length, dictionary?.bytes)
  if (raw.length < SYNC_BELOW_BYTES) {
    return keep(zstd ? zlib.zstdCompressSync(raw, writing) : zlib.gzipSync(raw))
  }
  return new Promise((resolve) => {
    const done: Callback = (error, body) => {
      // Compressing bytes in memory fails only when memory itself does: raw is then still right.
      resolve(error === null ? keep(body) : identity())
    }
    if (zstd) zlib.zstdCompress(raw, writing, done)
    else zlib.gzip(raw, done)
  })
}

const failed = (reason: PayloadError["reason"], detail: string, cause?: unknown) =>
  new PayloadError({ reason, detail, cause })

const failure = (cause: unknown, limit: number): PayloadError =>
  cause instanceof Error && "code" in cause && cause.code === "ERR_BUFFER_TOO_LARGE"
    ? failed("too-large", `more than ${limit} bytes`, cause)
    : failed("corrupt", "the compressed part does not decode", cause)

/** A compressed body, and how to read it. */
interface Compressed {
  readonly codec: "gzip" | "zstd"
  readonly body: Uint8Array
  readonly dictionary: Dictionary | undefined
}

/** @throws PayloadError */
const compressed = (bytes: Uint8Array, options: DecodeOptions): Compressed => {
  const [codec, id] = bytes
  if (codec === GZIP) return { codec: "gzip", body: bytes.subarray(1), dictionary: undefined }
  if (codec === ZSTD && hasZstd) {
    return { codec: "zstd", body: bytes.subarray(1), dictionary: undefined }
  }
  if (codec !== ZSTD_DICTIONARY || !hasDictionaries) throw failed("unknown-codec", `byte ${codec}`)
  if (id === undefined) throw failed("corrupt", "no dictionary id")
  const dictionary = options.dictionaries?.find((each) => each.id === id)
  if (dictionary === undefined) throw failed("unknown-dictionary", `id ${id}`)
  return { codec: "zstd", body: bytes.subarray(2), dictionary }
}

/** @throws PayloadError, or rejects with it */
const decompress = ({ body, codec, dictionary }: Compressed, limit: number): Bytes => {
  const declared = codec === "zstd" ? zstdDeclaredSize(body) : undefined
  if (declared !== undefined && declared > limit) {
    throw failed("too-large", `${declared} declared, ${limit} bytes allowed`)
  }
  if (codec === "zstd" && !isWholeFrame(body)) throw failed("corrupt", "it is cut")
  const asDeclared = (value: Uint8Array): Uint8Array => {
    if (declared === undefined || value.length === declared) return value
    throw failed("corrupt", "its value is shorter or longer than it says")
  }
  // zlib accepts no limit below 1 and none above its own.
  const maxOutputLength = Math.min(Math.max(1, limit), constants.MAX_LENGTH)
  const reading = zstdReading(maxOutputLength, dictionary?.bytes)
  if (body.length < SYNC_BELOW_BYTES / 4) {
    let value: Uint8Array
    try {
      value =
        codec === "zstd"
          ? zlib.zstdDecompressSync(body, reading)
          : zlib.gunzipSync(body, { maxOutputLength })
    } catch (cause) {
      throw failure(cause, limit)
    }
    return asDeclared(value)
  }
  return new Promise<Uint8Array>((resolve, reject) => {
    const done: Callback = (error, result) => {
      if (error === null) resolve(result)
      else reject(failure(error, limit))
    }
    if (codec === "zstd") zlib.zstdDecompress(body, reading, done)
    else zlib.gunzip(body, { maxOutputLength }, done)
  }).then(asDeclared)
}

/** The bytes that `encoded` was given. @throws PayloadError on anything else, or rejects with it */
export const decoded = (bytes: Uint8Array, options: DecodeOptions = {}): Bytes => {
  const limit = options.maxOutputBytes ?? DEFAULT_MAX_OUTPUT_BYTES
  if (bytes.length === 0) throw failed("empty", "no codec byte")
  if (bytes[0] !== IDENTITY) return decompress(compressed(bytes, options), limit)
  const body = bytes.subarray(1)
  if (body.length <= limit) return body
  throw failed("too-large", `${body.length} > ${limit} bytes`)
}

/** @throws PayloadError for bytes that are not UTF-8 */
export const textOf = (raw: Uint8Array): string => {
  try {
    return strictUtf8.decode(raw)
  } catch (cause) {
    throw failed("corrupt", "not UTF-8", cause)
  }
}
